import { type FileHandle, open } from 'node:fs/promises';
import { crc32 } from 'node:zlib';

/** `length u32 | CRC-32 u32 | type u8 | payload`, little-endian; the checksum covers length, type and payload. */
export const FRAME_HEAD = 9;
const MOST_PAYLOAD = 8 * 1024 * 1024;

export const FRAME = Object.freeze({ header: 1, record: 2, commit: 3, close: 4 } as const);
const LAST_TYPE = 4;

/** A whole frame, or bytes that are none: `damage` with a whole frame behind it, `tail` with none. */
export type FrameItem =
  | {
      readonly kind: 'frame';
      readonly type: number;
      readonly payload: Buffer;
      readonly offset: number;
      readonly end: number;
    }
  | { readonly kind: 'damage' | 'tail'; readonly offset: number; readonly end: number };

/** @returns length of the frame at `at`, 0 when more bytes are needed to tell, -1 when none can stand there. */
function frameAt(bytes: Buffer, at: number): number {
  if (bytes.length - at < FRAME_HEAD) return 0;
  const length = bytes.readUInt32LE(at);
  const type = bytes[at + 8] ?? 0;
  if (type < 1 || type > LAST_TYPE || length > MOST_PAYLOAD) return -1;
  const end = at + FRAME_HEAD + length;
  if (end > bytes.length) return 0;
  const sum = crc32(bytes.subarray(at + 8, end), crc32(bytes.subarray(at, at + 4)));
  return bytes.readUInt32LE(at + 4) === sum ? end - at : -1;
}

/** The frames in one piece of memory, from its first byte to its last. */
export function* framesIn(bytes: Buffer, base = 0): Generator<FrameItem> {
  let at = 0;
  while (at < bytes.length) {
    const length = frameAt(bytes, at);
    if (length > 0) {
      const payload = bytes.subarray(at + FRAME_HEAD, at + length);
      yield { kind: 'frame', type: bytes[at + 8] ?? 0, payload, offset: base + at, end: base + at + length };
      at += length;
      continue;
    }
    let next = at + 1;
    while (next < bytes.length && frameAt(bytes, next) <= 0) next += 1;
    yield { kind: next < bytes.length ? 'damage' : 'tail', offset: base + at, end: base + next };
    at = next;
  }
}

const CHUNK = 1024 * 1024;

/**
 * The frames of a file up to `limit` bytes. Whole frames come piece by piece; behind the first that is not whole, the
 * rest is taken at once, since what it is depends on whether a whole one follows.
 */
export async function* readFrames(path: string, limit: number): AsyncGenerator<FrameItem> {
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
      held = Buffer.concat([held, await readAt(handle, base + held.length, end - base - held.length)]);
      break;
    }
    yield* framesIn(held, base);
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
