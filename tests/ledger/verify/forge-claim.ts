import { holdsConsistency } from '../../../src/ledger/log/check-proofs.ts';
import { type InclusionClaim, isIncluded } from '../../../src/ledger/verify/merkle-proof.ts';
import type { Chooser } from '../../properties/chooser.ts';
import { flipBit } from './edit-list.ts';
import { referenceTree } from './reference-tree.ts';

/** A claim that is not true, and whether it was believed. */
export interface Forgery {
  readonly kind: string;
  readonly accepted: boolean;
}

const SIZE = 300;
const POWERS = [1, 2, 4, 8, 16, 32, 64, 128, 256];
const STRANGE = [-1, -0.5, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53, 2 ** 53 + 2, 2 ** 64];
const tree = referenceTree(SIZE);

function anySize(chooser: Chooser, least: number): number {
  return chooser.chance(0.4)
    ? chooser.one(POWERS.filter((size) => size >= least))
    : least + chooser.number(SIZE + 1 - least);
}

function other(chooser: Chooser, than: number, below: number): number {
  return (than + 1 + chooser.number(below - 1)) % below;
}

function anyHash(chooser: Chooser): Buffer {
  const from = chooser.number(SIZE);
  return Buffer.from(tree.hash(from, from + 1 + chooser.number(SIZE - from)));
}

const PATH_EDITS = [
  'shorter',
  'without first',
  'longer',
  'longer before',
  'swapped',
  'flipped',
  'exchanged',
  'cut hash',
  'long hash',
] as const;

/** @returns `null` where nothing was changed. */
function forgePath(
  chooser: Chooser,
  path: readonly Uint8Array[],
): { path: readonly Uint8Array[]; how: string } | null {
  const how = chooser.one(PATH_EDITS);
  const at = chooser.number(Math.max(1, path.length));
  const to = chooser.number(Math.max(1, path.length));
  const here = Buffer.from(path[at] ?? Buffer.alloc(0));
  const there = Buffer.from(path[to] ?? Buffer.alloc(0));
  const added = anyHash(chooser);
  if (how === 'longer') return { path: [...path, added], how };
  if (how === 'longer before') return { path: [added, ...path], how };
  if (path.length === 0) return null;
  if (how === 'shorter') return { path: path.slice(0, -1), how };
  if (how === 'without first') return { path: path.slice(1), how };
  if (how === 'swapped')
    return at === to || here.equals(there) ? null : { path: path.with(at, there).with(to, here), how };
  if (how === 'flipped') return { path: path.with(at, flipBit(chooser, here)), how };
  if (how === 'cut hash') return { path: path.with(at, here.subarray(0, chooser.number(32))), how };
  if (how === 'long hash') return { path: path.with(at, Buffer.concat([here, added])), how };
  return here.equals(added) ? null : { path: path.with(at, added), how };
}

const INCLUSION_EDITS = [
  'path',
  'index',
  'entry',
  'root',
  'size and root',
  'node as leaf',
  'leaf as node',
  'strange',
  'other path',
] as const;

/** A true inclusion, changed in one way. Size and root go together: they come from one checkpoint. */
export function forgeInclusion(chooser: Chooser): Forgery | null {
  const size = anySize(chooser, 1);
  const index = chooser.number(size);
  const edit = chooser.one(INCLUSION_EDITS);
  let entry: Uint8Array = tree.entries[index] ?? Buffer.alloc(0);
  let claim: InclusionClaim = { index, size, path: tree.path(index, size), root: tree.root(size) };
  let how: string = edit;
  if (edit === 'path') {
    const forged = forgePath(chooser, claim.path);
    if (forged === null) return null;
    claim = { ...claim, path: forged.path };
    how = `path ${forged.how}`;
  } else if (edit === 'index') {
    if (size === 1) return null;
    claim = { ...claim, index: other(chooser, index, size) };
  } else if (edit === 'entry') {
    entry = chooser.chance(0.5)
      ? flipBit(chooser, Buffer.from(entry))
      : (tree.entries[other(chooser, index, SIZE)] ?? entry);
  } else if (edit === 'root') {
    claim = { ...claim, root: flipBit(chooser, Buffer.from(claim.root)) };
  } else if (edit === 'size and root') {
    const to = anySize(chooser, 1);
    if (to === size || index < to === false) return null;
    const path = tree.path(index, to);
    // Of two sizes that share the path's hashes all but one differ.
    if (
      path.length === claim.path.length &&
      path.every((hash, at) => Buffer.compare(hash, claim.path[at] ?? hash) === 0)
    )
      return null;
    claim = { ...claim, size: to, root: tree.root(to) };
  } else if (edit === 'node as leaf') {
    const pair = index - (index % 2);
    if (size < 2 || pair + 1 >= size) return null;
    entry = Buffer.concat([tree.hash(pair, pair + 1), tree.hash(pair + 1, pair + 2)]);
    claim = { ...claim, index: Math.floor(index / 2), path: claim.path.slice(1) };
  } else if (edit === 'leaf as node') {
    entry = Buffer.concat([Buffer.of(1), entry]);
  } else if (edit === 'strange') {
    const strange = chooser.one(STRANGE);
    claim = chooser.chance(0.5) ? { ...claim, index: strange } : { ...claim, size: strange };
    // As long as any number is larger than an index, a size that is no size must be refused for itself.
    if (claim.size === 2 ** 53 && claim.path.length === 0)
      return { kind: `inclusion ${how}`, accepted: isIncluded(entry, claim) };
  } else {
    const path = tree.path(other(chooser, index, Math.max(2, size)) % size, size);
    if (path.every((hash, at) => Buffer.compare(hash, claim.path[at] ?? hash) === 0)) return null;
    claim = { ...claim, path };
  }
  return { kind: `inclusion ${how}`, accepted: isIncluded(entry, claim) };
}

const CONSISTENCY_EDITS = [
  'path',
  'old root',
  'root',
  'roots swapped',
  'old size and root',
  'size and root',
  'strange',
  'other path',
  'backwards',
] as const;

/** What is claimed of two heads of one log; `path` as of RFC 6962 §2.1.2. */
interface ConsistencyClaim {
  readonly oldSize: number;
  readonly oldRoot: Uint8Array;
  readonly size: number;
  readonly root: Uint8Array;
  readonly path: readonly Uint8Array[];
}

/** A true consistency, changed in one way, as a witness judges it: the verifier itself makes old roots anew. */
export function forgeConsistency(chooser: Chooser): Forgery | null {
  const size = anySize(chooser, 2);
  const oldSize = 1 + chooser.number(size - 1);
  const edit = chooser.one(CONSISTENCY_EDITS);
  const path = tree.consistency(oldSize, size);
  let claim: ConsistencyClaim = { oldSize, oldRoot: tree.root(oldSize), size, root: tree.root(size), path };
  let how: string = edit;
  if (edit === 'path') {
    const forged = forgePath(chooser, path);
    if (forged === null) return null;
    claim = { ...claim, path: forged.path };
    how = `path ${forged.how}`;
  } else if (edit === 'old root') claim = { ...claim, oldRoot: flipBit(chooser, Buffer.from(claim.oldRoot)) };
  else if (edit === 'root') claim = { ...claim, root: flipBit(chooser, Buffer.from(claim.root)) };
  else if (edit === 'roots swapped') claim = { ...claim, root: claim.oldRoot, oldRoot: claim.root };
  else if (edit === 'backwards')
    claim = { ...claim, oldSize: size, size: oldSize, root: claim.oldRoot, oldRoot: claim.root };
  else if (edit === 'old size and root') {
    const to = 1 + other(chooser, oldSize - 1, Math.max(2, size - 1));
    if (to === oldSize || to > size) return null;
    claim = { ...claim, oldSize: to, oldRoot: tree.root(to) };
  } else if (edit === 'size and root') {
    const to = anySize(chooser, 2);
    if (to === size || to < oldSize) return null;
    claim = { ...claim, size: to, root: tree.root(to) };
  } else if (edit === 'strange') {
    const strange = chooser.one(STRANGE);
    claim = chooser.chance(0.5) ? { ...claim, oldSize: strange } : { ...claim, size: strange };
  } else {
    const to = 1 + chooser.number(size - 1);
    if (to === oldSize) return null;
    claim = { ...claim, path: tree.consistency(to, size) };
  }
  const [first, second] = [
    { size: claim.oldSize, root: claim.oldRoot },
    { size: claim.size, root: claim.root },
  ];
  return { kind: `consistency ${how}`, accepted: holdsConsistency(first, second, claim.path) };
}
