import { join } from 'node:path';
import type { LedgerItem } from '../segments/ledger-item.ts';
import { readHeader } from '../segments/read-header.ts';
import { readLedger } from '../segments/read-ledger.ts';
import { readWriter } from '../segments/read-writer.ts';
import { segmentName } from '../segments/segment-format.ts';
import type { WriterInLog } from './ledger-index.ts';

/**
 * What lies in the segments and not yet in the log, with what is wrong there, as `readLedger` streams it. Segments
 * that the log has wholly are not opened: that they are as they were is for the verifier to say.
 */
export function readTail(
  directory: string,
  inLog: ReadonlyMap<string, WriterInLog>,
  skipWriter: string | null,
): AsyncGenerator<LedgerItem> {
  return readLedger(directory, skipWriter, async function* tailOf(folder, writer, numbers) {
    const { seq, closed } = inLog.get(writer) ?? { seq: 0, closed: false };
    if (closed) return;
    const first = seq === 0 ? (numbers[0] ?? 1) : await firstBehind(folder, writer, numbers, seq);
    const left = numbers.filter((number) => number >= first);
    const passedOver = new Set(
      numbers.filter((number) => number < first).map((number) => segmentName(writer, number)),
    );
    for await (const item of readWriter(folder, writer, left)) {
      if (item.kind === 'record' && item.seq !== null && item.seq <= seq) continue;
      if (item.kind === 'finding' && item.code === 'MISSING_SEGMENT' && passedOver.has(item.file)) continue;
      yield item;
    }
  });
}

/** The last segment that begins at or before the batch behind `seq`: what is looked for lies there or later. */
async function firstBehind(
  directory: string,
  writer: string,
  numbers: readonly number[],
  seq: number,
): Promise<number> {
  for (const number of numbers.toReversed()) {
    const header = await readHeader(join(directory, segmentName(writer, number)));
    if (header !== null && header.nextSeq <= seq + 1) return number;
  }
  return numbers[0] ?? 1;
}
