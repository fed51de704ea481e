import { join } from 'node:path';
import type { Clock } from '../../clock.ts';
import { DataIntegrityError } from '../../errors.ts';
import type { SealedBatch } from '../chain/batch.ts';
import type { WriterChain } from '../chain/seal-batch.ts';
import { leafHash } from '../hash.ts';
import type { FileLayer } from '../segments/file-layer.ts';
import { LedgerNotFoundError, listSegments } from '../segments/list-segments.ts';
import { scanSegment } from '../segments/scan-segment.ts';
import { type PreviousSegment, segmentName } from '../segments/segment-format.ts';
import { SegmentWriter } from '../segments/segment-writer.ts';
import type { HealedPlace } from './heal.ts';
import type { Sink } from './sink.ts';

export interface FileHealing {
  readonly files: FileLayer;
  readonly directory: string;
  readonly clock: Clock;
  /** Signs headers and seals of what it adds: the key of a writer that is dead has died with it. */
  readonly healer: Pick<WriterChain, 'certificate' | 'signLine'>;
}

/**
 * Segments that go on where a dead writer's end. The batches in them are signed by that writer, as everywhere; header
 * and seal, and the certificate in the header, are the healer's.
 */
export function createFileHealing({ healer, ...place }: FileHealing): HealedPlace['openSink'] {
  return async (writer: string, held: SealedBatch | null): Promise<Sink> => {
    const numbers = await segmentsOf(place.directory, writer);
    const previous = await lastExtent(place.directory, writer, numbers);
    const number = (numbers.at(-1) ?? 0) + 1;
    const prev = held === null ? null : Buffer.from(leafHash(held.sealed)).toString('base64');
    let nextSeq = (held?.head.seq ?? 0) + 1;
    let last: SealedBatch | null = null;
    const chain = { writer, certificate: healer.certificate, signLine: healer.signLine };
    const room = Buffer.alloc(0);
    const segment = await SegmentWriter.create(
      { ...place, chain, room },
      { number, previous, nextSeq, prev },
    );
    let failed = false;
    return {
      name: 'file',
      async commit(batch) {
        if (failed || batch.head.seq !== nextSeq) throw new DataIntegrityError('a batch out of its order');
        failed = true;
        await segment.commit(batch);
        failed = false;
        nextSeq += 1;
        last = batch;
      },
      async close() {
        if (!failed && last?.head.kind === 'close') await segment.close(true);
        else await segment.abandon();
      },
    };
  };
}

async function segmentsOf(directory: string, writer: string): Promise<readonly number[]> {
  try {
    return (await listSegments(directory)).writers.get(writer) ?? [];
  } catch (error) {
    if (error instanceof LedgerNotFoundError) return [];
    throw error;
  }
}

/** What counts of the last segment that has a header; what is torn behind that never did. */
async function lastExtent(
  directory: string,
  writer: string,
  numbers: readonly number[],
): Promise<PreviousSegment | null> {
  for (const segment of numbers.toReversed()) {
    let bytes = 0;
    let records = 0;
    let pending = 0;
    let isClosed = false;
    for await (const item of scanSegment(join(directory, segmentName(writer, segment)))) {
      if (item.kind !== 'frame' || (bytes === 0) !== (item.frame.type === 'header')) break;
      const { type } = item.frame;
      if (type === 'record') pending += 1;
      else bytes = item.end;
      if (type === 'commit') {
        records += pending;
        pending = 0;
      }
      isClosed = type === 'close';
    }
    if (bytes > 0) return { segment, bytes, records, end: isClosed ? 'closed' : 'abandoned' };
  }
  return null;
}
