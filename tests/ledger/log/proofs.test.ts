import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { leafHash } from '../../../src/ledger/hash.ts';
import { holdsConsistency, holdsInclusion } from '../../../src/ledger/log/check-proofs.ts';
import { LogTree } from '../../../src/ledger/log/log-tree.ts';
import { proveConsistency, proveInclusion } from '../../../src/ledger/log/proofs.ts';
import { TileHashes } from '../../../src/ledger/log/tile-hashes.ts';
import { tilePath } from '../../../src/ledger/log/tile-path.ts';
import { referenceTree } from '../verify/reference-tree.ts';
import { memoryLogStore } from './memory-log-store.ts';
import { mth, path, proof } from './naive-tree.ts';
import { PROOF_CHANGE } from './proof-change.ts';

const LARGEST = 300;
/** The definitions, with what they ask for again remembered. */
const reference = referenceTree(LARGEST);
const { entries } = reference;

/** Every size's tiles, as a log that published each would have left them. */
const store = memoryLogStore();
const roots: Uint8Array[] = [];
{
  const tree = new LogTree();
  roots.push(tree.root());
  for (const entry of entries) {
    tree.append(leafHash(entry));
    for (const { place, bytes } of tree.takeTiles()) await store.create(tilePath(place), bytes);
    roots.push(tree.root());
  }
}
const head = (size: number) => ({ size, root: roots[size] ?? Buffer.alloc(0) });

/** Not exported by its package; an implementation that shares nothing with ours. */
const Oracle = z.object({ verifyMerkleInclusion: z.custom<Verify>((given) => typeof given === 'function') });
type Verify = (entry: unknown, checkpoint: unknown) => void;
const require = createRequire(import.meta.url);
const oracle = Oracle.parse(
  require(join(dirname(require.resolve('@sigstore/verify')), 'tlog', 'merkle.js')),
).verifyMerkleInclusion;
function oracleHolds(size: number, index: number, hashes: readonly Uint8Array[], root: Uint8Array): boolean {
  try {
    oracle(
      { canonicalizedBody: entries[index], inclusionProof: { logIndex: String(index), hashes } },
      { logSize: String(size), logHash: Buffer.from(root) },
    );
    return true;
  } catch {
    return false;
  }
}

describe('the tree', () => {
  it('has the roots of the recursive definition for all sizes to 300', () => {
    for (let size = 0; size <= LARGEST; size += 1) {
      expect(Buffer.from(head(size).root).equals(mth(entries.slice(0, size))), `size ${size}`).toBe(true);
    }
  });

  it('goes on from its tiles as if it had never stopped', async () => {
    for (const size of [0, 1, 2, 255, 256, 257, 299]) {
      const tree = await new TileHashes(store, size).edge();
      for (const entry of entries.slice(size)) tree.append(leafHash(entry));
      expect(tree.root()).toEqual(roots[LARGEST]);
    }
  });

  it('goes on over three levels of tiles', async () => {
    const wide = memoryLogStore();
    const tree = new LogTree();
    const leaf = leafHash(Buffer.from('same'));
    for (let at = 0; at < 70_000; at += 1) tree.append(leaf);
    for (const { place, bytes } of tree.takeTiles()) await wide.create(tilePath(place), bytes);
    // C2SP tlog-tiles' own example of 70,000 entries.
    expect([...wide.objects.keys()].filter((key) => key.includes('.p/'))).toEqual([
      'tile/0/273.p/112',
      'tile/1/001.p/17',
      'tile/2/000.p/1',
    ]);
    expect(wide.objects.size).toBe(273 + 1 + 3);
    const again = await new TileHashes(wide, 70_000).edge();
    expect(again.root()).toEqual(tree.root());
    const hashes = await proveInclusion(new TileHashes(wide, 70_000), 69_999);
    expect(holdsInclusion({ size: 70_000, root: tree.root() }, 69_999, leaf, hashes)).toBe(true);
  });
});

describe('inclusion', () => {
  it('agrees with the definition and with an independent verifier for all sizes to 300', async () => {
    for (let size = 1; size <= LARGEST; size += 1) {
      const tiles = new TileHashes(store, size);
      const indexes = size <= 40 ? [...Array(size).keys()] : sample(size);
      for (const index of indexes) {
        const hashes = await proveInclusion(tiles, index);
        expect(hashes.map(hex), `${index} of ${size}`).toEqual(reference.path(index, size).map(hex));
        expect(oracleHolds(size, index, hashes, head(size).root)).toBe(true);
        expect(holdsInclusion(head(size), index, leafHash(entries[index] ?? fail()), hashes)).toBe(true);
      }
    }
  });

  it('holds for nothing else, as the independent verifier says', async () => {
    await fc.assert(
      fc.asyncProperty(
        PROOF_CHANGE,
        fc.integer({ min: 2, max: LARGEST }),
        fc.nat(),
        async (change, size, at) => {
          const index = at % size;
          const hashes = change.apply(await proveInclusion(new TileHashes(store, size), index));
          const claimed = { ...head(size + change.size), index: index + change.index };
          if (claimed.size > LARGEST || claimed.index >= claimed.size || claimed.index < 0) return;
          const leaf = leafHash(entries[claimed.index] ?? fail());
          const ours = holdsInclusion(claimed, claimed.index, leaf, hashes);
          expect(ours).toBe(oracleHolds(claimed.size, claimed.index, hashes, claimed.root));
          expect(ours).toBe(hexes(hashes) === hexes(reference.path(claimed.index, claimed.size)));
        },
      ),
      { numRuns: 2_000 },
    );
  });
});

describe('a size that is claimed', () => {
  it('is bound by every proof, whatever the root', async () => {
    for (const size of [1, 2, 3, 7, 8, 100, 255, 256]) {
      const tiles = new TileHashes(store, size);
      for (const index of [0, size - 1]) {
        const hashes = await proveInclusion(tiles, index);
        const leaf = leafHash(entries[index] ?? fail());
        for (const claimed of [size * 2, size * 2 + 1, size + 256]) {
          expect(holdsInclusion({ size: claimed, root: head(size).root }, index, leaf, hashes)).toBe(false);
        }
      }
      if (size < 2) continue;
      const nodes = await proveConsistency(tiles, 1);
      for (const claimed of [size * 2, size * 2 + 1, size + 256]) {
        expect(holdsConsistency(head(1), { size: claimed, root: head(size).root }, nodes)).toBe(false);
      }
    }
  });
});

describe('the definitions', () => {
  it('over ranges are those written out', () => {
    for (const [index, size] of [
      [0, 1],
      [0, 7],
      [5, 7],
      [6, 7],
      [200, 300],
      [299, 300],
    ] as const) {
      expect(hexes(reference.path(index, size))).toBe(hexes(path(index, entries.slice(0, size))));
    }
  });
});

describe('consistency', () => {
  it('agrees with the definition for all pairs of sizes to 300, and holds', async () => {
    const wrong: string[] = [];
    let pairs = 0;
    for (let second = 0; second <= LARGEST; second += 1) {
      const tiles = new TileHashes(store, second);
      for (let first = 0; first <= second; first += 1) {
        const nodes = await proveConsistency(tiles, first);
        const wanted = reference.consistency(first, second);
        pairs += 1;
        const holds = holdsConsistency(head(first), head(second), nodes);
        if (hexes(nodes) !== hexes(wanted) || !holds) wrong.push(`${first} of ${second}`);
      }
    }
    expect(wrong).toEqual([]);
    expect(pairs).toBe(((LARGEST + 1) * (LARGEST + 2)) / 2);
  });

  it('agrees with the definition written out, for some', () => {
    for (const [first, second] of [
      [1, 2],
      [3, 7],
      [4, 7],
      [6, 7],
      [128, 300],
      [257, 300],
    ] as const) {
      expect(hexes(proof(first, entries.slice(0, second)))).toBe(hexes(reference.consistency(first, second)));
    }
  });

  it('holds for nothing else', async () => {
    await fc.assert(
      fc.asyncProperty(
        PROOF_CHANGE,
        fc.integer({ min: 2, max: LARGEST }),
        fc.nat(),
        async (change, second, at) => {
          const first = 1 + (at % second);
          const true_ = await proveConsistency(new TileHashes(store, second), first);
          const nodes = change.apply(true_);
          const claimed = [first + change.index, second + change.size] as const;
          if (claimed[0] > LARGEST || claimed[1] > LARGEST || claimed[0] < 1) return;
          const ours = holdsConsistency(head(claimed[0]), head(claimed[1]), nodes);
          const right =
            claimed[0] <= claimed[1] && hexes(nodes) === hexes(reference.consistency(claimed[0], claimed[1]));
          expect(ours).toBe(right);
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it('says no to a root that is another log’s, in either place', async () => {
    for (const [first, second] of [
      [1, 300],
      [8, 16],
      [128, 256],
      [100, 300],
      [300, 300],
    ] as const) {
      const nodes = await proveConsistency(new TileHashes(store, second), first);
      const other = Buffer.alloc(32, 7);
      expect(holdsConsistency({ size: first, root: other }, head(second), nodes)).toBe(false);
      expect(holdsConsistency(head(first), { size: second, root: other }, nodes)).toBe(false);
    }
  });
});

function sample(size: number): number[] {
  return [0, 1, Math.floor(size / 3), Math.floor(size / 2), size - 2, size - 1];
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}

function hexes(all: readonly Uint8Array[]): string {
  return all.map(hex).join(' ');
}

function fail(): never {
  throw new Error('no such entry');
}
