import { EMPTY_ROOT, leafHash, nodeHash } from '../../../src/ledger/hash.ts';

/** RFC 6962 §2.1, as it is written there. */
export function mth(entries: readonly Uint8Array[]): Uint8Array {
  const [first] = entries;
  if (first === undefined) return EMPTY_ROOT;
  if (entries.length === 1) return leafHash(first);
  const k = split(entries.length);
  return nodeHash(mth(entries.slice(0, k)), mth(entries.slice(k)));
}

/** RFC 6962 §2.1.1: PATH(m, D[n]). */
export function path(m: number, entries: readonly Uint8Array[]): Uint8Array[] {
  if (entries.length <= 1) return [];
  const k = split(entries.length);
  const [left, right] = [entries.slice(0, k), entries.slice(k)];
  return m < k ? [...path(m, left), mth(right)] : [...path(m - k, right), mth(left)];
}

/** RFC 6962 §2.1.2: PROOF(m, D[n]). */
export function proof(m: number, entries: readonly Uint8Array[]): Uint8Array[] {
  return subproof(m, entries, true);
}

function subproof(m: number, entries: readonly Uint8Array[], whole: boolean): Uint8Array[] {
  if (m === entries.length) return whole ? [] : [mth(entries)];
  const k = split(entries.length);
  const [left, right] = [entries.slice(0, k), entries.slice(k)];
  return m <= k ? [...subproof(m, left, whole), mth(right)] : [...subproof(m - k, right, false), mth(left)];
}

function split(count: number): number {
  return 2 ** (Math.ceil(Math.log2(count)) - 1);
}
