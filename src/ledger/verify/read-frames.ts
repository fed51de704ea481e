import { type FileHandle, open } from 'node:fs/promises';
import { crc32 } from 'node:zlib';

/** `length u32 | CRC-32 u32 | type u8 | payload`, little-endian; the checksum covers length, type and payload. */
export const FRAME_HEAD = 9;
const MOST_PAYLOAD = 8 * 1024 * 1024;

export const FRAME = Object.freeze({ header: 1, record: 2, commit: 3, close: 4 } as const);
const LAST_TYPE = 4;

/**
 * Behind damage each offset may claim to be a frame of megabytes, and be none: for the bytes of those, summed up in vain,
 * there is this much for each byte of the file, and so much besides. Segments of ours need next to nothing of it: no byte of
 * their text looks like a type.
 */
const VAIN_TIMES = 16;
const VAIN_BYTES = 1024 * 1024;

/**
 * A whole frame, or bytes that are none: `damage` with a whole frame behind it, `tail` with none, `unsearched` up to the
 * end where it was given up to look for one.
 */
export type FrameItem =
  | {
      readonly kind: 'frame';
      readonly type: number;
      readonly payload: Buffer;
      readonly offset: number;
      readonly end: number;
    }
  | { readonly kind: 'damage' | 'tail' | 'unsearched'; readonly offset: number; readonly end: number };

/** @returns length of what may be a frame at `at`, 0 when more bytes are needed to tell, -1 when none can stand there. */
function claimedAt(bytes: Buffer, at: number): number {
  if (bytes.length - at < FRAME_HEAD) return 0;
  const length = bytes.readUInt32LE(at);
  const type = bytes[at + 8] ?? 0;
  if (type < 1 || type > LAST_TYPE || length > MOST_PAYLOAD) return -1;
  const end = at + FRAME_HEAD + length;
  return end > bytes.length ? 0 : end - at;
}

function isWhole(bytes: Buffer, at: number, length: number): boolean {
  const sum = crc32(bytes.subarray(at + 8, at + length), crc32(bytes.subarray(at, at + 4)));
  return bytes.readUInt32LE(at + 4) === sum;
}

function frameAt(bytes: Buffer, at: number): number {
  const length = claimedAt(bytes, at);
  return length > 0 && !isWhole(bytes, at, length) ? -1 : length;
}

/**
 * The frames in one piece of memory, from its first byte to its last.
 * @param vain bytes that may be summed up in vain; 0: the first that is no frame ends it.
 */
export function* framesIn(
  bytes: Buffer,
  base = 0,
  vain = VAIN_TIMES * (base + bytes.length) + VAIN_BYTES,
): Generator<FrameItem> {
  let at = 0;
  let left = vain;
  const lengthAt = (place: number): number => {
    const length = claimedAt(bytes, place);
    if (length <= 0 || isWhole(bytes, place, length)) return length;
    left -= length;
    return -1;
  };
  while (at < bytes.length) {
    const length = lengthAt(at);
    if (length > 0) {
      const payload = bytes.subarray(at + FRAME_HEAD, at + length);
      yield { kind: 'frame', type: bytes[at + 8] ?? 0, payload, offset: base + at, end: base + at + length };
      at += length;
      continue;
    }
    let next = at + 1;
    while (next < bytes.length && left > 0 && lengthAt(next) <= 0) next += 1;
    if (next < bytes.length && left <= 0) {
      yield { kind: 'unsearched', offset: base + at, end: base + bytes.length };
      return;
    }
    yield { kind: next < bytes.length ? 'damage' : 'tail', offset: base + at, end: base + next };
    at = next;
  }
}

const CHUNK = 1024 * 1024;

/**
 * The frames of a file up to `limit` bytes. Whole frames come piece by piece; behind the first that is not whole, the
 * rest is taken at once, since what it is depends on whether a whole one follows.
 * @param search false: the first that is not whole ends it, and nothing behind it is looked at.
 */
export async function* readFrames(path: string, limit: number, search = true): AsyncGenerator<FrameItem> {
  const handle = await openExisting(path);
  if (handle === null) return;
  try {
    const { size } = await handle.stat();
    const end = Math.min(size, limit);
    let base = 0;
    let held = Buffer.alloc(0);
    while (base + held.length < end) {
      held = Buffer.concat([
        held,
        await readAt(handle, base + held.length, Math.min(CHUNK, end - base - held.length)),
      ]);
      let at = 0;
      for (let length = frameAt(held, at); length > 0; length = frameAt(held, at)) {
        const payload = held.subarray(at + FRAME_HEAD, at + length);
        yield { kind: 'frame', type: held[at + 8] ?? 0, payload, offset: base + at, end: base + at + length };
        at += length;
      }
      const stuck = frameAt(held, at) < 0;
      held = held.subarray(at);
      base += at;
      if (!stuck) continue;
      if (!search) break;
      held = Buffer.concat([held, await readAt(handle, base + held.length, end - base - held.length)]);
      break;
    }
    yield* search ? framesIn(held, base) : framesIn(held, base, 0);
  } finally {
    await handle.close();
  }
}

/** A segment that could not be begun is removed again, maybe this moment. */
async function openExisting(path: string): Promise<FileHandle | null> {
  try {
    return await open(path, 'r');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

async function readAt(handle: FileHandle, from: number, length: number): Promise<Buffer> {
  const bytes = Buffer.alloc(length);
  let done = 0;
  while (done < length) {
    const { bytesRead } = await handle.read(bytes, done, length - done, from + done);
    if (bytesRead === 0) break;
    done += bytesRead;
  }
  return bytes.subarray(0, done);
}
