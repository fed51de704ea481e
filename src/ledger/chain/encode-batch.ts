import { frameBytes, writeFrame } from '../segments/frame.ts';
import type { SealedBatch } from './batch.ts';

/** A batch's frames: each record, then the commit frame with `sealed`. The same bytes in a segment and in a table. */
export function encodeBatch({ records, sealed }: SealedBatch): Buffer {
  let size = frameBytes(sealed);
  for (const record of records) size += frameBytes(record);
  const bytes = Buffer.allocUnsafeSlow(size);
  let end = 0;
  for (const record of records) end = writeFrame(bytes, end, 'record', record);
  writeFrame(bytes, end, 'commit', sealed);
  return bytes;
}
