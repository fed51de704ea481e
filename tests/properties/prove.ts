import { parseArgs } from 'node:util';
import { proveEdits, proveProofs } from '../ledger/verify/prove-ledger.ts';
import { BROKEN_GUARDS } from './broken-guards.ts';
import { firstSeed } from './first-seed.ts';
import { generateOverlays, noninterference } from './noninterference.ts';
import { openAnyWorld } from './two-worlds.ts';

/**
 * `npm run prove -- [--cases 50000] [--from SEED] [--guards]`: noninterference at length, in blocks whose first seed
 * is printed before they run, so that a run that was cut off goes on from there; or, with `--guards`, how soon each
 * guard that is left out is noticed; or, with `--edits N` or `--proofs N`, random edits of a ledger and forged proofs
 * of its events. Exit code 1 with the first difference.
 */
const BLOCK = 1_000;
const OVERLAYS = 40;

const { values } = parseArgs({
  options: {
    cases: { type: 'string', default: '50000' },
    from: { type: 'string', default: String(firstSeed()) },
    guards: { type: 'boolean', default: false },
    edits: { type: 'string' },
    proofs: { type: 'string' },
  },
});
const [cases, from] = [Number(values.cases), Number(values.from)];
const ledger = values.edits === undefined ? proveProofs : proveEdits;
const tries = Number(values.edits ?? values.proofs ?? Number.NaN);
if (Number.isSafeInteger(tries)) {
  process.exitCode = (await ledger(tries, from, tell)) ? 0 : 1;
} else if (!Number.isSafeInteger(cases) || !Number.isSafeInteger(from)) {
  tell('expected whole numbers');
  process.exitCode = 2;
} else {
  process.exitCode = (await (values.guards ? proveGuards(cases) : prove(cases))) ? 0 : 1;
}

function tell(text: string): void {
  process.stdout.write(`${text}\n`);
}

async function prove(count: number): Promise<boolean> {
  const anyWorld = await openAnyWorld();
  const overlays = generateOverlays(anyWorld, OVERLAYS);
  for (let seed = from; seed < from + count; seed++) {
    if ((seed - from) % BLOCK === 0) tell(`block ${(seed - from) / BLOCK + 1}: --from ${seed}`);
    const { differences, ...outcome } = await noninterference(seed, anyWorld, overlays);
    if (differences.length > 0) {
      tell(JSON.stringify({ ...outcome, differences }, null, 2));
      return false;
    }
  }
  tell(`${count} cases, no difference`);
  return true;
}

async function proveGuards(count: number): Promise<boolean> {
  const overlays = generateOverlays(await openAnyWorld(), OVERLAYS);
  let all = true;
  for (const [name, broken] of Object.entries(BROKEN_GUARDS)) {
    const leaking = await openAnyWorld(broken);
    let found: number | null = null;
    for (let seed = from; seed < from + count && found === null; seed++) {
      const { differences } = await noninterference(seed, leaking, overlays);
      if (differences.length > 0) found = seed;
    }
    tell(found === null ? `NOT NOTICED: ${name}` : `noticed in case ${found - from + 1}: ${name}`);
    all &&= found !== null;
  }
  return all;
}
