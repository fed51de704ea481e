import { beforeAll, describe, expect, it } from 'vitest';
import { loadSdl } from '../../directives/load-sdl.ts';
import type { SdlFile } from '../../directives/read-sdl.ts';
import type { AccessModel } from '../../src/access/access-model.ts';
import { shippedModel } from '../support/shipped-model.ts';
import { compareDecisions } from './compare-decisions.ts';
import { firstSeed } from './first-seed.ts';

const DECISIONS = 100_000;

let words: readonly SdlFile[];
let shipped: AccessModel;
beforeAll(async () => {
  words = (await loadSdl('schema')).filter(({ name }) => /(directives|scalars)\.graphql$/.test(name));
  shipped = await shippedModel();
});

describe('the decisions of the product', () => {
  it('are those of the reference evaluator, with shared caches and with none', { timeout: 180_000 }, () => {
    const met = new Map<string, number>();
    const first = firstSeed();
    let decisions = 0;
    for (let seed = first; decisions < DECISIONS; seed++) {
      const compared = compareDecisions(seed, words, shipped);
      expect(compared.differences.slice(0, 3)).toEqual([]);
      decisions += compared.decisions;
      for (const [outcome, count] of compared.met) met.set(outcome, (met.get(outcome) ?? 0) + count);
    }
    process.stdout.write(`differential: ${decisions} decisions from seed ${first}\n`);
    // A comparison that never meets a step says nothing about it.
    for (const outcome of OUTCOMES)
      expect([outcome, met.get(outcome) ?? 0]).toEqual([outcome, expect.toSatisfy(isOften)]);
  });
});

const isOften = (count: number) => count >= 50;
const OUTCOMES = [
  ...['ROLE', 'PURPOSE', 'SCOPE', 'ASSURANCE', 'TENANT', 'RELATIONSHIP', 'CONSENT', 'LABEL'],
  ...['PERMIT GRANT', 'MASK GRANT', 'PERMIT BREAK_GLASS', 'MASK BREAK_GLASS'],
];
