import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStore, type Store } from '../../datasources/open-store.ts';
import { createLedgerNames, isLedgerName } from '../../src/ledger/ledger-names.ts';
import { runCommand } from '../support/gateway-process.ts';
import { ACCOUNTING } from '../support/ledger-file-queries.ts';
import { runGateway, type TestGateway } from '../support/running-gateway.ts';

const READ = '{ patient(id: "demo-ada") { fhirId birthDate } }';

let folder: string;
let gateway: TestGateway;
let store: Store;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'phield-named-'));
  await writeFile(join(folder, 'riverside.yaml'), 'tenant: riverside\nledger: { pseudonyms: patients }\n');
  await writeFile(join(folder, 'lakeside.yaml'), 'tenant: lakeside\nledger: { pseudonyms: none }\n');
  gateway = await runGateway({ env: { PHIELD_TENANTS_DIR: folder } });
  store = await openStore(gateway.config, Date.now);
}, 120_000);
afterAll(async () => {
  await store?.close();
  await gateway?.close();
  await rm(folder, { recursive: true });
});

const eventsOf = async (persona: string) => {
  const token = await gateway.persona(persona);
  const seen = new Set((await gateway.events({ tenant: 'riverside' })).map(({ id }) => id));
  const answer = await gateway.ask(token, READ);
  expect(answer.text).toContain('"fhirId":"demo-ada"');
  const me = JSON.parse((await gateway.ask(token, '{ me { id } }')).text).data.me.id;
  const events = (await gateway.events({ tenant: 'riverside' })).filter(({ id }) => !seen.has(id));
  expect(events.length).toBeGreaterThan(0);
  return { me, events };
};

/** The accounting that the privacy officer gets through the API, of everybody who looked at the record. */
async function accounted(): Promise<Record<string, unknown>> {
  const officer = await gateway.persona('privacy-officer');
  const { body } = await gateway.ask(officer, ACCOUNTING, {
    variables: { patient: 'demo-ada', all: true, format: 'JSON' },
  });
  return JSON.parse(Buffer.from(Object(body?.data).ledger.accounting.base64, 'base64').toString());
}

describe('a tenant whose ledger has patients under pseudonyms', () => {
  it('has staff by their own names', async () => {
    const { me, events } = await eventsOf('physician');
    expect(new Set(events.map(({ actor }) => actor))).toEqual(new Set([me]));
    expect(events.every(({ subject }) => isLedgerName(subject ?? ''))).toBe(true);
  });

  it('finds them through the API, and what is left of that names them likewise', async () => {
    const { me } = await eventsOf('physician');
    const { entries, complete, patient } = await accounted();
    expect({ complete, patient }).toEqual({ complete: true, patient: 'demo-ada' });
    expect(entries).toContainEqual(
      expect.objectContaining({ recipient: expect.objectContaining({ id: me }), accountedFor: false }),
    );
    const [act] = (await gateway.events({ tenant: 'riverside', kinds: ['privileged'] })).slice(-1);
    expect(act).toMatchObject({ operation: 'ledger_accounting', coordinate: 'Ledger.accounting' });
    expect(isLedgerName(act?.subject ?? '')).toBe(true);
  });

  it('has nobody by name who signs in as a patient, and loses even that with the patient', async () => {
    const { me, events } = await eventsOf('patient');
    const [actor] = new Set(events.map((event) => event.actor));
    expect(isLedgerName(actor ?? '')).toBe(true);
    expect(JSON.stringify(events)).not.toContain(`"${me}"`);
    const names = () => createLedgerNames(store.nameKeys('riverside')).actor(me, 'demo-ada');
    expect(await names()).toContain(actor);
    const seen = events.map(({ subject }) => subject);

    const args = ['--tenant', 'riverside', '--patient', 'demo-ada', '--reason', 'REQUEST-1', '--yes'];
    const env = { PHIELD_DATA_DIR: gateway.config.dataDir, PHIELD_TENANTS_DIR: folder };
    expect(await runCommand(['erase', 'patient', ...args], env)).toMatchObject({ code: 0 });
    expect(await names()).not.toContain(actor);
    const left = await createLedgerNames(store.nameKeys('riverside')).patient('demo-ada');
    expect(left.some((name) => seen.includes(name))).toBe(false);

    const account = ['--tenant', 'riverside', '--patient', 'demo-ada', '--format', 'json', '--all'];
    const { code, stdout, stderr } = await runCommand(['ledger', 'accounting', ...account], env);
    expect(JSON.parse(stdout)).toMatchObject({ complete: false, total: 0, gaps: [{ reason: 'erased' }] });
    expect({ code, told: stderr.includes('erased') }).toEqual({ code: 0, told: true });
    // The command's own act, which names nobody any more.
    expect(await accounted()).toMatchObject({
      ...{ complete: false, gaps: [{ reason: 'erased' }] },
      entries: [{ count: 1, description: 'a list like this one was made' }],
    });
  }, 120_000);
});

describe('whom nobody knows', () => {
  it('is said, rather than that there was nothing', async () => {
    const env = { PHIELD_DATA_DIR: gateway.config.dataDir, PHIELD_TENANTS_DIR: folder };
    const args = ['--tenant', 'riverside', '--patient', 'demo-adda', '--format', 'json'];
    const { code, stdout, stderr } = await runCommand(['ledger', 'accounting', ...args], env);
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ complete: false, gaps: [{ reason: 'unknown' }] });
    expect(stderr).toContain('phield ledger accounting: We have no patient with this ID.');
  });

  it('is looked for in one tenant only, where another name may stand for the id', async () => {
    const env = { PHIELD_DATA_DIR: gateway.config.dataDir, PHIELD_TENANTS_DIR: folder };
    const { code, stdout, stderr } = await runCommand(['ledger', 'query', '--patient', 'demo-ada'], env);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain('--tenant: expected');
    expect(JSON.stringify(await gateway.events({ kinds: ['privileged'] }))).not.toContain('"demo-ada"');
  });
});
