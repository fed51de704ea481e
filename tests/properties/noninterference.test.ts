import { beforeAll, describe, expect, it } from 'vitest';
import type { TenantOverlay } from '../../src/access/tenant-overlay.ts';
import { BROKEN_GUARDS } from './broken-guards.ts';
import { firstSeed } from './first-seed.ts';
import { generateOverlays, noninterference } from './noninterference.ts';
import { type AnyWorld, openAnyWorld } from './two-worlds.ts';

const CASES = 2_000;
const TRIES = 2_000;

let anyWorld: AnyWorld;
let overlays: readonly TenantOverlay[];
beforeAll(async () => {
  anyWorld = await openAnyWorld();
  overlays = generateOverlays(anyWorld, 40);
});

describe('two worlds that differ in one thing an actor may not see', () => {
  it('give the same answer, log and calls to the store', { timeout: 300_000 }, async () => {
    const first = firstSeed();
    const kinds = new Set<string>();
    for (let seed = first; seed < first + CASES; seed++) {
      const { differences, ...outcome } = await noninterference(seed, anyWorld, overlays);
      expect({ ...outcome, differences }).toEqual({ ...outcome, differences: [] });
      kinds.add(outcome.kind);
    }
    process.stdout.write(`noninterference: ${CASES} cases from seed ${first}\n`);
    expect([...kinds].sort()).toEqual(KINDS);
  });

  // All of them, and how soon: `npm run prove -- --guards`.
  it.each(Object.entries(BROKEN_GUARDS).filter(([name]) => SOON.has(name)))(
    'differ where %s',
    { timeout: 120_000 },
    async (_name, broken) => {
      const leaking = await openAnyWorld(broken);
      for (let seed = 0; seed < TRIES; seed++) {
        const { differences } = await noninterference(seed, leaking, overlays);
        if (differences.length > 0) return;
      }
      expect.unreachable(`nothing was noticed in ${TRIES} cases`);
    },
  );
});

const KINDS = ['categories', 'consents', 'existence', 'labels', 'patient labels', 'row', 'value'];
const SOON = new Set([
  'everybody is tied to everybody',
  'labels of the patient are lost',
  'any glass is open',
  'scopes are no ceiling',
  'patients are counted before they are admitted',
  'whoever is not there takes another call',
]);
