import { expect, test } from 'vitest';
import { ClientMemo } from '../../src/identity/client-memo.ts';
import type { ClientEntry } from '../../src/identity/directory.ts';
import { clientEntry } from '../support/client-registration.ts';
import { ISSUER, testClock } from './test-issuer.ts';

/** A register whose reads end when a test says so, each with what stood when it began. */
function openMemo(size = 10) {
  const clock = testClock();
  const state: { entry: ClientEntry | null; asked: string[] } = { entry: clientEntry(), asked: [] };
  const held: (() => void)[] = [];
  const gate = { slow: false };
  const memo = new ClientMemo(
    {
      find: (_, client) => {
        const { entry } = state;
        state.asked.push(client);
        if (!gate.slow) return Promise.resolve(entry && { ...entry });
        return new Promise((resolve) => held.push(() => resolve(entry && { ...entry })));
      },
    },
    clock.now,
    { size, lifetime: 5_000 },
  );
  return { memo, state, gate, held, clock };
}

test('a read that hangs is not waited for longer than what it brings may count, nor does it undo what is newer', async () => {
  const { memo, state, gate, held, clock } = openMemo();
  gate.slow = true;
  const slow = memo.find(ISSUER, 'a');
  const joined = memo.find(ISSUER, 'a');
  expect(state.asked).toHaveLength(1);
  clock.advance(5);
  state.entry = clientEntry({ suspended: true });
  gate.slow = false;
  expect((await memo.find(ISSUER, 'a'))?.suspended).toBe(true);
  for (const end of held) end();
  expect([(await slow)?.suspended, (await joined)?.suspended]).toEqual([true, true]);
  expect(memo.known(ISSUER, 'a')?.suspended).toBe(true);
  expect(state.asked).toHaveLength(2);
});

test('what did not change is the same object, what did is another', async () => {
  const { memo, state, clock } = openMemo();
  const first = await memo.find(ISSUER, 'a');
  clock.advance(5);
  expect(memo.known(ISSUER, 'a')).toBeUndefined();
  expect(await memo.find(ISSUER, 'a')).toBe(first);
  state.entry = clientEntry({ perMinute: 1 });
  clock.advance(5);
  expect(await memo.find(ISSUER, 'a')).not.toBe(first);
  state.entry = null;
  clock.advance(5);
  expect([await memo.find(ISSUER, 'a'), memo.known(ISSUER, 'a')]).toEqual([null, null]);
});

test('it holds so many clients and no more; a refusal to answer is not held', async () => {
  const { memo, state } = openMemo(2);
  for (const client of ['a', 'b', 'c']) await memo.find(ISSUER, client);
  expect(['a', 'b', 'c'].map((client) => memo.known(ISSUER, client) === undefined)).toEqual([
    true,
    false,
    false,
  ]);
  await memo.find(ISSUER, 'c');
  expect(state.asked).toEqual(['a', 'b', 'c']);
  const state2 = { down: true };
  const failing = new ClientMemo(
    { find: async () => (state2.down ? Promise.reject(new Error('down')) : null) },
    () => 0,
  );
  await expect(failing.find(ISSUER, 'a')).rejects.toThrow();
  expect(failing.known(ISSUER, 'a')).toBeUndefined();
  state2.down = false;
  expect(await failing.find(ISSUER, 'a')).toBeNull();
});
