import { beforeAll, expect, it } from 'vitest';
import type { TenantOverlay } from '../../src/access/tenant-overlay.ts';
import { firstSeed } from './first-seed.ts';
import { metamorphic } from './metamorphic.ts';
import { generateOverlays } from './noninterference.ts';
import { type AnyWorld, openAnyWorld } from './two-worlds.ts';

const CASES = 2_000;

let anyWorld: AnyWorld;
let overlays: readonly TenantOverlay[];
beforeAll(async () => {
  anyWorld = await openAnyWorld();
  overlays = generateOverlays(anyWorld, 40);
});

it('the same question in other words has the same values and the same events', {
  timeout: 300_000,
}, async () => {
  const first = firstSeed();
  const kinds = new Map<string, number>();
  let answered = 0;
  for (let seed = first; seed < first + CASES; seed++) {
    const { differences, ...rewording } = await metamorphic(seed, anyWorld, overlays);
    expect({ ...rewording, differences }).toEqual({ ...rewording, differences: [] });
    kinds.set(rewording.kind, (kinds.get(rewording.kind) ?? 0) + 1);
    if (rewording.isAnswered) answered++;
  }
  process.stdout.write(`metamorphic: ${CASES} cases from seed ${first}\n`);
  expect([...kinds.keys()].sort()).toEqual(KINDS);
  expect(answered).toBeGreaterThan(CASES / 3);
});

const KINDS = [
  ...[
    'GET',
    'alias',
    'conditions',
    'fragment',
    'interfaceSpread',
    'otherPath',
    'reorder',
    'several',
    'twice',
  ],
  ...['typename', 'variables'],
];
