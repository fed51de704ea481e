import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { ListsUnderWay } from '../../datasources/dynamodb/lists-under-way.ts';

/** A list that answers when told. */
function list(lists: ListsUnderWay) {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const done = lists.during(() => promise).catch(() => {});
  return { answer: resolve, fail: () => reject(new Error('gone')), done };
}

describe('reads below lists', () => {
  it('go out at once when no list is under way', () => {
    const seen: string[] = [];
    new ListsUnderWay().hold(() => seen.push('read'));
    expect(seen).toEqual(['read']);
  });

  it.each(['answer', 'fail'] as const)('wait for the last list, which may %s', async (end) => {
    const lists = new ListsUnderWay();
    const seen: string[] = [];
    const [first, last] = [list(lists), list(lists)];
    lists.hold(() => seen.push('read'));
    first.answer();
    await first.done;
    await turn();
    expect(seen).toEqual([]);
    last[end]();
    await last.done;
    await turn();
    expect(seen).toEqual(['read']);
  });

  it('wait on when another list begins before they go', async () => {
    const lists = new ListsUnderWay();
    const seen: string[] = [];
    const first = list(lists);
    lists.hold(() => seen.push('read'));
    first.answer();
    await first.done;
    const next = list(lists);
    await turn();
    expect(seen).toEqual([]);
    next.answer();
    await next.done;
    await turn();
    expect(seen).toEqual(['read']);
  });

  it('go out once', async () => {
    const lists = new ListsUnderWay();
    const seen: string[] = [];
    for (const _ of [1, 2]) {
      const one = list(lists);
      lists.hold(() => seen.push('read'));
      one.answer();
      await one.done;
      await turn();
    }
    expect(seen).toEqual(['read', 'read']);
  });
});
