import { parseArgs } from 'node:util';
import { firstSeed } from '../properties/first-seed.ts';
import { fuzz } from './fuzz.ts';
import { openFuzzWorld } from './fuzz-world.ts';

/**
 * `npm run fuzz -- [--cases 500000] [--from SEED] [--surface NAME] [--seconds N]`: random cases against a gateway in
 * this process. Where it stands is printed, so that a run that was cut off goes on with `--from`. Exit code 1 with
 * failures, each of which is run again alone by `--from SEED --cases 1`.
 */
const { values } = parseArgs({
  options: {
    cases: { type: 'string', default: '500000' },
    from: { type: 'string', default: String(firstSeed()) },
    surface: { type: 'string' },
    seconds: { type: 'string' },
  },
});
const [cases, from] = [Number(values.cases), Number(values.from)];
const seconds = values.seconds === undefined ? undefined : Number(values.seconds);
if (!Number.isSafeInteger(cases) || !Number.isSafeInteger(from) || Number.isNaN(seconds)) {
  tell('expected whole numbers');
  process.exitCode = 2;
} else {
  process.exitCode = (await main()) ? 0 : 1;
}

function tell(text: string): void {
  process.stdout.write(`${text}\n`);
}

async function main(): Promise<boolean> {
  const world = await openFuzzWorld();
  const started = performance.now();
  let told = started;
  const rate = (done: number) => Math.round((done / (performance.now() - started)) * 1000);
  const summary = await fuzz(world, {
    from,
    cases,
    surface: values.surface,
    time: seconds === undefined ? undefined : seconds * 1000,
    progress: (done, failures) => {
      if (performance.now() - told < 5_000) return;
      told = performance.now();
      const heap = Math.round(process.memoryUsage().heapUsed / 1_000_000);
      tell(
        `${done} of ${cases}, ${rate(done)} a second, ${failures} failures, ${heap} MB; go on with --from ${from + done}`,
      );
    },
  });
  await world.close();
  for (const [outcome, count] of Object.entries(summary.outcomes).sort())
    tell(`${String(count).padStart(8)}  ${outcome}`);
  const { seed, surface, milliseconds } = summary.slowest;
  tell(`slowest: ${Math.round(milliseconds)} ms, ${surface}, seed ${seed}`);
  for (const failure of summary.failures.slice(0, 50)) tell(JSON.stringify(failure));
  tell(
    `${summary.cases} cases from seed ${from}, ${rate(summary.cases)} a second, ${summary.failures.length} failures`,
  );
  return summary.failures.length === 0;
}
