import { beforeAll, expect, test } from 'vitest';
import { writeProofFile } from '../../../src/ledger/log/proof-file.ts';
import { checkProof } from '../../../src/ledger/verify/check-proof.ts';
import { Chooser } from '../../properties/chooser.ts';
import { firstSeed } from '../../properties/first-seed.ts';
import { type Forgery, forgeConsistency, forgeInclusion } from './forge-claim.ts';
import { forgeProofFile, openProofWorld, type ProofWorld } from './forge-proof-file.ts';
import { writeWholeLedger } from './whole-ledger.ts';

/** A million: `npm run prove -- --proofs 1000000`. */
const FILES = 10_000;
const CLAIMS = 45_000;

let world: ProofWorld;
beforeAll(async () => {
  world = await openProofWorld(await writeWholeLedger());
});

function forge(
  count: number,
  make: (chooser: Chooser) => Forgery | null,
): readonly (Forgery & { seed: number })[] {
  const first = firstSeed();
  const kinds = new Map<string, number>();
  const accepted: (Forgery & { seed: number })[] = [];
  for (let seed = first, made = 0; made < count; seed += 1) {
    const forgery = make(new Chooser(seed));
    if (forgery === null) continue;
    made += 1;
    kinds.set(forgery.kind, (kinds.get(forgery.kind) ?? 0) + 1);
    if (forgery.accepted) accepted.push({ ...forgery, seed });
  }
  process.stdout.write(`forged: ${count} from seed ${first}, ${kinds.size} kinds\n`);
  expect(Math.min(...kinds.values())).toBeGreaterThan(10);
  return accepted;
}

test('no forged inclusion is believed', { timeout: 300_000 }, () => {
  expect(forge(CLAIMS, forgeInclusion)).toEqual([]);
});

test('no forged consistency is believed', { timeout: 300_000 }, () => {
  expect(forge(CLAIMS, forgeConsistency)).toEqual([]);
});

test('every true proof file is believed', () => {
  const [checkpoint = Buffer.alloc(0)] = world.checkpoints;
  for (const index of world.records) {
    const entry = world.entries[index] ?? Buffer.alloc(0);
    const id = /"id":"([^"]*)"/.exec(entry.toString('utf8'))?.[1] ?? '';
    const hashes = world.tree.path(index, world.entries.length);
    const proof = writeProofFile(`${id}.4`, { index, entry, hashes, checkpoint });
    expect(checkProof(proof, world.whole.trust)).toMatchObject({ event: `${id}.4`, index, witnesses: 2 });
  }
});

test('no forged proof file is believed', { timeout: 300_000 }, () => {
  expect(forge(FILES, (chooser) => forgeProofFile(chooser, world))).toEqual([]);
});
