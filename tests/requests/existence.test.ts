import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LedgerEvent } from '../../src/ledger/ledger-event.ts';
import type { Answered } from '../support/answered.ts';
import { type ProxiedGateway, runProxiedGateway } from '../support/proxied-gateway.ts';
import { rowIds } from '../support/row-ids.ts';

let gateway: ProxiedGateway;
/** References `Type/id` by whose they are: a house mate's patient without tie, another tenant's, nobody's. */
let references: Record<'stranger' | 'tenant' | 'nobody', Record<string, string>>;
let own: Record<string, string>;

const TYPES = ['Patient', 'Encounter', 'Condition', 'Observation', 'MedicationRequest', 'DocumentReference'];
const WHOSE = ['stranger', 'tenant', 'nobody'] as const;
const ASKERS = ['physician', 'stranger', 'nurse', 'patient', 'proxy', 'auditor', 'admin'];

beforeAll(async () => {
  gateway = await runProxiedGateway();
  const coder = await gateway.persona('coder');
  const tiedTo = await Promise.all(ASKERS.map(async (name) => patientIds(await gateway.persona(name))));
  const elsewhere = await gateway.persona('lakeside-physician');
  const all = await patientIds(coder);
  const tied = new Set(tiedTo.flat());
  const strangers = all.filter((id) => !tied.has(id));
  expect([tied.has('demo-ada'), strangers.length > 0]).toEqual([true, true]);
  references = {
    stranger: await rowIds(gateway, coder, strangers, TYPES),
    tenant: await rowIds(gateway, elsewhere, ['demo-ben'], TYPES),
    nobody: Object.fromEntries(TYPES.map((type) => [type, `${type}/nobody-at-all`])),
  };
  own = await rowIds(gateway, coder, ['demo-ada'], TYPES);
  // Keys of the tenant are opened once; from here on every operation makes its own calls only.
  for (const name of ['stranger', 'patient', 'auditor']) await askFor(await gateway.persona(name), 'nobody');
});
afterAll(() => gateway.close());

async function patientIds(token: string): Promise<string[]> {
  const answer = await gateway.ask(token, '{ patients(first: 200) { edges { node { fhirId } } } }');
  return [...answer.text.matchAll(/"fhirId":"([^"]+)"/g)].map(([, id = '']) => id);
}

const askFor = (token: string, reference: string) =>
  gateway.ask(token, 'query ($id: ID!) { patient(id: $id) { id fhirId name { family } mrn mayOmit } }', {
    variables: { id: reference },
  });
const askForNode = (token: string, reference: string) =>
  gateway.ask(token, 'query ($id: ID!) { node(id: $id) { __typename id fhirId } }', {
    variables: { id: reference },
  });

/** Everything the outside and the record see of one request. */
interface Seen {
  readonly status: number;
  readonly text: string;
  readonly headers: Record<string, string>;
  readonly calls: readonly string[];
  readonly log: string;
  readonly events: readonly Partial<LedgerEvent>[];
}

async function see(ask: () => Promise<Answered>): Promise<Seen> {
  gateway.proxy.take();
  const from = gateway.log.length;
  const answer = await ask();
  const calls = [...gateway.proxy.take()].sort();
  const { date: _, 'phield-request-id': request = '', ...headers } = Object.fromEntries(answer.headers);
  const log = JSON.stringify(gateway.log.slice(from)).replaceAll(request, '');
  const events = (await gateway.events({ request })).map(
    ({ id: _id, time: _time, request: _request, subject: _subject, resource, ...event }) => ({
      ...event,
      resource: { type: resource.type, id: null },
    }),
  );
  return { status: answer.status, text: answer.text, headers, calls, log, events };
}

describe.each(ASKERS)('to a %s', (persona) => {
  it('a patient without tie, another tenant’s and nobody look the same', async () => {
    const token = await gateway.persona(persona);
    const seen = [];
    for (const whose of WHOSE) seen.push(await see(() => askFor(token, references[whose].Patient ?? '')));
    expect(seen[0]?.events).toMatchObject([
      {
        decision: 'DENY',
        coordinate: 'Query.patient',
        reason: 'RELATIONSHIP',
        resource: { type: 'Patient' },
      },
    ]);
    expect(seen[0]?.text).toContain('{"data":{"patient":null}');
    expect(seen[0]?.calls.length).toBeGreaterThan(0);
    expect(seen[1]).toEqual(seen[0]);
    expect(seen[2]).toEqual(seen[0]);
  });

  it.each(TYPES)('the same by reference: %s', async (type) => {
    const token = await gateway.persona(persona);
    const seen = [];
    for (const whose of WHOSE) seen.push(await see(() => askForNode(token, references[whose][type] ?? '')));
    expect(seen[0]?.events).toMatchObject([
      { decision: 'DENY', coordinate: 'Query.node', reason: 'RELATIONSHIP', resource: { type } },
    ]);
    expect(seen[0]?.text).toContain('{"data":{"node":null}');
    expect(seen[1]).toEqual(seen[0]);
    expect(seen[2]).toEqual(seen[0]);
  });
});

it.each(TYPES)('to whom it belongs, it is there: %s', async (type) => {
  const seen = await see(async () => askForNode(await gateway.persona('physician'), own[type] ?? ''));
  expect(seen.text).toContain(`{"data":{"node":{"__typename":"${type}","id":"${own[type]}"`);
});

it('each of several in one operation is refused and recorded by itself', async () => {
  const token = await gateway.persona('physician');
  const ids = WHOSE.map((whose) => references[whose].Patient ?? '');
  const query = `{ ${ids.map((id, at) => `p${at}: patient(id: "${id}") { mrn }`).join(' ')} }`;
  const answer = await gateway.ask(token, query);
  expect(answer.body).toMatchObject({ data: { p0: null, p1: null, p2: null } });
  expect(answer.body?.errors).toBeUndefined();
  const request = answer.headers.get('phield-request-id') ?? '';
  const events = await gateway.events({ request });
  expect(events.map(({ decision, subject }) => `${decision} Patient/${subject}`).sort()).toEqual(
    ids.map((id) => `DENY ${id}`).sort(),
  );
});

it('asked for twice in one operation it is one event', async () => {
  const token = await gateway.persona('stranger');
  const answer = await gateway.ask(
    token,
    '{ a: patient(id: "demo-ada") { id } b: patient(id: "Patient/demo-ada") { id } }',
  );
  const request = answer.headers.get('phield-request-id') ?? '';
  expect(await gateway.events({ request })).toHaveLength(1);
});

it('a search finds no patient without tie, and looks as if there was none', async () => {
  const registration = await gateway.persona('registration');
  const found = await gateway.ask(registration, 'query ($id: ID!) { patient(id: $id) { mrn } }', {
    variables: { id: references.stranger.Patient },
  });
  const mrn = /"mrn":"([^"]+)"/.exec(found.text)?.[1] ?? '';
  expect(mrn).not.toBe('');
  const search = (value: string) => async () =>
    gateway.ask(
      await gateway.persona('physician'),
      'query ($mrn: String) { patients(search: { mrn: $mrn }) { edges { node { id } } pageInfo { hasNextPage } } }',
      { variables: { mrn: value } },
    );
  const { calls: _some, ...stranger } = await see(search(mrn));
  const { calls: _none, ...nobody } = await see(search('RV00000000'));
  const { calls: _other, ...tenant } = await see(search('LK10000001'));
  expect(stranger.text).toContain('"edges":[]');
  expect(nobody).toEqual(stranger);
  expect(tenant).toEqual(stranger);
});
