import { afterAll, beforeAll, expect, test } from 'vitest';
import { firstSeed } from '../../properties/first-seed.ts';
import { EDITS, EditBench, type EditOutcome } from './random-edits.ts';
import { writeWholeLedger } from './whole-ledger.ts';

/** All ten thousand: `npm run prove -- --edits 10000`. */
const CASES = 500;

let bench: EditBench;
beforeAll(async () => {
  bench = await EditBench.open(await writeWholeLedger());
});
afterAll(() => bench.close());

test('whatever is edited is found, and the first bad record is named', { timeout: 600_000 }, async () => {
  const first = firstSeed();
  const wrong: EditOutcome[] = [];
  const kinds = new Set<string>();
  for (let seed = first; seed < first + CASES; seed += 1) {
    const outcome = await bench.try(seed);
    kinds.add(outcome.kind);
    if (!outcome.found || !outcome.right) wrong.push(outcome);
  }
  process.stdout.write(`edits: ${CASES} from seed ${first}\n`);
  expect(wrong).toEqual([]);
  expect([...kinds].sort()).toEqual(Object.keys(EDITS).sort());
});
