import { EMPTY_ROOT, nodeHash } from '../hash.ts';

/** Told of every complete subtree of 2^level leaves, in order of completion; a leaf is one of level 0. */
export type OnSubtree = (level: number, hash: Uint8Array) => void;

/**
 * An RFC 6962 tree that only grows at its right end, in memory that grows with its height alone: of each complete
 * subtree along the right edge the hash is kept.
 */
export class GrowingTree {
  readonly #edge: Uint8Array[] = [];
  readonly #onSubtree: OnSubtree | null;
  #size = 0;

  constructor(onSubtree: OnSubtree | null = null) {
    this.#onSubtree = onSubtree;
  }

  get size(): number {
    return this.#size;
  }

  /** @param leaf the leaf's hash, 32 bytes. */
  push(leaf: Uint8Array): void {
    let hash = leaf;
    let level = 0;
    this.#onSubtree?.(0, hash);
    for (let rest = this.#size; rest % 2 === 1; rest = (rest - 1) / 2) {
      hash = nodeHash(this.#edge.pop() ?? EMPTY_ROOT, hash);
      level += 1;
      this.#onSubtree?.(level, hash);
    }
    this.#edge.push(hash);
    this.#size += 1;
  }

  /** Root over all leaves so far. 32 bytes. */
  root(): Uint8Array {
    let root = this.#edge.at(-1) ?? EMPTY_ROOT;
    for (let at = this.#edge.length - 2; at >= 0; at -= 1)
      root = nodeHash(this.#edge[at] ?? EMPTY_ROOT, root);
    return root;
  }

  clear(): void {
    this.#edge.length = 0;
    this.#size = 0;
  }
}
