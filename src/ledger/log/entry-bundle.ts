/** An entry's length stands in two bytes (C2SP tlog-tiles, "Log entries"). */
export const ENTRY_BYTES = 65_535;

/** Each entry with its length before it, big-endian. @throws RangeError for an entry that is too long. */
export function writeBundle(entries: readonly Uint8Array[]): Buffer {
  let size = 0;
  for (const entry of entries) size += 2 + entry.length;
  const bytes = Buffer.allocUnsafeSlow(size);
  let at = 0;
  for (const entry of entries) {
    at = bytes.writeUInt16BE(entry.length, at);
    bytes.set(entry, at);
    at += entry.length;
  }
  return bytes;
}

/** @returns `null` unless the bytes hold whole entries, as many as `count`. */
export function readBundle(bytes: Uint8Array, count: number): readonly Uint8Array[] | null {
  const source = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const entries: Uint8Array[] = [];
  let at = 0;
  while (at + 2 <= source.length && entries.length < count) {
    const end = at + 2 + source.readUInt16BE(at);
    if (end > source.length) return null;
    entries.push(source.subarray(at + 2, end));
    at = end;
  }
  return at === source.length && entries.length === count ? entries : null;
}
