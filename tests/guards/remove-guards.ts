import { writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Checked, checkGuard, testsInPlace } from './check-guard.ts';
import type { Guard } from './guard.ts';
import { GUARDS } from './guards.ts';
import { renderGuards } from './render-guards.ts';
import { scratchCopy } from './scratch-copy.ts';

/**
 * Takes every guard away, one at a time, and exits with 1 when a test that should notice does not.
 *
 *   npm run guards [-- --only AREA|GUARD] [--workers N] [--list] [--docs]
 */
const REPOSITORY = join(import.meta.dirname, '..', '..');

const { values } = parseArgs({
  options: {
    only: { type: 'string', multiple: true },
    workers: { type: 'string', default: String(Math.min(2, availableParallelism())) },
    list: { type: 'boolean', default: false },
    docs: { type: 'boolean', default: false },
  },
});

const wanted = GUARDS.filter(({ guard }) =>
  (values.only ?? ['']).some((name) => name === '' || guard === name || guard.startsWith(`${name}.`)),
);

if (values.docs) {
  await writeFile(join(REPOSITORY, 'docs', 'guards.md'), renderGuards(GUARDS));
} else if (values.list) {
  for (const { guard, file, tests } of wanted) say(`${guard}  ${file}  ${tests.join(': ')}`);
} else {
  process.exitCode = (await checkAll(wanted, Number(values.workers))) ? 0 : 1;
}

async function checkAll(guards: readonly Guard[], workers: number): Promise<boolean> {
  if (guards.length === 0) return fail('no guard of that name');
  const started = performance.now();
  const copies = await Promise.all(Array.from({ length: workers }, () => scratchCopy(REPOSITORY)));
  try {
    const [first] = copies;
    if (first === undefined) return fail('expected at least one worker');
    const inPlace = await testsInPlace(first, guards);
    const queue = [...guards];
    const checked: Checked[] = [];
    await Promise.all(
      copies.map(async (copy) => {
        for (let guard = queue.shift(); guard !== undefined; guard = queue.shift()) {
          const one = await checkGuard(copy, guard, inPlace);
          checked.push(one);
          say(`${one.verdict.padEnd(8)} ${one.guard.guard.padEnd(36)} ${one.detail}`);
        }
      }),
    );
    const held = checked.filter(({ verdict }) => verdict === 'red').length;
    const seconds = Math.round((performance.now() - started) / 1000);
    say(`\n${held} of ${checked.length} guards are held by a test (${seconds} s)`);
    for (const { guard, verdict, detail } of checked.filter((one) => one.verdict !== 'red')) {
      say(`${verdict}: ${guard.guard} (${guard.file}): ${detail}`);
    }
    return held === checked.length;
  } finally {
    await Promise.all(copies.map((copy) => copy.remove()));
  }
}

function fail(text: string): boolean {
  process.stderr.write(`${text}\n`);
  return false;
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
