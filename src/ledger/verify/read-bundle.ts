/**
 * The entries of a bundle: each with its length before it, u16 big-endian (C2SP tlog-tiles).
 *
 * @param width entries that it must hold, and no byte more.
 * @returns those that stand there whole, at most `width`; `whole` when they are all there is.
 */
export function readBundle(
  bytes: Uint8Array,
  width: number,
): { readonly entries: readonly Uint8Array[]; readonly whole: boolean } {
  const entries: Uint8Array[] = [];
  let at = 0;
  while (entries.length < width && at + 2 <= bytes.length) {
    const end = at + 2 + (bytes[at] ?? 0) * 256 + (bytes[at + 1] ?? 0);
    if (end > bytes.length) break;
    entries.push(bytes.subarray(at + 2, end));
    at = end;
  }
  return { entries, whole: entries.length === width && at === bytes.length };
}
