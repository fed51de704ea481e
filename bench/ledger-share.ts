import Table from 'cli-table3';
import { checkAnswers } from './check-answers.ts';
import { compare, type Measurement } from './compare.ts';
import type { Options } from './options.ts';
import { median } from './quantiles.ts';
import { ServerProcess } from './server-process.ts';
import { WORKLOADS, type Workload } from './workloads.ts';

/** What the ledger adds to one workload. */
export interface LedgerShare {
  readonly workload: Workload['name'];
  /** Processor milliseconds per request, medians. */
  readonly recorded: number;
  readonly unrecorded: number;
  /** Medians of ratios taken within a round, and that of the least of each. */
  readonly ratio: number;
  readonly leastRatio: number;
}

/** Phield with its ledger beside Phield whose ledger keeps nothing, in turns. */
export async function measureLedgerShare(
  options: Options,
  progress: (text: string) => void,
): Promise<readonly LedgerShare[]> {
  const servers = await Promise.all([ServerProcess.start('phield'), ServerProcess.start('unrecorded')]);
  try {
    await checkAnswers(servers);
    return WORKLOADS.map(({ name }) => name).map(shareOf(await compare(servers, options, progress)));
  } finally {
    await Promise.all(servers.map((server) => server.stop()));
  }
}

function shareOf(measured: readonly Measurement[]): (workload: Workload['name']) => LedgerShare {
  return (workload) => {
    const costs = (contestant: string) =>
      measured
        .filter((one) => one.workload === workload && one.contestant === contestant)
        .map(({ cpuMs }) => cpuMs);
    const recorded = costs('phield');
    const unrecorded = costs('unrecorded');
    const ratios = recorded.map((cost, round) => cost / (unrecorded[round] ?? Number.NaN));
    return {
      workload,
      recorded: median(recorded),
      unrecorded: median(unrecorded),
      ratio: median(ratios),
      leastRatio: Math.min(...recorded) / Math.min(...unrecorded),
    };
  };
}

export function printLedgerShare(shares: readonly LedgerShare[]): void {
  console.log('\nWhat the ledger adds: processor time per request with it and without, taking turns:');
  const table = new Table({
    head: ['', 'with, ms', 'without, ms', 'ratio', 'of the least'],
    style: { head: [], border: [] },
  });
  for (const { workload, recorded, unrecorded, ratio, leastRatio } of shares) {
    table.push([
      workload,
      recorded.toFixed(3),
      unrecorded.toFixed(3),
      ratio.toFixed(3),
      leastRatio.toFixed(3),
    ]);
  }
  console.log(table.toString());
  console.log('  without: the record is composed all the same, then neither encoded nor hashed nor written');
}
