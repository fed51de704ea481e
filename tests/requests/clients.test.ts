import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStore, type Store } from '../../datasources/open-store.ts';
import type { ClientEntry } from '../../src/identity/directory.ts';
import { DEVELOPMENT_ISSUER } from '../../src/identity/issuer-settings.ts';
import type { TokenContent } from '../../src/identity/mint-token.ts';
import { clientEntry } from '../support/client-registration.ts';
import { expectRefusal } from '../support/expect-refusal.ts';
import { runCommand } from '../support/gateway-process.ts';
import { runGateway, type TestGateway } from '../support/running-gateway.ts';

/** The time that a change may take, and a little for the request itself. */
const SOON = 6_000;
const ME = '{ me { roles tenant purpose client } }';
const CHART = '{ patient(id: "demo-ada") { birthDate conditions(first: 5) { edges { node { id } } } } }';

let gateway: TestGateway;
let store: Store;
beforeAll(async () => {
  gateway = await runGateway();
  // As the command line does: beside the running gateway, on the same store.
  store = await openStore(gateway.config, Date.now);
});
afterAll(async () => {
  await store?.close();
  await gateway?.close();
});

const AGREED: ClientEntry = clientEntry({
  firstParty: false,
  tenant: 'riverside',
  agreement: { reference: 'A-1', expires: '9998-12-31' },
  roles: ['PHYSICIAN'],
  purposes: ['TREAT'],
  allowedScopes: ['user/Patient.rs', 'user/Condition.rs'],
});

const register = (client: string, entry: ClientEntry | null) =>
  store.clients.change(DEVELOPMENT_ISSUER, client, () => entry);

const PHYSICIAN: Partial<TokenContent> = { fhirUser: 'Practitioner/demo-physician', scope: 'user/*.rs' };

describe('a third-party client at the front door', () => {
  it('has what its registration leaves of its user’s token', async () => {
    await register('growth-chart', AGREED);
    const token = await gateway.token({
      ...PHYSICIAN,
      client: 'growth-chart',
      roles: ['PHYSICIAN', 'BILLING'],
      purposes: ['TREAT', 'HPAYMT'],
    });
    expect((await gateway.ask(token, ME)).body?.data).toEqual({
      me: { roles: ['PHYSICIAN'], tenant: 'riverside', purpose: 'TREAT', client: 'growth-chart' },
    });
    const other = await gateway.ask(token, ME, { headers: { 'phield-purpose': 'HPAYMT' } });
    expectRefusal(other, 403, 'FORBIDDEN');
    const whole = await gateway.ask(token, CHART);
    expect(whole.body?.errors).toBeUndefined();
    expect(JSON.stringify(whole.body)).toContain('"Condition/');
  });

  it('reaches no further than its registration, whatever its tokens say', async () => {
    await register('narrow-chart', { ...AGREED, allowedScopes: ['user/Patient.r'] });
    const token = await gateway.token({ ...PHYSICIAN, client: 'narrow-chart' });
    const { text } = await gateway.ask(token, CHART);
    expect(text).toContain('"coordinate":"Patient.conditions"');
    expect(text).toContain('"reason":"SCOPE"');
    expect(text).not.toContain('"Condition/');
    expect(text).toMatch(/"birthDate":"\d{4}/);
  });

  it.each<[string, ClientEntry]>([
    ['without an agreement', { ...AGREED, agreement: null }],
    ['whose agreement is over', { ...AGREED, agreement: { reference: 'A-1', expires: '1999-12-31' } }],
    ['of another tenant', { ...AGREED, tenant: 'lakeside' }],
    ['without a tenant', { ...AGREED, tenant: null }],
    ['that is suspended', { ...AGREED, suspended: true }],
    ['for other roles', { ...AGREED, roles: ['NURSE'] }],
    ['for other purposes', { ...AGREED, purposes: ['COC'] }],
    ['that is a machine', { ...AGREED, kind: 'machine' }],
  ])('%s is refused by one constant, and nothing of it shows', async (what, entry) => {
    const client = `refused ${what}`;
    await register(client, entry);
    const answer = await gateway.ask(await gateway.token({ ...PHYSICIAN, client }), CHART);
    expectRefusal(answer, 403, 'FORBIDDEN');
    expect(answer.text).not.toMatch(/agreement|tenant|suspended|refused/);
  });

  it('is suspended by the command line beside the gateway, for tokens that were remembered too', async () => {
    await register('to-suspend', AGREED);
    const token = await gateway.token({ ...PHYSICIAN, client: 'to-suspend' });
    expect((await gateway.ask(token, ME)).status).toBe(200);
    const env = { PHIELD_DATA_DIR: gateway.config.dataDir };
    const done = await runCommand(['clients', 'suspend', '--client', 'to-suspend'], env);
    const at = Date.now();
    expect([done.code, done.stdout]).toEqual([0, 'suspended to-suspend\n']);
    let answer = await gateway.ask(token, ME);
    while (answer.status === 200 && Date.now() - at < SOON) {
      await new Promise((resolve) => setTimeout(resolve, 100));
      answer = await gateway.ask(token, ME);
    }
    expectRefusal(answer, 403, 'FORBIDDEN');
    const [act] = (await gateway.events()).filter(({ coordinate }) => coordinate === 'Client.suspend');
    expect(act).toMatchObject({
      kind: 'privileged',
      tenant: 'riverside',
      resource: { type: 'Client', id: 'to-suspend' },
    });
  });
});

describe('the demo’s clients', () => {
  it('are registered as the house’s own, and free to ask what they like', async () => {
    const listed = (await store.clients.list('riverside')).filter(({ entry }) => entry.firstParty);
    expect(listed.map(({ client }) => client)).toEqual(['demo-patient-app', 'demo-portal', 'phield-cli']);
    for (const { entry } of listed) expect(entry).toMatchObject({ firstParty: true, freeForm: true });
    expect((await gateway.ask(await gateway.persona('physician'), ME)).status).toBe(200);
  });

  it('have no side door: a header names no client', async () => {
    await register('gone', { ...AGREED, suspended: true });
    const token = await gateway.token({ ...PHYSICIAN, client: 'gone' });
    const headers = { 'phield-client': 'demo-portal', 'apollographql-client-name': 'demo-portal' };
    expectRefusal(await gateway.ask(token, ME, { headers }), 403, 'FORBIDDEN');
  });
});
