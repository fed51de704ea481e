import { crc32, deflateRawSync, inflateRawSync } from 'node:zlib';
import { IndexDamagedError } from './index-damaged-error.ts';

/** The largest that a record part can be (see `RECORD_BYTES`), with room for one that no split can reach. */
const LONGEST = 16 * 1024 * 1024;

/** A record's bytes as the index keeps them: so that a page costs no reading of the log's store. */
export function packBody(bytes: Uint8Array): Uint8Array {
  return deflateRawSync(bytes, { level: 1 });
}

/** @throws IndexDamagedError where the bytes are not those that were packed */
export function unpackBody(packed: Uint8Array, crc: number): Buffer {
  try {
    const bytes = inflateRawSync(packed, { maxOutputLength: LONGEST });
    if (crc32(bytes) === crc) return bytes;
  } catch {
    // No deflated data at all: the same damage.
  }
  throw new IndexDamagedError('body');
}
