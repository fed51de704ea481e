import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';

/** A W3 operation makes some megabytes, its result alone 400 KB. What caches and compiled code add is a tenth of that. */
const MOST = 100_000;

test('nothing of a request outlives it', { timeout: 60_000 }, async () => {
  const child = fork(join(import.meta.dirname, 'retained-bytes.ts'), {
    // V8 may place objects in old space by its own guess, which is not what is asked here.
    execArgv: ['--no-warnings', '--expose-gc', '--no-allocation-site-pretenuring'],
    env: { ...process.env, NODE_ENV: 'production' },
  });
  const told = await Promise.race([
    once(child, 'message').then(([message]) => message),
    once(child, 'exit').then(([code]) => ({ code })),
  ]);
  const { perOperation } = z.object({ perOperation: z.number() }).parse(told);
  expect(perOperation).toBeLessThan(MOST);
});
