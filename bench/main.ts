import { join } from 'node:path';
import { checkAnswers } from './check-answers.ts';
import { compare } from './compare.ts';
import { compareVersions } from './compare-versions.ts';
import type { ContestantName } from './contestants.ts';
import { fieldCosts } from './field-cost.ts';
import { IN_MEMORY, measureDocuments, STORED } from './measure-documents.ts';
import { measureLedger } from './measure-ledger.ts';
import { measureStore } from './measure-store.ts';
import { type Options, readOptions } from './options.ts';
import { printDocuments } from './print-documents.ts';
import { printResults, printStore } from './print-results.ts';
import { printVersions } from './print-versions.ts';
import { profile } from './profile.ts';
import { keepResults, thisMachine } from './results.ts';
import { ServerProcess } from './server-process.ts';
import { summarize } from './summarize.ts';
import { summarizeUnits, summarizeWorkloads } from './summarize-versions.ts';

/** The yardstick: what protection costs, each figure beside its peer's. */
const RESULTS = join(import.meta.dirname, 'results');

/** Processor microseconds per version, workload, measure and round, for each second of load that is asked for. */
const SHARE_OF_A_SECOND = 100_000;

const progress = (text: string) => process.stderr.write(`${text}\n`);
const options = readOptions(process.argv.slice(2));
if (options.against !== null) await compareWith(options.against, options);
else if (options.mode === 'profile') await profile(options, RESULTS);
else if (options.mode === 'store') printStore(await measureStore(options.rounds));
else if (options.mode === 'ledger') await measureLedger(options, progress);
else if (options.mode === 'documents') await compareDocuments(options);
else await compareAll(options);

async function compareWith(ref: string, { rounds, seconds, json }: Options): Promise<void> {
  const spending = { rounds, microseconds: seconds * SHARE_OF_A_SECOND };
  const comparison = await compareVersions(ref, spending, progress);
  printVersions(comparison);
  const results = {
    time: new Date().toISOString(),
    machine: thisMachine(),
    ...comparison,
    workloads: summarizeWorkloads(comparison.rounds),
    units: summarizeUnits(comparison.rounds),
  };
  await keepResults(results, json === null ? [] : [json]);
}

async function compareDocuments(chosen: Options): Promise<void> {
  const documents = [
    ...(await withServer('documents', (server) => measureDocuments(server, IN_MEMORY, chosen, progress))),
    ...(await withServer('stored', (server) => measureDocuments(server, STORED, chosen, progress))),
  ];
  printDocuments(documents);
  const results = { time: new Date().toISOString(), machine: thisMachine(), options: chosen, documents };
  await keepResults(results, chosen.json === null ? [] : [chosen.json]);
}

async function withServer<Result>(
  name: ContestantName,
  use: (server: ServerProcess) => Promise<Result>,
): Promise<Result> {
  const server = await ServerProcess.start(name);
  try {
    return await use(server);
  } finally {
    await server.stop();
  }
}

async function compareAll(chosen: Options): Promise<void> {
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
