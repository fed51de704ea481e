import { expect, test } from 'vitest';
import { demoKill } from '../../src/cli/demo-kill.ts';

test('killed twenty times under load, every value that any client received has its event', {
  timeout: 480_000,
}, async () => {
  const counts = await demoKill({ plan: { times: 20 }, progress: () => {} });
  expect(counts).toMatchObject({ kills: 20, missing: 0, recorded: counts.received, verified: true });
  expect(counts.received).toBeGreaterThan(1_000);
});
