import { type FileHandle, open } from 'node:fs/promises';
import { FRAME_HEAD_BYTES, FRAME_PAYLOAD_BYTES, FRAME_TYPES, type Frame, readFrame } from './frame.ts';

/** What a reader meets in a segment, in order and without overlap. */
export type ScanItem =
  | { readonly kind: 'frame'; readonly frame: Frame; readonly offset: number; readonly end: number }
  /** Bytes that are no frame, with a whole frame right after them. */
  | { readonly kind: 'gap'; readonly offset: number; readonly end: number }
  /** Bytes up to the end that hold no whole frame. */
  | { readonly kind: 'tail'; readonly offset: number; readonly end: number }
  /** Bytes up to the end that were not all looked at: too much of them claims to be a frame, or nobody asks. */
  | { readonly kind: 'unsearched'; readonly offset: number; readonly end: number };

const CHUNK_BYTES = 256 * 1024;
/** Taken at once where the search for a whole frame needs everything that is left. */
const REST_BYTES = 64 * 1024 * 1024;
/**
 * What of a segment may be summed up in vain in search of whole frames: so many times its length, and so much besides.
 * No byte of our text looks like a type, so that what a crash or a failing device leaves needs next to nothing of it.
 */
const VAIN_TIMES = 16;
const VAIN_BYTES = 1024 * 1024;
const LAST_TYPE = Math.max(...Object.values(FRAME_TYPES));

/**
 * Reads a segment from `from`, where a frame begins, to `limit` or to its present end, whichever comes first. The
 * file may be growing: what is not yet whole is a tail. A file that is gone again (a segment that could not be
 * begun) is empty.
 *
 * @param search false: the first that is no whole frame ends it.
 */
export async function* scanSegment(
  path: string,
  limit = Number.POSITIVE_INFINITY,
  from = 0,
  search = true,
): AsyncGenerator<ScanItem> {
  const handle = await openExisting(path);
  if (handle === null) return;
  try {
    let held = Buffer.alloc(0);
    let start = from;
    let position = from;
    let vain = 0;
    for (;;) {
      const frame = readFrame(held, position - start);
      if (frame !== 'partial' && frame !== 'bad') {
        yield { kind: 'frame', frame, offset: position, end: position + frame.bytes };
        position += frame.bytes;
        continue;
      }
      held = held.subarray(position - start);
      start = position;
      // The file may be growing, so the same place is looked at again whenever there was more to read.
      const rest = frame === 'partial' ? CHUNK_BYTES : REST_BYTES;
      const more =
        frame === 'bad' && !search
          ? Buffer.alloc(0)
          : await readMore(handle, start + held.length, limit, rest);
      if (more.length > 0) {
        held = Buffer.concat([held, more]);
        continue;
      }
      if (held.length === 0) return;
      if (!search) {
        yield { kind: 'unsearched', offset: position, end: position + held.length };
        return;
      }
      const most = VAIN_TIMES * (position + held.length) + VAIN_BYTES;
      const next = findFrame(held, (bytes) => {
        vain += bytes;
        return vain <= most;
      });
      if (next === null || next === 'given up') {
        yield { kind: next === null ? 'tail' : 'unsearched', offset: position, end: position + held.length };
        return;
      }
      yield { kind: 'gap', offset: position, end: position + next };
      position += next;
    }
  } finally {
    await handle.close();
  }
}

async function openExisting(path: string): Promise<FileHandle | null> {
  try {
    return await open(path, 'r');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

/**
 * Behind the first byte.
 * @param goesOn told of bytes that were summed up in vain, whether there are more to be.
 */
function findFrame(bytes: Buffer, goesOn: (vain: number) => boolean): number | null | 'given up' {
  // What stands at the first byte was summed up each time it was looked at.
  if (!goesOn(2 * vainAt(bytes, 0))) return 'given up';
  for (let at = 1; at + FRAME_HEAD_BYTES <= bytes.length; at += 1) {
    const type = bytes[at + 8] ?? 0;
    if (type === 0 || type > LAST_TYPE) continue;
    const frame = readFrame(bytes, at);
    if (frame !== 'partial' && frame !== 'bad') return at;
    if (!goesOn(vainAt(bytes, at))) return 'given up';
  }
  return null;
}

/** What had to be summed up to tell that no whole frame stands there. */
function vainAt(bytes: Buffer, at: number): number {
  if (bytes.length - at < FRAME_HEAD_BYTES) return 0;
  const type = bytes[at + 8] ?? 0;
  const length = bytes.readUInt32LE(at);
  if (type === 0 || type > LAST_TYPE || length > FRAME_PAYLOAD_BYTES) return 0;
  return at + FRAME_HEAD_BYTES + length > bytes.length ? 0 : FRAME_HEAD_BYTES + length;
}

async function readMore(handle: FileHandle, from: number, limit: number, size: number): Promise<Buffer> {
  const { size: present } = await handle.stat();
  const length = Math.min(size, Math.min(limit, present) - from);
  if (length <= 0) return Buffer.alloc(0);
  const { bytesRead, buffer } = await handle.read(Buffer.allocUnsafe(length), 0, length, from);
  return buffer.subarray(0, bytesRead);
}
