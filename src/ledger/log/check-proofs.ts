import { nodeHash } from '../hash.ts';

export interface TreeHead {
  readonly size: number;
  /** 32 bytes. */
  readonly root: Uint8Array;
}

/** RFC 9162 §2.1.3.2 over RFC 6962's hashes. @param leaf `leafHash` of the entry. */
export function holdsInclusion(
  { size, root }: TreeHead,
  index: number,
  leaf: Uint8Array,
  path: readonly Uint8Array[],
): boolean {
  if (!isSize(index) || !isSize(size) || index >= size || !path.every(isHash)) return false;
  let place = index;
  let last = size - 1;
  let hash = leaf;
  for (const node of path) {
    if (last === 0) return false;
    if (place % 2 === 1 || place === last) {
      hash = nodeHash(node, hash);
      while (place % 2 === 0 && place > 0) {
        place /= 2;
        last = Math.floor(last / 2);
      }
    } else {
      hash = nodeHash(hash, node);
    }
    place = Math.floor(place / 2);
    last = Math.floor(last / 2);
  }
  return last === 0 && isSame(hash, root);
}

/** RFC 9162 §2.1.4.2 over RFC 6962's hashes; an empty first log is the beginning of any. */
export function holdsConsistency(first: TreeHead, second: TreeHead, path: readonly Uint8Array[]): boolean {
  if (!isSize(first.size) || !isSize(second.size) || first.size > second.size) return false;
  if (first.size === second.size) return path.length === 0 && isSame(first.root, second.root);
  if (first.size === 0) return path.length === 0;
  if (!path.every(isHash)) return false;
  let place = first.size - 1;
  let last = second.size - 1;
  while (place % 2 === 1) {
    place = Math.floor(place / 2);
    last = Math.floor(last / 2);
  }
  // A first tree whose size is a power of two is the node that the path begins with.
  const nodes = place === 0 ? [first.root, ...path] : path;
  const [seed, ...rest] = nodes;
  if (seed === undefined) return false;
  let before = seed;
  let after = seed;
  for (const node of rest) {
    if (last === 0) return false;
    if (place % 2 === 1 || place === last) {
      before = nodeHash(node, before);
      after = nodeHash(node, after);
      while (place % 2 === 0 && place > 0) {
        place /= 2;
        last = Math.floor(last / 2);
      }
    } else {
      after = nodeHash(after, node);
    }
    place = Math.floor(place / 2);
    last = Math.floor(last / 2);
  }
  return last === 0 && isSame(before, first.root) && isSame(after, second.root);
}

function isSize(size: number): boolean {
  return Number.isSafeInteger(size) && size >= 0;
}

function isHash(bytes: Uint8Array): boolean {
  return bytes.length === 32;
}

function isSame(one: Uint8Array, other: Uint8Array): boolean {
  return Buffer.compare(one, other) === 0;
}
