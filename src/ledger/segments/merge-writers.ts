import { decodeTime } from 'ulid';
import type { LedgerItem } from './ledger-item.ts';

/** What one writer left, in its order; nothing is opened before it is asked for. */
export interface WriterItems {
  /** ULID. */
  readonly writer: string;
  readonly open: () => AsyncGenerator<LedgerItem>;
}

/**
 * The items of several writers by record time, as far as their own orders allow. A writer is opened when the merge reaches
 * its start, so that only concurrent ones are held open.
 *
 * @param writers oldest first.
 */
export async function* mergeWriters(writers: readonly WriterItems[]): AsyncGenerator<LedgerItem> {
  const waiting = [...writers];
  const running: { readonly items: AsyncGenerator<LedgerItem>; head: LedgerItem; time: number }[] = [];
  try {
    for (;;) {
      let earliest = running.reduce((time, one) => Math.min(time, one.time), Number.POSITIVE_INFINITY);
      for (let next = waiting[0]; next !== undefined && startOf(next.writer) <= earliest; next = waiting[0]) {
        waiting.shift();
        const items = next.open();
        const first = await items.next();
        if (first.done === true) continue;
        const time = timeOf(first.value, startOf(next.writer));
        running.push({ items, head: first.value, time });
        earliest = Math.min(earliest, time);
      }
      const [one] = running.filter((each) => each.time === earliest);
      if (one === undefined) {
        if (waiting.length === 0) return;
        continue;
      }
      yield one.head;
      const following = await one.items.next();
      if (following.done === true) {
        running.splice(running.indexOf(one), 1);
      } else {
        one.time = timeOf(following.value, one.time);
        one.head = following.value;
      }
    }
  } finally {
    // A reader that stops early leaves nothing open.
    await Promise.all(running.map(({ items }) => items.return(undefined)));
  }
}

/** Milliseconds; what is no record takes the place of what came before it. */
function timeOf(item: LedgerItem, before: number): number {
  if (item.kind !== 'record') return before;
  const time = Date.parse(item.record.time);
  return Number.isNaN(time) ? before : time;
}

function startOf(writer: string): number {
  try {
    return decodeTime(writer);
  } catch {
    return 0;
  }
}
