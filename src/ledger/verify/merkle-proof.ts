import { leafHash, nodeHash } from '../hash.ts';

/** What a proof claims; `path` from the leaf's sibling upwards (RFC 6962 §2.1.1). */
export interface InclusionClaim {
  readonly index: number;
  readonly size: number;
  /** 32 bytes each. */
  readonly path: readonly Uint8Array[];
  /** 32 bytes, from a checkpoint whose signatures hold; never from the proof. */
  readonly root: Uint8Array;
}

/** Is this entry the one at `index` of the log of `size` entries with this root? RFC 9162 §2.1.3.2. */
export function isIncluded(entry: Uint8Array, claim: InclusionClaim): boolean {
  return isLeafIncluded(leafHash(entry), claim);
}

/** @param leaf the leaf's hash, computed by the caller from an entry. */
function isLeafIncluded(leaf: Uint8Array, { index, size, path, root }: InclusionClaim): boolean {
  if (!isCount(index) || !isCount(size) || index >= size || !areHashes([leaf, root, ...path])) return false;
  let node = index;
  let last = size - 1;
  let hash = leaf;
  for (const sibling of path) {
    if (last === 0) return false;
    if (node % 2 === 1 || node === last) {
      hash = nodeHash(sibling, hash);
      while (node % 2 === 0 && node !== 0) {
        node = Math.floor(node / 2);
        last = Math.floor(last / 2);
      }
    } else {
      hash = nodeHash(hash, sibling);
    }
    node = Math.floor(node / 2);
    last = Math.floor(last / 2);
  }
  return last === 0 && isEqual(hash, root);
}

export function isEqual(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0;
}

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}

function areHashes(all: readonly Uint8Array[]): boolean {
  return all.every(({ length }) => length === 32);
}
