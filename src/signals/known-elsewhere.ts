import { createHash } from 'node:crypto';
import { z } from 'zod';

/** 2 MiB of bits and four hashes: of 1.5 million patients one stranger in a hundred is taken for known. */
const BITS = 2 ** 24;
const HASHES = 4;

/**
 * Which patients' ids other tenants have, without keeping one: a Bloom filter (Bloom 1970), of a fixed size. It knows
 * every id that it was told, and now and then one that it was not.
 */
export class KnownElsewhere {
  readonly #bits: Uint8Array;

  constructor(saved: unknown = null) {
    this.#bits =
      saved === null
        ? new Uint8Array(BITS / 8)
        : Uint8Array.from(Buffer.from(z.string().parse(saved), 'base64'));
    if (this.#bits.length !== BITS / 8)
      throw new RangeError('known-elsewhere: expected a filter of this size');
  }

  add(patient: string): void {
    for (const bit of bitsOf(patient)) this.#bits[bit >> 3] = (this.#bits[bit >> 3] ?? 0) | (1 << (bit & 7));
  }

  has(patient: string): boolean {
    return bitsOf(patient).every((bit) => ((this.#bits[bit >> 3] ?? 0) & (1 << (bit & 7))) !== 0);
  }

  toJSON(): unknown {
    return Buffer.from(this.#bits).toString('base64');
  }
}

function bitsOf(patient: string): readonly number[] {
  const digest = createHash('sha256').update(patient).digest();
  return Array.from({ length: HASHES }, (_, index) => digest.readUInt32LE(index * 4) % BITS);
}
