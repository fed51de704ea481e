import { beforeAll, describe, expect, it } from 'vitest';
import { USE_CASES } from '../../src/insight/use-case.ts';
import { firstSeed } from './first-seed.ts';
import type { Bench } from './laundering/case.ts';
import { openInsightGateway } from './laundering/insight-gateway.ts';
import { insightTenants } from './laundering/insight-readers.ts';
import { type Laundered, launder } from './laundering/laundering.ts';
import { declaredSources } from './laundering/source-fields.ts';

/** More: PHIELD_LAUNDERING_CASES. */
const CASES = Number(process.env.PHIELD_LAUNDERING_CASES ?? 2_000);
const ROLES = 14;

let bench: Bench;
beforeAll(async () => {
  const gateway = await openInsightGateway();
  const sources = await declaredSources();
  bench = { gateway, tenants: insightTenants(gateway.model, sources, 40), sources };
});

describe('an insight', () => {
  it('never knows more than its reader', { timeout: 60_000 + CASES * 150 }, async () => {
    const first = firstSeed();
    const all: Laundered[] = [];
    for (let seed = first; seed < first + CASES; seed++) {
      const { leaks, ...made } = await launder(seed, bench);
      expect({ seed, roles: made.roles, leaks }).toEqual({ seed, roles: made.roles, leaks: [] });
      all.push({ leaks, ...made });
    }
    const sum = (count: (made: Laundered) => number) => all.reduce((total, made) => total + count(made), 0);
    const told = {
      calls: sum(({ calls }) => calls.length),
      shown: sum(({ shown }) => shown),
      kept: sum(({ kept }) => kept),
      answered: sum(({ answered }) => answered),
      there: sum(({ reread }) => reread.there),
      absent: sum(({ reread }) => reread.absent),
    };
    process.stdout.write(`insight laundering: ${CASES} cases from seed ${first}: ${JSON.stringify(told)}\n`);
    // Where nothing is shown or answered, nothing can leak: this bench is not such a one.
    expect(told.calls).toBeGreaterThan(CASES / 4);
    expect(told.shown).toBeGreaterThan(CASES * 5);
    expect(told.kept).toBeGreaterThan(CASES * 5);
    expect(told.answered).toBeGreaterThan(CASES * 2);
    expect(new Set(all.flatMap(({ calls }) => calls))).toEqual(new Set(USE_CASES));
    expect(told.there).toBeGreaterThan(CASES / 40);
    expect(told.absent).toBeGreaterThan(CASES / 40);
    expect(new Set(all.flatMap(({ roles }) => roles)).size).toBeGreaterThanOrEqual(ROLES);
  });
});
