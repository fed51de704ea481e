import { expect, test } from 'vitest';
import { startVerifier } from '../../../src/ledger/desk/start-verifier.ts';
import type { VerificationResult } from '../../../src/ledger/desk/verification-outcome.ts';
import {
  createVerifications,
  type VerificationEvent,
  type VerifierRun,
} from '../../../src/ledger/desk/verifications.ts';

const GOOD: VerificationResult = { ok: true, entries: 9, size: 17, findings: 0, firstBad: null };
const BAD: VerificationResult = {
  ...GOOD,
  ok: false,
  findings: 2,
  firstBad: { code: 'BATCH_ROOT', index: 4 },
};

/** Verifications whose verifier ends when it is told to, and what of them was recorded and told, in order. */
function given({
  patienceMs = 10_000,
  mostMs = 60_000,
  start,
}: {
  patienceMs?: number;
  mostMs?: number;
  start?: () => VerifierRun;
} = {}) {
  const order: string[] = [];
  const told: VerificationEvent[] = [];
  let finish = Promise.withResolvers<VerificationResult>();
  let now = 1_000;
  const verifications = createVerifications({
    start: () => {
      order.push('start');
      finish = Promise.withResolvers();
      return start?.() ?? { result: finish.promise, stop: () => finish.reject(new Error('stopped')) };
    },
    clock: () => now,
    tell: (event) => told.push(event),
    patienceMs,
    mostMs,
  });
  const records = {
    by: 'officer',
    begin: async () => void order.push('begin'),
    end: async ({ type, id }: { type: string; id: string }) => void order.push(`${type} ${id}`),
  };
  return {
    ...{ verifications, records, order, told },
    verify: (tenant = 'riverside', change: Partial<typeof records> = {}) =>
      verifications.verify(tenant, { ...records, ...change }),
    finish: (result: VerificationResult) => finish.resolve(result),
    die: () => finish.reject(new RangeError('out of memory')),
    pass: (milliseconds: number) => {
      now += milliseconds;
    },
  };
}
/** What is under way gets as far as it can. */
const settle = () => new Promise((resolve) => setImmediate(resolve));

test('it is on record before anything is read, and what came of it after', async () => {
  const { verify, finish, pass, order, told } = given();
  const asked = verify();
  await settle();
  expect(order).toEqual(['begin', 'start']);
  pass(2_500);
  finish(GOOD);
  await expect(asked).resolves.toMatchObject({ ...GOOD, state: 'done', at: 3_500, milliseconds: 2_500 });
  expect(order.slice(2)).toEqual(['LedgerVerification done:ok:3500:2500:9:17:0:-:-']);
  expect(told).toEqual([]);
});

test('what cannot be recorded is not begun, and the next one may', async () => {
  const { verify, finish, order } = given();
  await expect(verify('riverside', { begin: () => Promise.reject(new Error('full')) })).rejects.toThrow(
    'full',
  );
  expect(order).toEqual([]);
  const asked = verify();
  await settle();
  finish(GOOD);
  await expect(asked).resolves.toMatchObject({ ok: true });
});

test('there is one at a time, whoever asks', async () => {
  const { verify, verifications, finish, order } = given();
  const asked = verify();
  await expect(verify('lakeside')).rejects.toMatchObject({ code: 'CONFLICT' });
  await settle();
  await expect(verify()).rejects.toMatchObject({ code: 'CONFLICT' });
  expect(order.filter((what) => what === 'start')).toHaveLength(1);
  expect(verifications.running('riverside')).toMatchObject({ state: 'running', by: 'officer', ok: false });
  expect(verifications.running('lakeside')).toBeNull();
  finish(GOOD);
  await asked;
  expect(verifications.running('riverside')).toBeNull();
});

test('what is found is told, and on record', async () => {
  const { verify, finish, order, told } = given();
  const asked = verify();
  await settle();
  finish(BAD);
  await expect(asked).resolves.toMatchObject({ ok: false, firstBad: { code: 'BATCH_ROOT', index: 4 } });
  expect(told).toEqual([{ event: 'found', code: 'BATCH_ROOT', findings: 2 }]);
  expect(order.at(-1)).toContain('done:bad:1000:0:9:17:2:BATCH_ROOT:4');
});

test('a verifier that dies is told, and on record, and not taken for a good one', async () => {
  const { verify, die, order, told } = given();
  const asked = verify();
  await settle();
  die();
  await expect(asked).resolves.toMatchObject({ state: 'ended', ok: false, firstBad: null });
  expect(told).toEqual([{ event: 'ended', errorName: 'RangeError' }]);
  expect(order.at(-1)).toContain('ended:bad:');
});

test('one that takes long is answered that it runs; its outcome is recorded all the same', async () => {
  const { verify, verifications, finish, order } = given({ patienceMs: 1 });
  await expect(verify()).resolves.toMatchObject({ state: 'running', ok: false });
  finish(GOOD);
  await settle();
  expect(order.at(-1)).toContain('done:ok:');
  expect(verifications.running('riverside')).toBeNull();
});

test('one that never ends is stopped, and another may begin', async () => {
  const { verify, told } = given({ mostMs: 5 });
  await expect(verify()).resolves.toMatchObject({ state: 'ended', ok: false });
  await expect(verify()).resolves.toMatchObject({ state: 'ended' });
  expect(told).toHaveLength(2);
});

test('an outcome that cannot be recorded fails the request, and is told', async () => {
  const { verify, finish, told, verifications } = given();
  const asked = verify('riverside', { end: () => Promise.reject(new Error('full')) });
  await settle();
  finish(GOOD);
  await expect(asked).rejects.toThrow('full');
  expect(told).toEqual([{ event: 'unrecorded' }]);
  expect(verifications.running('riverside')).toBeNull();
});

test('one that is stopped with the gateway is on record as ended', async () => {
  const { verify, verifications, order } = given();
  const asked = verify();
  await settle();
  await verifications.close();
  expect(order.at(-1)).toContain('ended:bad:');
  await expect(asked).resolves.toMatchObject({ state: 'ended' });
  await expect(verify()).rejects.toMatchObject({ code: 'CONFLICT' });
});

const module = (code: string) => new URL(`data:text/javascript,${encodeURIComponent(code)}`);

test.each([
  ['throws', 'throw new Error("no")'],
  ['ends', 'process.exit(0)'],
  [
    'says something else',
    'import { parentPort } from "node:worker_threads"; parentPort.postMessage({ ok: true })',
  ],
])('a thread that %s is a verifier that died', async (_what, code) => {
  const { verify, told } = given({ start: () => startVerifier(module(code), {}) });
  await expect(verify()).resolves.toMatchObject({ state: 'ended', ok: false });
  expect(told).toEqual([{ event: 'ended', errorName: 'Error' }]);
});

test('whoever else asks is answered while it runs', async () => {
  const busy = `import { parentPort } from 'node:worker_threads';
    const until = Date.now() + 400; while (Date.now() < until);
    parentPort.postMessage(${JSON.stringify(GOOD)});`;
  const { verify } = given({ start: () => startVerifier(module(busy), {}) });
  let turns = 0;
  const timer = setInterval(() => {
    turns += 1;
  }, 5);
  await expect(verify()).resolves.toMatchObject({ ok: true });
  clearInterval(timer);
  expect(turns).toBeGreaterThan(20);
});
