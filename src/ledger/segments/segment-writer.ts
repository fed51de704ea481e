import { join } from 'node:path';
import type { Clock } from '../../clock.ts';
import type { FileLayer, LedgerFile } from './file-layer.ts';
import { frameBytes, writeFrame } from './frame.ts';
import { FORMAT, type PreviousSegment, type SegmentHeader, segmentName } from './segment-format.ts';

/** fdatasync failed: what the segment's file holds is unknown, and asking again would lie. */
export class SyncFailedError extends Error {}

export interface SegmentPlace {
  readonly files: FileLayer;
  readonly directory: string;
  readonly clock: Clock;
  readonly writer: string;
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

  private constructor(
    place: SegmentPlace,
    number: number,
    file: LedgerFile,
    openedAt: number,
    durable: number,
  ) {
    this.#place = place;
    this.number = number;
    this.#file = file;
    this.#openedAt = openedAt;
    this.#durable = durable;
  }

  /**
   * Creates the file with its header, durable together with its directory entry.
   * @param room bytes that must fit: written, synced and cut off again before the header, so that a device
   *   that was full is not believed before it has room for what failed.
   */
  static async create(
    place: SegmentPlace,
    number: number,
    previous: PreviousSegment | null,
    room: number,
  ): Promise<SegmentWriter> {
    const { files, directory, writer } = place;
    const path = join(directory, segmentName(writer, number));
    const openedAt = place.clock();
    const header: SegmentHeader = {
      format: FORMAT,
      writer,
      segment: number,
      time: new Date(openedAt).toISOString(),
      previous,
    };
    const bytes = oneFrame('header', header);
    await files.makeDirectory(directory);
    const file = await files.create(path);
    try {
      if (room > 0) {
        await writeAll(file, Buffer.alloc(room));
        await datasync(file);
        await file.truncate(0);
      }
      await writeAll(file, bytes);
      await datasync(file);
      await files.syncDirectory(directory);
    } catch (error) {
      await file.close().catch(ignore);
      // It never held an acknowledged record, so nothing is lost with it.
      await files.remove(path).catch(ignore);
      throw error;
    }
    return new SegmentWriter(place, number, file, openedAt, bytes.length);
  }

  isFull(maxBytes: number, maxMs: number): boolean {
    return this.#durable >= maxBytes || this.#place.clock() - this.#openedAt >= maxMs;
  }

  /** Writes the records and their commit frame in one write and one fdatasync; resolves when they are durable. */
  async commit(payloads: readonly Uint8Array[], batch: number): Promise<void> {
    const commit = Buffer.from(JSON.stringify({ batch, records: payloads.length }));
    const bytes = Buffer.allocUnsafe(
      payloads.reduce((sum, one) => sum + frameBytes(one), frameBytes(commit)),
    );
    let end = 0;
    for (const payload of payloads) end = writeFrame(bytes, end, 'record', payload);
    writeFrame(bytes, end, 'commit', commit);
    await this.#append(bytes);
    this.#batches += 1;
    this.#records += payloads.length;
  }

  /** Ends the segment in order. @param last the writer will have no further segment. */
  async close(last: boolean): Promise<PreviousSegment> {
    const time = new Date(this.#place.clock()).toISOString();
    await this.#append(oneFrame('close', { time, batches: this.#batches, records: this.#records, last }));
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

function oneFrame(type: 'header' | 'close', payload: object): Buffer {
  const json = Buffer.from(JSON.stringify(payload));
  const bytes = Buffer.alloc(frameBytes(json));
  writeFrame(bytes, 0, type, json);
  return bytes;
}

async function writeAll(file: LedgerFile, bytes: Buffer): Promise<void> {
  let done = 0;
  while (done < bytes.length) {
    const taken = await file.write(bytes.subarray(done));
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
