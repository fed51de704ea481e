import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Findings } from './findings.ts';
import { isEqual } from './merkle-proof.ts';
import { FRAME, readFrames } from './read-frames.ts';
import { parseSegmentName, readSegmentHeader, type SegmentHeader, segmentName } from './segment-lines.ts';
import { SegmentWalk } from './segment-walk.ts';
import { strictBase64 } from './signed-text.ts';
import type { StoreCheck } from './store-check.ts';
import type { Trust } from './trust.ts';

export interface SegmentsCheck {
  readonly directory: string;
  readonly trust: Trust;
  readonly store: StoreCheck;
  readonly findings: Findings;
  /** Writers that the log knows. */
  readonly logged: Iterable<string>;
  /** All writers of the log wrote here: one that left nothing is missing. Else it may have written elsewhere. */
  readonly complete: boolean;
  readonly onProgress: (done: number) => void;
}

/** The folder in which the log lies, beside the segments. */
const LOG_FOLDER = 'log';

/** There is no ledger at the place named. */
export class LedgerMissingError extends Error {}

/** Every segment of every writer, in their order. */
export async function checkSegments(check: SegmentsCheck): Promise<void> {
  const { store, findings, directory } = check;
  const writers = new Map<string, number[]>();
  for (const name of (await namesIn(directory)).sort()) {
    const parsed = parseSegmentName(name);
    if (parsed !== null) writers.set(parsed.writer, [...(writers.get(parsed.writer) ?? []), parsed.segment]);
    else if (name !== LOG_FOLDER) store.find('SEGMENT_STRANGER', name, null, 'a file that is no segment');
  }
  for (const [writer, numbers] of writers) {
    const end = await checkWriter(
      check,
      writer,
      numbers.sort((a, b) => a - b),
    );
    store.end(writer, end);
  }
  for (const writer of check.logged) {
    if (writers.has(writer) || store.isPruned(writer)) continue;
    const where = segmentName(writer, 1);
    if (check.complete) store.find('SEGMENT_MISSING', where, writer, 'the log has batches of this writer');
    else {
      const place = { where, index: null, writer, seq: null, record: null };
      findings.notice({ code: 'ELSEWHERE', ...place, detail: 'in the log, and has no segments here' });
    }
  }
}

async function namesIn(directory: string): Promise<string[]> {
  try {
    return await readdir(directory);
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) {
      throw new LedgerMissingError(`There is no ledger in ${directory} yet.`);
    }
    throw error;
  }
}

/** @returns up to where the last of its segments holds whole batches. */
async function checkWriter(
  check: SegmentsCheck,
  writer: string,
  numbers: readonly number[],
): Promise<string> {
  const { directory, trust, store } = check;
  const headers = new Map<number, SegmentHeader | 'old' | null>();
  for (const number of numbers) {
    headers.set(number, await headerOf(join(directory, segmentName(writer, number)), trust));
  }
  // What a header of this writer, in its own file, says of the segment before it is believed.
  const said = [...headers].flatMap(([number, header]) => ownHeader(header, writer, number) ?? []);
  let end = '';
  for (const number of numbers) {
    const name = segmentName(writer, number);
    const header = headers.get(number) ?? null;
    if (header === 'old') {
      store.find('SEGMENT_FORMAT', name, writer, 'format 1, which has no signatures and cannot be verified');
      continue;
    }
    const own = ownHeader(header, writer, number);
    if (own !== null) begin(check, own, numbers);
    const successor = said.find(({ previous }) => previous?.segment === number)?.previous ?? null;
    const walk = new SegmentWalk(check, writer, name, own, successor);
    // What a device kept behind the durable part of a segment that was given up was never acknowledged.
    const limit = successor?.end === 'abandoned' ? successor.bytes : Number.POSITIVE_INFINITY;
    for await (const item of readFrames(join(directory, name), limit)) {
      walk.accept(item);
    }
    end = walk.finish();
    check.onProgress(store.counts.batches);
  }
  return end;
}

function ownHeader(
  header: SegmentHeader | 'old' | null,
  writer: string,
  number: number,
): SegmentHeader | null {
  if (header === null || header === 'old') return null;
  return header.writer === writer && header.segment === number ? header : null;
}

/** Where in the chain a segment begins; a segment that should stand before it and does not. */
function begin({ store }: SegmentsCheck, header: SegmentHeader, numbers: readonly number[]): void {
  const { writer, previous, nextSeq, certified } = header;
  const prev = header.prev === null ? null : strictBase64(header.prev, 32);
  const chain = store.chain(writer);
  const seq = chain?.seq ?? 0;
  if (previous !== null && !numbers.includes(previous.segment)) {
    if (!store.isPruned(writer))
      store.find('SEGMENT_MISSING', segmentName(writer, previous.segment), writer, 'its successor names it');
  } else if (nextSeq !== seq + 1) {
    const where = segmentName(writer, header.segment);
    store.find('BATCH_NUMBER', where, writer, `begins with batch ${nextSeq}`);
  } else if (chain?.hash && (prev === null || !isEqual(prev, chain.hash))) {
    store.find(
      'BATCH_LINK',
      segmentName(writer, header.segment),
      writer,
      'does not link to the batch before it',
    );
  } else return;
  store.resume(writer, nextSeq, prev, certified.key);
}

async function headerOf(path: string, trust: Trust): Promise<SegmentHeader | 'old' | null> {
  for await (const item of readFrames(path, Number.POSITIVE_INFINITY, false)) {
    return item.kind === 'frame' && item.type === FRAME.header
      ? readSegmentHeader(item.payload, trust)
      : null;
  }
  return null;
}
