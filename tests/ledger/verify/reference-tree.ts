import { EMPTY_ROOT, leafHash, nodeHash } from '../../../src/ledger/hash.ts';

/** A log as RFC 6962 §2.1 defines it, by its own recursive words: slow, and nothing to be clever about. */
export class ReferenceTree {
  readonly entries: readonly Uint8Array[];
  readonly #known = new Map<string, Uint8Array>();

  constructor(entries: readonly Uint8Array[]) {
    this.entries = entries;
  }

  /** MTH(D[from:to]). */
  hash(from: number, to: number): Uint8Array {
    const name = `${from}:${to}`;
    const known = this.#known.get(name);
    if (known !== undefined) return known;
    const made = this.#hash(from, to);
    this.#known.set(name, made);
    return made;
  }

  #hash(from: number, to: number): Uint8Array {
    const entry = this.entries[from];
    if (to === from || entry === undefined) return EMPTY_ROOT;
    if (to === from + 1) return leafHash(entry);
    const middle = from + splitPoint(to - from);
    return nodeHash(this.hash(from, middle), this.hash(middle, to));
  }

  root(size: number): Uint8Array {
    return this.hash(0, size);
  }

  /** PATH(m, D[from:to]), §2.1.1. */
  path(index: number, size: number, from = 0): readonly Uint8Array[] {
    if (size <= 1) return [];
    const k = splitPoint(size);
    return index < k
      ? [...this.path(index, k, from), this.hash(from + k, from + size)]
      : [...this.path(index - k, size - k, from + k), this.hash(from, from + k)];
  }

  /** PROOF(m, D[0:size]), §2.1.2. */
  consistency(oldSize: number, size: number): readonly Uint8Array[] {
    return oldSize === 0 ? [] : this.#subProof(oldSize, 0, size, true);
  }

  /** SUBPROOF(m, D[from:from + size], whole). */
  #subProof(m: number, from: number, size: number, whole: boolean): readonly Uint8Array[] {
    if (m === size) return whole ? [] : [this.hash(from, from + size)];
    const k = splitPoint(size);
    return m <= k
      ? [...this.#subProof(m, from, k, whole), this.hash(from + k, from + size)]
      : [...this.#subProof(m - k, from + k, size - k, false), this.hash(from, from + k)];
  }
}

/** The largest power of two smaller than `size`. */
function splitPoint(size: number): number {
  let k = 1;
  while (k * 2 < size) k *= 2;
  return k;
}

/** @returns a tree of as many different entries. */
export function referenceTree(size: number): ReferenceTree {
  return new ReferenceTree(Array.from({ length: size }, (_, index) => Buffer.from(`entry ${index}`)));
}
