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
export function isLeafIncluded(leaf: Uint8Array, { index, size, path, root }: InclusionClaim): boolean {
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

/** `path` as of RFC 6962 §2.1.2. */
export interface ConsistencyClaim {
  readonly oldSize: number;
  readonly oldRoot: Uint8Array;
  readonly size: number;
  readonly root: Uint8Array;
  readonly path: readonly Uint8Array[];
}

/** Is the older log a prefix of the newer? RFC 9162 §2.1.4.2. Everything is consistent with the empty log. */
export function isConsistent({ oldSize, oldRoot, size, root, path }: ConsistencyClaim): boolean {
  if (!isCount(oldSize) || !isCount(size) || oldSize > size || !areHashes([oldRoot, root, ...path])) {
    return false;
  }
  if (oldSize === size) return path.length === 0 && isEqual(oldRoot, root);
  if (oldSize === 0) return path.length === 0;
  let node = oldSize - 1;
  let last = size - 1;
  while (node % 2 === 1) {
    node = Math.floor(node / 2);
    last = Math.floor(last / 2);
  }
  // A power of two: the old root itself stands where the first hash of the path would.
  const steps = node === 0 ? path : path.slice(1);
  const start = node === 0 ? oldRoot : path[0];
  if (start === undefined) return false;
  let before = start;
  let now = start;
  for (const step of steps) {
    if (last === 0) return false;
    if (node % 2 === 1 || node === last) {
      before = nodeHash(step, before);
      now = nodeHash(step, now);
      while (node % 2 === 0 && node !== 0) {
        node = Math.floor(node / 2);
        last = Math.floor(last / 2);
      }
    } else {
      now = nodeHash(now, step);
    }
    node = Math.floor(node / 2);
    last = Math.floor(last / 2);
  }
  return last === 0 && isEqual(before, oldRoot) && isEqual(now, root);
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
