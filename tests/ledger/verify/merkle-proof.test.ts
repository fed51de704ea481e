import { expect, test } from 'vitest';
import { leafHash } from '../../../src/ledger/hash.ts';
import { GrowingTree } from '../../../src/ledger/verify/growing-tree.ts';
import { isIncluded } from '../../../src/ledger/verify/merkle-proof.ts';
import { referenceTree } from './reference-tree.ts';

const SIZE = 300;
const tree = referenceTree(SIZE);

test('a growing tree has the root that RFC 6962 §2.1 defines, at every size', () => {
  const growing = new GrowingTree();
  for (let size = 0; size <= SIZE; size += 1) {
    expect(Buffer.from(growing.root())).toEqual(Buffer.from(tree.root(size)));
    const entry = tree.entries[size];
    if (entry !== undefined) growing.push(leafHash(entry));
  }
});

test('every entry of every log to 300 is found included by its path (RFC 6962 §2.1.1)', () => {
  let accepted = 0;
  for (let size = 1; size <= SIZE; size += 1) {
    for (let index = 0; index < size; index += 1) {
      const entry = tree.entries[index] ?? Buffer.alloc(0);
      const claim = { index, size, path: tree.path(index, size), root: tree.root(size) };
      if (isIncluded(entry, claim)) accepted += 1;
    }
  }
  expect(accepted).toBe((SIZE * (SIZE + 1)) / 2);
});
