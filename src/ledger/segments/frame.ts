import { crc32 } from 'node:zlib';

/**
 * A frame: `length u32 | crc u32 | type u8 | payload`, little-endian; `length` is the payload's. The checksum
 * is CRC-32 (IEEE 802.3, as node:zlib has it natively) over length, type and payload: it finds torn and
 * damaged bytes, it does not stop a forger. Payloads are UTF-8 JSON, whose text has no control characters, so
 * a type byte never looks like a payload byte when a reader searches for the next frame after damage.
 */
export const FRAME_HEAD_BYTES = 9;

/** Largest payload. A larger record is refused before it is written. */
export const FRAME_PAYLOAD_BYTES = 8 * 1024 * 1024;

export const FRAME_TYPES = Object.freeze({
  /** First of a segment: `SegmentHeader`. */
  header: 1,
  /** One record, or one part of a split one. Counts only once its commit frame is whole. */
  record: 2,
  /** Ends a batch: `BatchCommit`. */
  commit: 3,
  /** Last of a segment that was ended in order: `SegmentClose`. */
  close: 4,
} as const);
export type FrameType = keyof typeof FRAME_TYPES;

const TYPE_NAMES: readonly (FrameType | undefined)[] = [undefined, 'header', 'record', 'commit', 'close'];

export interface Frame {
  readonly type: FrameType;
  readonly payload: Buffer;
  /** Bytes of the whole frame. */
  readonly bytes: number;
}

export function frameBytes(payload: Uint8Array): number {
  return FRAME_HEAD_BYTES + payload.length;
}

/** Writes a frame into `target` at `offset`. @returns the offset after it. */
export function writeFrame(target: Buffer, offset: number, type: FrameType, payload: Uint8Array): number {
  target.writeUInt32LE(payload.length, offset);
  target.writeUInt8(FRAME_TYPES[type], offset + 8);
  target.set(payload, offset + FRAME_HEAD_BYTES);
  const end = offset + FRAME_HEAD_BYTES + payload.length;
  target.writeUInt32LE(checksum(target, offset, end), offset + 4);
  return end;
}

/** @returns the frame at `offset`; `'partial'` when more bytes are needed; `'bad'` when no frame can stand here. */
export function readFrame(source: Buffer, offset: number): Frame | 'partial' | 'bad' {
  if (source.length - offset < FRAME_HEAD_BYTES) return 'partial';
  const length = source.readUInt32LE(offset);
  const type = TYPE_NAMES[source.readUInt8(offset + 8)];
  if (type === undefined || length > FRAME_PAYLOAD_BYTES) return 'bad';
  const end = offset + FRAME_HEAD_BYTES + length;
  if (end > source.length) return 'partial';
  if (source.readUInt32LE(offset + 4) !== checksum(source, offset, end)) return 'bad';
  return { type, payload: source.subarray(offset + FRAME_HEAD_BYTES, end), bytes: end - offset };
}

function checksum(bytes: Buffer, offset: number, end: number): number {
  return crc32(bytes.subarray(offset + 8, end), crc32(bytes.subarray(offset, offset + 4)));
}
