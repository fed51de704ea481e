import { expect, test } from 'vitest';
import { createLedgerDesk } from '../../../src/ledger/desk/create-ledger-desk.ts';
import type { DeskAnswer, DeskJob } from '../../../src/ledger/desk/desk-jobs.ts';
import type { LedgerEvent } from '../../../src/ledger/ledger-event.ts';

const CLIENTS = { own: new Set(['portal']), outside: new Map() };
const names = (id: string, kind: string) => [id, `~${kind}-${id}`];

function given({ last = null, size = 20 }: { last?: Partial<LedgerEvent> | null; size?: number } = {}) {
  const jobs: DeskJob[] = [];
  const askedBy: string[] = [];
  const lists: unknown[] = [];
  const desk = createLedgerDesk('riverside', {
    thread: {
      ask: async (tenant, job): Promise<Exclude<DeskAnswer, { kind: 'failed' }>> => {
        jobs.push(job);
        askedBy.push(tenant);
        if (job.kind !== 'export') return { kind: 'file', bytes: Buffer.from('file') };
        return { kind: 'page', text: 'a\n', count: 1, complete: true, next: { time: 1_000, entry: 7, size } };
      },
    },
    verifications: {
      verify: () => Promise.reject(new Error('no')),
      running: () => null,
      close: async () => {},
    },
    ledger: {
      events: async (view, narrowing, page) => {
        lists.push([view, narrowing, page]);
        const event = { id: 'r1.0', resource: { type: null, id: null }, actor: null, ...last } as LedgerEvent;
        return { rows: last === null ? [] : [{ record: event, position: '' }], hasNextPage: false };
      },
    },
    names: {
      patient: async (id) => names(id, 'Patient'),
      actor: async (id) => names(id, 'actor'),
      resource: async (_patient, type, id) => names(id, type),
    },
    standing: async () => 'erased',
    clients: async () => CLIENTS,
    ancestors: { HRESCH: ['HRESCH'] },
    clock: () => 5_000,
  });
  return { desk, jobs, askedBy, lists };
}
const ASKED = { patient: 'p1', from: null, until: null, request: 'own', bearsNames: true } as const;
const PAGE = { format: 'csv', first: 10, request: 'own' } as const;

test('an accounting is of this tenant, under every name of the patient', async () => {
  const { desk, jobs, askedBy } = given();
  await desk.accounting({ ...ASKED, mode: 'all', format: 'json' });
  expect(askedBy).toEqual(['riverside']);
  expect(jobs).toMatchObject([
    {
      ...ASKED,
      ...{ kind: 'accounting', tenant: 'riverside', mode: 'all', format: 'json', now: 5_000 },
      ...{ names: ['p1', '~Patient-p1'], standing: 'erased', clients: CLIENTS },
    },
  ]);
});

test('an export is of this tenant, under every name, and goes on where it was', async () => {
  const { desk, jobs } = given();
  const narrowing = { patient: 'p1', actor: 'dr-one', kind: 'operation', since: 3 } as const;
  const { next } = await desk.exportPage({ ...PAGE, narrowing, after: null });
  await desk.exportPage({ ...PAGE, narrowing: {}, after: next });
  expect(jobs).toMatchObject([
    {
      after: null,
      filter: {
        ...{ tenant: 'riverside', patient: ['p1', '~Patient-p1'], actor: ['dr-one', '~actor-dr-one'] },
        ...{ kinds: ['operation'], since: 3 },
      },
    },
    { after: { time: 1_000, entry: 7, size: 20 }, filter: { tenant: 'riverside' } },
  ]);
});

test.each(['', 'none', 'MTAwMC43', Buffer.from('1.2.3.4').toString('base64url')])(
  'a position that is none is BAD_USER_INPUT: %j',
  async (after) => {
    const { desk, jobs } = given();
    await expect(desk.exportPage({ ...PAGE, narrowing: {}, after })).rejects.toMatchObject({
      code: 'BAD_USER_INPUT',
    });
    expect(jobs).toEqual([]);
  },
);

test('a proof is of an event of this tenant', async () => {
  const { desk, jobs } = given();
  await desk.proof('r1.0');
  expect(jobs).toEqual([{ kind: 'proof', tenant: 'riverside', event: 'r1.0' }]);
});

test('the last verification is that which is on record last, of this tenant', async () => {
  const id = 'done:bad:1000:20:9:17:2:BATCH_ROOT:4';
  const { desk, lists } = given({ last: { actor: 'officer', resource: { type: 'LedgerVerification', id } } });
  expect(await desk.lastVerification()).toMatchObject({
    ...{ state: 'done', ok: false, by: 'officer', firstBad: { code: 'BATCH_ROOT', index: 4 } },
  });
  expect(lists).toEqual([
    ['events', { coordinate: 'LedgerVerification.outcome' }, { first: 1, after: null }],
  ]);
  expect(await given().desk.lastVerification()).toBeNull();
});
