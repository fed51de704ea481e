import { parse } from 'graphql';
import { beforeEach, describe, expect, it } from 'vitest';
import { loadSdl } from '../../directives/load-sdl.ts';
import { readSdl } from '../../directives/read-sdl.ts';
import { createDocumentReader } from '../../src/documents/read-document.ts';
import { LedgerUnavailableError, PhieldError } from '../../src/errors.ts';
import type { Actor } from '../../src/identity/actor.ts';
import type { LedgerDesk } from '../../src/ledger/desk/ledger-desk.ts';
import { actingGateway, signedIn } from '../support/acting-gateway.ts';
import { codesOf as codes, officer, patient } from '../support/asked-world.ts';
import { ACCOUNTING, EXPORT, LAST, PROOF, READINGS, TRUST, VERIFY } from '../support/ledger-file-queries.ts';
import { shippedModel } from '../support/shipped-model.ts';

/** What reached the desk, or the index, and what was on record by then. */
const asked: string[] = [];
let failure: Error | null = null;
const reach = async <Answer>(what: string, answer: Answer): Promise<Answer> => {
  asked.push(`${what} behind ${given.events().length}`);
  if (failure !== null) throw failure;
  return answer;
};
const text = Buffer.from('text');
const desk: LedgerDesk = {
  trust: () => reach('trust', text),
  proof: (event) => reach(`proof ${event}`, null),
  accounting: ({ patient: of, mode, format }) => reach(`accounting ${of} ${mode} ${format}`, text),
  exportPage: ({ format, narrowing }) =>
    reach(`export ${format} ${narrowing.patient}`, { text: 'a\n', next: null, count: 1, complete: true }),
  lastVerification: () => reach('lastVerification', null),
  verify: async ({ by, begin, end }) => {
    await begin();
    await reach('verify', null);
    await end({ type: 'LedgerVerification', id: 'done:ok:1:1:1:1:0:-:-' });
    return {
      state: 'done',
      at: 1,
      by,
      ok: true,
      entries: 1,
      size: 1,
      findings: 0,
      firstBad: null,
      milliseconds: 1,
    };
  },
};
const unused = () => Promise.reject(new Error('not asked for'));
const given = await actingGateway(undefined, {
  openTenantLedger: () => ({
    ...{ standing: unused, events: unused, activity: unused, usage: unused, desk },
    readings: (of) => reach(`readings ${of}`, { rows: [], hasNextPage: false }),
  }),
});

const EVENT = '01JD0000000000000000000001.0';
const LOOKS: readonly [
  name: string,
  query: string,
  variables: Record<string, unknown>,
  act: object,
  what: string,
][] = [
  [
    'readings',
    READINGS,
    { patient: 'Patient/p1' },
    { coordinate: 'Ledger.readings', subject: 'p1' },
    'readings p1',
  ],
  [
    'accounting',
    ACCOUNTING,
    { patient: 'p1', all: false, format: 'PDF' },
    { coordinate: 'Ledger.accounting', operation: 'ledger_accounting', subject: 'p1' },
    'accounting p1 accounting pdf',
  ],
  [
    'export',
    EXPORT,
    { format: 'CSV', filter: { patient: 'p1' } },
    { coordinate: 'Ledger.export', operation: 'ledger_exported', subject: 'p1' },
    'export csv p1',
  ],
  ['proof', PROOF, { event: EVENT }, { coordinate: 'Ledger.proof' }, `proof ${EVENT}`],
  ['trust', TRUST, {}, { coordinate: 'Ledger.trust' }, 'trust'],
  ['lastVerification', LAST, {}, { coordinate: 'Ledger.lastVerification' }, 'lastVerification'],
  ['verifyLedger', VERIFY, {}, { coordinate: 'Mutation.verifyLedger', operation: 'ledger_verify' }, 'verify'],
];
const others: readonly [string, Actor][] = [
  ['a physician', signedIn()],
  ['a patient', patient('p1')],
  ['an officer with one factor', officer({ multiFactor: false })],
  ['an officer who is here for something else', officer({ purpose: 'TREAT', purposes: ['TREAT'] })],
];

beforeEach(() => {
  given.reset();
  asked.length = 0;
  failure = null;
});

describe.each(LOOKS)('%s', (_name, query, variables, act, what) => {
  it.each([
    ['an officer', officer()],
    ['an auditor', officer({ id: 'auditor', roles: ['AUDITOR'] })],
  ])('is for %s, on record before anything is looked for', async (_who, who) => {
    const { body } = await given.run(query, who, variables);
    expect(body.errors).toBeUndefined();
    expect(asked).toEqual([`${what} behind 1`]);
    expect(given.events()[0]).toMatchObject({
      kind: 'privileged',
      actor: who.id,
      tenant: 'riverside',
      ...act,
    });
  });

  it('is not given where that cannot be recorded', async () => {
    given.ledger.failWith = new LedgerUnavailableError('full');
    const { status } = await given.run(query, officer(), variables);
    expect({ status, asked }).toEqual({ status: 503, asked: [] });
  });

  it.each(others)('is refused to %s, and nothing is looked for', async (_who, who) => {
    const { body } = await given.run(query, who, variables);
    expect(codes(body.errors)).toEqual(['FORBIDDEN']);
    expect(asked).toEqual([]);
  });

  it.each(['CONFLICT', 'OPERATION_TOO_COMPLEX', 'UPSTREAM_UNAVAILABLE'] as const)(
    'that fails with %s is told so',
    async (code) => {
      failure = new PhieldError(code, 'about p1');
      const { body, text: answer } = await given.run(query, officer(), variables);
      expect(codes(body.errors)).toEqual([code]);
      expect(answer).not.toContain('p1');
    },
  );
});

it('what came of a verification is on record behind it', async () => {
  await given.run(VERIFY, officer());
  expect(given.events().map(({ operation, resource }) => [operation, resource])).toEqual([
    ['ledger_verify', { type: 'Ledger', id: 'riverside' }],
    ['ledger_verified', { type: 'LedgerVerification', id: 'done:ok:1:1:1:1:0:-:-' }],
  ]);
});

it.each<[string, Record<string, unknown>]>([
  [READINGS, { patient: 'Observation/o1' }],
  [READINGS, { patient: 'p1', first: 201 }],
  [ACCOUNTING, { patient: 'p 1', all: true, format: 'JSON' }],
  [ACCOUNTING, { patient: 'p1', until: 'yesterday', all: true, format: 'JSON' }],
  [EXPORT, { format: 'CSV', first: 0 }],
  [EXPORT, { format: 'CSV', first: 1001 }],
  [PROOF, { event: 'p1' }],
])('%s with %j is BAD_USER_INPUT, and nothing is recorded', async (query, variables) => {
  const { body } = await given.run(query, officer(), variables);
  expect(codes(body.errors)).toEqual(['BAD_USER_INPUT']);
  expect({ asked, events: given.events() }).toEqual({ asked: [], events: [] });
});

it('whom they name stands in no URL', async () => {
  const { schema } = readSdl(await loadSdl('schema'));
  const facts = createDocumentReader(schema, await shippedModel());
  for (const query of [READINGS, ACCOUNTING, EXPORT]) expect(facts(parse(query)).filtersByPhi).toBe(true);
  for (const query of [PROOF, TRUST, LAST]) expect(facts(parse(query)).filtersByPhi).toBe(false);
});
