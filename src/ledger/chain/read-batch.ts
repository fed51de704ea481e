import { readFrame } from '../segments/frame.ts';
import { BatchHead, type SealedBatch } from './batch.ts';
import { readSignedLine } from './signed-line.ts';

/** Does not look at the signature. @returns `null` for bytes that are no sealed head. */
export function readSealedHead(sealed: Uint8Array): BatchHead | null {
  const line = readSignedLine(sealed);
  if (line === null) return null;
  try {
    const parsed = BatchHead.safeParse(JSON.parse(Buffer.from(line.json).toString('utf8')));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

/**
 * Reads what `encodeBatch` wrote. Looks at form, checksums and the number of records; root, link and signature are
 * `createChainCheck`'s.
 * @returns `null` for bytes that are not one whole batch.
 */
export function decodeBatch(bytes: Uint8Array): SealedBatch | null {
  const source = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const records: Uint8Array[] = [];
  let at = 0;
  for (;;) {
    const frame = readFrame(source, at);
    if (frame === 'partial' || frame === 'bad') return null;
    at += frame.bytes;
    if (frame.type === 'record') records.push(frame.payload);
    else if (frame.type !== 'commit' || at !== source.length) return null;
    else {
      const head = readSealedHead(frame.payload);
      return head?.records === records.length ? { head, sealed: frame.payload, records } : null;
    }
  }
}
