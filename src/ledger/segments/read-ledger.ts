import { decodeTime } from 'ulid';
import type { LedgerItem } from './ledger-item.ts';
import { listSegments } from './list-segments.ts';
import { readWriter } from './read-writer.ts';

/** Reads what one writer left in these segments. */
export type ReadWriter = typeof readWriter;

/**
 * Streams everything in the ledger, also while gateways write: whole batches only, in the order of each
 * writer, and over several writers by record time as far as their own orders allow. Memory holds one batch
 * per writer that was running at the same time.
 *
 * @throws LedgerNotFoundError when the directory is missing.
 */
export async function* readLedger(
  directory: string,
  skipWriter: string | null = null,
  read: ReadWriter = readWriter,
): AsyncGenerator<LedgerItem> {
  const { writers, strangers } = await listSegments(directory);
  for (const file of strangers) yield { kind: 'finding', code: 'STRANGER', file, offset: 0, after: null };
  const waiting = [...writers].filter(([writer]) => writer !== skipWriter);
  const running: { readonly items: AsyncGenerator<LedgerItem>; head: LedgerItem; time: number }[] = [];

  try {
    for (;;) {
      let earliest = running.reduce((time, one) => Math.min(time, one.time), Number.POSITIVE_INFINITY);
      // A writer is opened when the merge reaches its start, so that only concurrent ones are held open.
      for (let next = waiting[0]; next !== undefined && startOf(next[0]) <= earliest; next = waiting[0]) {
        waiting.shift();
        const items = read(directory, next[0], next[1]);
        const first = await items.next();
        if (first.done === true) continue;
        const time = timeOf(first.value, startOf(next[0]));
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
    // A reader that stops early leaves no file open.
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
