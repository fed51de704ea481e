import { expect, onTestFinished, test } from 'vitest';
import type { DeskJob } from '../../../src/ledger/desk/desk-jobs.ts';
import { DeskThread, type DeskThreadOptions } from '../../../src/ledger/desk/desk-thread.ts';

/** Answers a proof's event with itself; some events do something else. */
const WORKER = `import { parentPort } from 'node:worker_threads';
  parentPort.on('message', ({ event }) => {
    if (event === 'hang') return;
    if (event === 'die') throw new Error('no');
    if (event === 'long') return parentPort.postMessage({ kind: 'failed', tooLong: true, name: 'TooLongError' });
    if (event === 'fail') return parentPort.postMessage({ kind: 'failed', tooLong: false, name: 'RangeError' });
    parentPort.postMessage({ kind: 'file', bytes: Buffer.from(event) });
  });`;

function given(options: Partial<DeskThreadOptions> = {}) {
  const failed: string[] = [];
  const thread = new DeskThread({
    worker: new URL(`data:text/javascript,${encodeURIComponent(WORKER)}`),
    settings: {},
    failed: (name) => failed.push(name),
    ...options,
  });
  onTestFinished(() => thread.close());
  const askFor = async (tenant: string, event: string) => {
    const answer = await thread.ask(tenant, { kind: 'proof', tenant, event } satisfies DeskJob);
    return answer.kind === 'file' && answer.bytes !== null ? Buffer.from(answer.bytes).toString() : null;
  };
  const ask = (event: string) => askFor('riverside', event);
  return { thread, ask, askFor, failed };
}

test('each is answered with its own', async () => {
  const { ask } = given();
  expect(await Promise.all(['a', 'b', 'c'].map(ask))).toEqual(['a', 'b', 'c']);
});

test.each([
  ['long', 'OPERATION_TOO_COMPLEX', []],
  ['fail', 'UPSTREAM_UNAVAILABLE', ['RangeError']],
  ['die', 'UPSTREAM_UNAVAILABLE', ['ended']],
] as const)('one that does %s fails alone: %s', async (event, code, told) => {
  const { ask, failed } = given();
  const [bad, good] = await Promise.allSettled([ask(event), ask('next')]);
  expect(bad).toMatchObject({ status: 'rejected', reason: { code } });
  expect(good).toMatchObject({ value: 'next' });
  expect(failed).toEqual(told);
});

test('one that takes too long ends, and the next has a new thread', async () => {
  const { ask, failed } = given({ jobMs: 300 });
  const [bad, good] = await Promise.allSettled([ask('hang'), ask('next')]);
  expect(bad).toMatchObject({ reason: { code: 'UPSTREAM_UNAVAILABLE' } });
  expect(good).toMatchObject({ value: 'next' });
  expect(failed).toEqual(['late']);
});

test('few may wait', async () => {
  const { ask } = given({ mostWaiting: 1 });
  const [first, second, third] = await Promise.allSettled([ask('a'), ask('b'), ask('c')]);
  expect([first, second].map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled']);
  expect(third).toMatchObject({ reason: { code: 'UPSTREAM_UNAVAILABLE' } });
});

test('one tenant that asks for much waits for itself', async () => {
  const { askFor } = given({ mostOfTenant: 3 });
  const order: string[] = [];
  const noted = async (tenant: string, event: string) => order.push((await askFor(tenant, event)) ?? '');
  const asked = ['a', 'b', 'c', 'd'].map((event) => noted('riverside', event));
  await expect(askFor('riverside', 'e')).rejects.toMatchObject({ code: 'RATE_LIMITED' });
  asked.push(noted('lakeside', 'other'));
  await Promise.all(asked);
  expect(order).toEqual(['a', 'other', 'b', 'c', 'd']);
});

test('whoever waits when it closes is told', async () => {
  const { thread, ask } = given();
  const waiting = [ask('hang'), ask('a')];
  const settled = Promise.allSettled(waiting);
  await thread.close();
  expect((await settled).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  await expect(ask('b')).rejects.toMatchObject({ code: 'UPSTREAM_UNAVAILABLE' });
});
