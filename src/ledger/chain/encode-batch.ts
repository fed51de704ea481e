import { frameBytes, writeFrame } from '../segments/frame.ts';
import type { SealedBatch } from './batch.ts';

/**
 * A batch's frames: each record, then the commit frame with `sealed`. The same bytes in a segment and in a table.
 * @param room used where they fit, so that a writer of many batches need not ask for memory each time.
 */
export function encodeBatch({ records, sealed }: SealedBatch, room?: Buffer): Buffer {
  let size = frameBytes(sealed);
  for (const record of records) size += frameBytes(record);
  const bytes =
    room !== undefined && size <= room.length ? room.subarray(0, size) : Buffer.allocUnsafeSlow(size);
  let end = 0;
  for (const record of records) end = writeFrame(bytes, end, 'record', record);
  writeFrame(bytes, end, 'commit', sealed);
  return bytes;
}
