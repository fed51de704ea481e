import { beforeAll, describe, expect, it } from 'vitest';
import { firstSeed } from './first-seed.ts';
import type { Bench } from './laundering/case.ts';
import { openInsightGateway } from './laundering/insight-gateway.ts';
import { insightTenants } from './laundering/insight-readers.ts';
import { declaredSources } from './laundering/source-fields.ts';
import { interfere } from './laundering/two-records.ts';

/** More: PHIELD_LAUNDERING_CASES. */
const CASES = Number(process.env.PHIELD_LAUNDERING_CASES ?? 400);

let bench: Bench;
beforeAll(async () => {
  const gateway = await openInsightGateway();
  const sources = await declaredSources();
  bench = { gateway, tenants: insightTenants(gateway.model, sources, 40), sources };
});

describe('insights in two worlds that differ in one thing their reader may not see', () => {
  it('ask a model the same, and answer, measure and record the same', {
    timeout: 60_000 + CASES * 150,
  }, async () => {
    const first = firstSeed();
    const kinds = new Set<string>();
    let calls = 0;
    for (let seed = first; seed < first + CASES; seed++) {
      const { differences, ...outcome } = await interfere(seed, bench);
      expect({ ...outcome, differences }).toEqual({ ...outcome, differences: [] });
      kinds.add(outcome.kind);
      calls += outcome.calls;
    }
    process.stdout.write(`insight noninterference: ${CASES} cases from seed ${first}, ${calls} calls\n`);
    expect(calls).toBeGreaterThan(CASES / 8);
    expect([...kinds].sort()).toEqual(KINDS);
  });
});

const KINDS = ['categories', 'consents', 'existence', 'labels', 'patient labels', 'row', 'value'];
