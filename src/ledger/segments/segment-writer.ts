import { join } from 'node:path';
import type { Clock } from '../../clock.ts';
import type { SealedBatch } from '../chain/batch.ts';
import { encodeBatch } from '../chain/encode-batch.ts';
import type { WriterChain } from '../chain/seal-batch.ts';
import { leafHash } from '../hash.ts';
import type { FileLayer, LedgerFile } from './file-layer.ts';
import { frameBytes, writeFrame } from './frame.ts';
import {
  FORMAT,
  type PreviousSegment,
  SEAL_DOMAIN,
  SEGMENT_DOMAIN,
  type SegmentClose,
  type SegmentHeader,
  segmentName,
} from './segment-format.ts';

/** fdatasync failed: what the segment's file holds is unknown, and asking again would lie. */
export class SyncFailedError extends Error {}

export interface SegmentPlace {
  readonly files: FileLayer;
  readonly directory: string;
  readonly clock: Clock;
  /** Signs headers and seals; whose segments these are. */
  readonly chain: Pick<WriterChain, 'writer' | 'certificate' | 'signLine'>;
  /** Batches are laid out here before they are written, one at a time. */
  readonly room: Buffer;
}

/** Where in the chain a segment begins. */
export interface SegmentStart {
  readonly number: number;
  readonly previous: PreviousSegment | null;
  readonly nextSeq: number;
  readonly prev: string | null;
}

/** One segment being written. After any rejection it MUST only be abandoned. */
export class SegmentWriter {
  readonly number: number;
  readonly #place: SegmentPlace;
  readonly #file: LedgerFile;
  readonly #openedAt: number;
  /** Length up to which everything is on the device. */
  #durable: number;
  #batches = 0;
  #records = 0;
  #head: string | null;

  private constructor(
    place: SegmentPlace,
    start: SegmentStart,
    file: LedgerFile,
    openedAt: number,
    durable: number,
  ) {
    this.#place = place;
    this.number = start.number;
    this.#head = start.prev;
    this.#file = file;
    this.#openedAt = openedAt;
    this.#durable = durable;
  }

  /** Creates the file with its header, durable together with its directory entry. */
  static async create(place: SegmentPlace, start: SegmentStart): Promise<SegmentWriter> {
    const { files, directory, chain } = place;
    const path = join(directory, segmentName(chain.writer, start.number));
    const openedAt = place.clock();
    const header: SegmentHeader = {
      format: FORMAT,
      writer: chain.writer,
      segment: start.number,
      time: new Date(openedAt).toISOString(),
      previous: start.previous,
      nextSeq: start.nextSeq,
      prev: start.prev,
      certificate: Buffer.from(chain.certificate).toString('utf8'),
    };
    const bytes = oneFrame('header', chain.signLine(SEGMENT_DOMAIN, Buffer.from(JSON.stringify(header))));
    await files.makeDirectory(directory);
    const file = await files.create(path);
    try {
      await writeAll(file, bytes);
      await datasync(file);
      await files.syncDirectory(directory);
    } catch (error) {
      await file.close().catch(ignore);
      // It never held an acknowledged record, so nothing is lost with it.
      await files.remove(path).catch(ignore);
      throw error;
    }
    return new SegmentWriter(place, start, file, openedAt, bytes.length);
  }

  /** A clock that jumped, either way, ends a segment early and harms nothing. */
  isFull(maxBytes: number, maxMs: number): boolean {
    return this.#durable >= maxBytes || Math.abs(this.#place.clock() - this.#openedAt) >= maxMs;
  }

  /** Writes the batch's frames in one write and one fdatasync; resolves when they are durable. */
  async commit(batch: SealedBatch): Promise<void> {
    await this.#append(encodeBatch(batch, this.#place.room));
    this.#batches += 1;
    this.#records += batch.records.length;
    this.#head = Buffer.from(leafHash(batch.sealed)).toString('base64');
  }

  /** Ends the segment in order. @param last the writer will have no further segment. */
  async close(last: boolean): Promise<PreviousSegment> {
    const close: SegmentClose = {
      time: new Date(this.#place.clock()).toISOString(),
      batches: this.#batches,
      records: this.#records,
      bytes: this.#durable,
      last,
      head: this.#head,
    };
    const line = this.#place.chain.signLine(SEAL_DOMAIN, Buffer.from(JSON.stringify(close)));
    await this.#append(oneFrame('close', line));
    // A failing close(2) loses nothing that fdatasync has not already made durable.
    await this.#file.close().catch(ignore);
    return { segment: this.number, bytes: this.#durable, records: this.#records, end: 'closed' };
  }

  /** Gives the segment up after a failure: cuts what was never acknowledged, as far as the device lets us. */
  async abandon(): Promise<PreviousSegment> {
    await this.#file.truncate(this.#durable).catch(ignore);
    await this.#file.close().catch(ignore);
    return { segment: this.number, bytes: this.#durable, records: this.#records, end: 'abandoned' };
  }

  async #append(bytes: Buffer): Promise<void> {
    await writeAll(this.#file, bytes);
    await datasync(this.#file);
    this.#durable += bytes.length;
  }
}

function oneFrame(type: 'header' | 'close', line: Uint8Array): Buffer {
  const bytes = Buffer.alloc(frameBytes(line));
  writeFrame(bytes, 0, type, line);
  return bytes;
}

async function writeAll(file: LedgerFile, bytes: Buffer): Promise<void> {
  let done = 0;
  while (done < bytes.length) {
    const taken = await file.write(done === 0 ? bytes : bytes.subarray(done));
    if (taken <= 0) throw new Error('the device takes no bytes');
    done += taken;
  }
}

async function datasync(file: LedgerFile): Promise<void> {
  try {
    await file.datasync();
  } catch (error) {
    throw new SyncFailedError('fdatasync failed', { cause: error });
  }
}

/** Clean-up after a failure: the failure itself is already being reported. */
function ignore(): void {}
