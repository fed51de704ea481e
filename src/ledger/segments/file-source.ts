import { open } from 'node:fs/promises';
import { join } from 'node:path';
import type { SealedBatch } from '../chain/batch.ts';
import { readSealedHead } from '../chain/read-batch.ts';
import type { BatchSource } from '../commit/sink.ts';
import { LedgerNotFoundError, listSegments } from './list-segments.ts';
import { readHeader } from './read-header.ts';
import { scanSegment } from './scan-segment.ts';
import { type SegmentHeader, segmentName } from './segment-format.ts';

/** Where a writer's next batch is to be looked for. */
interface Place {
  readonly segment: number;
  readonly offset: number;
  readonly nextSeq: number;
}

interface HeadedSegment {
  readonly number: number;
  readonly header: SegmentHeader;
}

/**
 * Batches as the segments in a directory hold them, also while a gateway writes them. What a following segment
 * calls not durable in the one before is not there; what stands in the last one is synced before it is given, since
 * its writer may be about to. Where reading ended is kept in mind, so that following a writer does not read its
 * segment anew each time.
 *
 * @throws ConfigError for a segment of another format.
 */
export function createFileSource(directory: string, sync = syncedLength): BatchSource {
  const places = new Map<string, Place>();

  return Object.freeze({
    name: 'file' as const,
    writers: async () => [...(await list(directory)).keys()],
    async *batches(writer: string, from: number) {
      const numbers = (await list(directory)).get(writer) ?? [];
      const known = places.get(writer);
      const start = known?.nextSeq === from ? known : null;
      const segments = await headersOf(directory, writer, numbers, start?.segment ?? 1);
      let next = from;
      for (const [index, { number, header }] of segments.entries()) {
        const following = segments[index + 1];
        // A segment holds nothing to look for when its follower begins at or before what is looked for.
        if (following !== undefined && following.header.nextSeq <= next) continue;
        if (header.nextSeq > next) return;
        const path = join(directory, segmentName(writer, number));
        const offset = start?.segment === number ? start.offset : 0;
        const limit = durableEnd(number, segments.slice(index + 1)) ?? (await sync(path));
        for await (const { batch, end } of batchesIn(path, offset, limit)) {
          if (batch.head.writer !== writer || batch.head.seq > next) return;
          if (batch.head.seq < next) continue;
          next += 1;
          if (batch.head.kind === 'close') places.delete(writer);
          else places.set(writer, { segment: number, offset: end, nextSeq: next });
          yield batch;
        }
      }
    },
  });
}

async function list(directory: string): Promise<ReadonlyMap<string, readonly number[]>> {
  try {
    return (await listSegments(directory)).writers;
  } catch (error) {
    if (error instanceof LedgerNotFoundError) return new Map();
    throw error;
  }
}

/** The segments with a whole header, from number `from` on. One without never held anything. */
async function headersOf(
  directory: string,
  writer: string,
  numbers: readonly number[],
  from: number,
): Promise<readonly HeadedSegment[]> {
  const headed: HeadedSegment[] = [];
  for (const number of numbers) {
    if (number < from) continue;
    const header = await readHeader(join(directory, segmentName(writer, number)));
    if (header !== null) headed.push({ number, header });
  }
  return headed;
}

/** Up to where a later segment says that this one counts. */
function durableEnd(number: number, later: readonly HeadedSegment[]): number | null {
  const following = later.find(({ header }) => header.previous?.segment === number);
  return following?.header.previous?.bytes ?? null;
}

/** @returns up to where a file is on the device, once it is. */
async function syncedLength(path: string): Promise<number> {
  const handle = await open(path, 'r');
  try {
    const { size } = await handle.stat();
    await handle.datasync();
    return size;
  } finally {
    await handle.close();
  }
}

/** The whole batches from `offset` on, with the byte after each; ends before the first that is not whole. */
async function* batchesIn(
  path: string,
  offset: number,
  limit: number,
): AsyncGenerator<{ readonly batch: SealedBatch; readonly end: number }> {
  let records: Uint8Array[] = [];
  for await (const item of scanSegment(path, limit, offset, false)) {
    if (item.kind !== 'frame') return;
    const { type, payload } = item.frame;
    if (type === 'record') records.push(payload);
    if (type !== 'commit') continue;
    const head = readSealedHead(payload);
    if (head === null || head.records !== records.length) return;
    yield { batch: { head, sealed: payload, records }, end: item.end };
    records = [];
  }
}
