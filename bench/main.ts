import { join } from 'node:path';
import { checkAnswers } from './check-answers.ts';
import { compare } from './compare.ts';
import { fieldCosts } from './field-cost.ts';
import { measureStore } from './measure-store.ts';
import { type Options, readOptions } from './options.ts';
import { printResults, printStore } from './print-results.ts';
import { profile } from './profile.ts';
import { keepResults, thisMachine } from './results.ts';
import { ServerProcess } from './server-process.ts';
import { summarize } from './summarize.ts';

/** The yardstick: what protection costs, each figure beside its peer's. */
const RESULTS = join(import.meta.dirname, 'results');

const options = readOptions(process.argv.slice(2));
if (options.mode === 'profile') await profile(options, RESULTS);
else if (options.mode === 'store') printStore(await measureStore(options.rounds));
else await compareAll(options);

async function compareAll(chosen: Options): Promise<void> {
  const progress = (text: string) => process.stderr.write(`${text}\n`);
  progress('nanoseconds per PHI field');
  const fields = await fieldCosts(chosen.rounds);
  progress('calls over the embedded store');
  const store = await measureStore(chosen.rounds);
  const servers = await Promise.all(chosen.contestants.map((name) => ServerProcess.start(name)));
  try {
    const leaves = await checkAnswers(servers);
    const measurements = await compare(servers, chosen, progress);
    const results = {
      time: new Date().toISOString(),
      machine: thisMachine(),
      options: chosen,
      leaves,
      summaries: summarize(measurements),
      fields,
      store,
      measurements,
    };
    printResults(results);
    await keepResults(results, [
      join(RESULTS, 'latest.json'),
      ...(chosen.json === null ? [] : [chosen.json]),
    ]);
  } finally {
    await Promise.all(servers.map((server) => server.stop()));
  }
}
