import { join } from 'node:path';
import type { LedgerItem } from './ledger-item.ts';
import { readHeader } from './read-header.ts';
import { scanSegment } from './scan-segment.ts';
import { type PreviousSegment, segmentName } from './segment-format.ts';
import { SegmentReading, type WriterProgress } from './segment-reading.ts';

interface ListedSegment {
  readonly number: number;
  /** What its header says came before; `undefined` when it has no whole header. */
  readonly previous: PreviousSegment | null | undefined;
}

/** Everything one writer left, in the order it was written. The segments are those that exist now. */
export async function* readWriter(
  directory: string,
  writer: string,
  numbers: readonly number[],
): AsyncGenerator<LedgerItem> {
  const segments: ListedSegment[] = [];
  for (const number of numbers) {
    const header = await readHeader(join(directory, segmentName(writer, number)));
    segments.push({ number, previous: header === null ? undefined : header.previous });
  }
  const progress: WriterProgress = { writer, nextBatch: 1, prev: null, lastRecord: null };
  for (const [index, { number, previous }] of segments.entries()) {
    const missing = previous?.segment;
    if (missing !== undefined && !numbers.includes(missing)) {
      progress.nextBatch = null;
      progress.prev = undefined;
      const file = segmentName(writer, missing);
      yield { kind: 'finding', code: 'MISSING_SEGMENT', file, offset: 0, after: progress.lastRecord };
    }
    const sealed = sealOf(number, segments.slice(index + 1));
    const reading = new SegmentReading(number, progress);
    for await (const item of scanSegment(join(directory, segmentName(writer, number)), sealed?.bytes)) {
      yield* reading.accept(item);
    }
    yield* reading.finish(sealed);
  }
}

/** What a later segment says about this one. */
function sealOf(number: number, later: readonly ListedSegment[]): PreviousSegment | null {
  for (const { previous } of later) {
    if (previous?.segment === number) return previous;
  }
  return null;
}
