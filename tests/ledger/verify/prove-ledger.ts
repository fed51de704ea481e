import { Chooser } from '../../properties/chooser.ts';
import { type Forgery, forgeConsistency, forgeInclusion } from './forge-claim.ts';
import { forgeProofFile, openProofWorld } from './forge-proof-file.ts';
import { EditBench } from './random-edits.ts';
import { writeWholeLedger } from './whole-ledger.ts';

type Tell = (text: string) => void;

const BLOCK = 1_000;

/** Random edits of a ledger: each must be found, and the first bad record named. @returns whether all were. */
export async function proveEdits(count: number, from: number, tell: Tell): Promise<boolean> {
  const bench = await EditBench.open(await writeWholeLedger());
  const kinds = new Map<string, number>();
  let wrong = 0;
  try {
    for (let seed = from; seed < from + count; seed += 1) {
      if ((seed - from) % BLOCK === 0) tell(`edits: --from ${seed}`);
      const outcome = await bench.try(seed);
      kinds.set(outcome.kind, (kinds.get(outcome.kind) ?? 0) + 1);
      if (outcome.found && outcome.right) continue;
      wrong += 1;
      tell(JSON.stringify(outcome));
    }
  } finally {
    await bench.close();
  }
  tell(
    `${count} edits from seed ${from}: ${count - wrong} found and named right, ${wrong} not; ${shown(kinds)}`,
  );
  return wrong === 0;
}

/** Forged proofs, nine of ten as claims, the tenth as files. @returns whether none was believed. */
export async function proveProofs(count: number, from: number, tell: Tell): Promise<boolean> {
  const world = await openProofWorld(await writeWholeLedger());
  const kinds = new Map<string, number>();
  let believed = 0;
  for (let seed = from, made = 0; made < count; seed += 1) {
    const forgery = forge(new Chooser(seed), seed);
    if (forgery === null) continue;
    made += 1;
    kinds.set(forgery.kind, (kinds.get(forgery.kind) ?? 0) + 1);
    if (!forgery.accepted) continue;
    believed += 1;
    tell(`seed ${seed}: ${forgery.kind}`);
  }
  tell(`${count} forged proofs from seed ${from}: ${believed} believed; ${shown(kinds)}`);
  return believed === 0;

  function forge(chooser: Chooser, seed: number): Forgery | null {
    if (seed % 10 === 0) return forgeProofFile(chooser, world);
    return seed % 2 === 0 ? forgeInclusion(chooser) : forgeConsistency(chooser);
  }
}

function shown(kinds: ReadonlyMap<string, number>): string {
  return [...kinds]
    .toSorted()
    .map(([kind, count]) => `${kind} ${count}`)
    .join(', ');
}
