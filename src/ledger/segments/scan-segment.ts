import { type FileHandle, open } from 'node:fs/promises';
import { FRAME_HEAD_BYTES, FRAME_TYPES, type Frame, readFrame } from './frame.ts';

/** What a reader meets in a segment, in order and without overlap. */
export type ScanItem =
  | { readonly kind: 'frame'; readonly frame: Frame; readonly offset: number; readonly end: number }
  /** Bytes that are no frame, with a whole frame right after them. */
  | { readonly kind: 'gap'; readonly offset: number; readonly end: number }
  /** Bytes up to the end that hold no whole frame. */
  | { readonly kind: 'tail'; readonly offset: number; readonly end: number };

const CHUNK_BYTES = 256 * 1024;
/** Taken at once where the search for a whole frame needs everything that is left. */
const REST_BYTES = 64 * 1024 * 1024;
const LAST_TYPE = Math.max(...Object.values(FRAME_TYPES));

/**
 * Reads a segment from `from`, where a frame begins, to `limit` or to its present end, whichever comes first. The
 * file may be growing: what is not yet whole is a tail. A file that is gone again (a segment that could not be
 * begun) is empty.
 */
export async function* scanSegment(
  path: string,
  limit = Number.POSITIVE_INFINITY,
  from = 0,
): AsyncGenerator<ScanItem> {
  const handle = await openExisting(path);
  if (handle === null) return;
  try {
    let held = Buffer.alloc(0);
    let start = from;
    let position = from;
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
      const more = await readMore(handle, start + held.length, limit, rest);
      if (more.length > 0) {
        held = Buffer.concat([held, more]);
        continue;
      }
      if (held.length === 0) return;
      const next = findFrame(held, 1);
      if (next === null) {
        yield { kind: 'tail', offset: position, end: position + held.length };
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

function findFrame(bytes: Buffer, from: number): number | null {
  for (let at = from; at + FRAME_HEAD_BYTES <= bytes.length; at += 1) {
    const type = bytes[at + 8] ?? 0;
    if (type === 0 || type > LAST_TYPE) continue;
    const frame = readFrame(bytes, at);
    if (frame !== 'partial' && frame !== 'bad') return at;
  }
  return null;
}

async function readMore(handle: FileHandle, from: number, limit: number, size: number): Promise<Buffer> {
  const { size: present } = await handle.stat();
  const length = Math.min(size, Math.min(limit, present) - from);
  if (length <= 0) return Buffer.alloc(0);
  const { bytesRead, buffer } = await handle.read(Buffer.allocUnsafe(length), 0, length, from);
  return buffer.subarray(0, bytesRead);
}
