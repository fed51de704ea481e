import fc from 'fast-check';

/** One change to a proof or to what it is claimed for; some change nothing. */
export const PROOF_CHANGE = fc.record({
  index: fc.integer({ min: -1, max: 1 }),
  size: fc.integer({ min: -1, max: 1 }),
  apply: fc.oneof(
    fc.constant((hashes: readonly Uint8Array[]) => hashes),
    fc
      .nat()
      .map(
        (at) => (hashes: readonly Uint8Array[]) => hashes.filter((_, i) => i !== at % (hashes.length || 1)),
      ),
    fc
      .nat()
      .map(
        (at) => (hashes: readonly Uint8Array[]) =>
          hashes.toSpliced(at % (hashes.length + 1), 0, Buffer.alloc(32, at)),
      ),
    fc
      .nat()
      .map(
        (at) => (hashes: readonly Uint8Array[]) =>
          hashes.map((hash, i) => (i === at % (hashes.length || 1) ? flipped(hash, at) : hash)),
      ),
    fc.constant((hashes: readonly Uint8Array[]) => hashes.toReversed()),
    fc.constant((hashes: readonly Uint8Array[]) =>
      hashes.map((hash, i) => (i === 0 ? hash.subarray(1) : hash)),
    ),
  ),
});

function flipped(bytes: Uint8Array, at: number): Uint8Array {
  const copy = Buffer.from(bytes);
  copy[at % 32] = (copy[at % 32] ?? 0) ^ (1 << (at % 8));
  return copy;
}
