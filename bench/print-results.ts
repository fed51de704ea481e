import Table from 'cli-table3';
import { CONTESTANTS } from './contestants.ts';
import type { FieldCost } from './field-cost.ts';
import type { StoreCost } from './measure-store.ts';
import type { ProfileSummary, SelfTime } from './read-profile.ts';
import type { Results } from './results.ts';
import type { Summary } from './summarize.ts';
import { WORKLOADS } from './workloads.ts';

export function printResults(results: Results): void {
  console.log(header(results));
  for (const workload of WORKLOADS) {
    const own = results.summaries.filter((summary) => summary.workload === workload.name);
    console.log(`\n${workload.name}: ${workload.about} (${results.leaves[workload.name]} leaves)`);
    console.log(throughputTable(own));
  }
  console.log('\nProcessor nanoseconds per PHI field, in process, execution alone:');
  console.log(fieldTable(results.fields));
  printStore(results.store);
}

export function printStore(costs: readonly StoreCost[]): void {
  console.log(
    '\nOver the embedded store (dynalite, in a process of its own): calls per operation, not judged:',
  );
  const table = plainTable(['', 'ms', 'calls'], 1);
  for (const { workload, milliseconds, calls } of costs) {
    const counted = Object.entries(calls).map(([name, count]) => `${count} ${name}`);
    table.push([workload, milliseconds.toFixed(0), counted.join(', ')]);
  }
  console.log(table.toString());
}

export function printProfile(workload: string, { groups, functions }: ProfileSummary): void {
  console.log(`\n${workload}: share of the time the server was busy, own time only`);
  console.log(shareTable('by part', groups));
  console.log(shareTable('by function', functions));
}

function header({ machine, options, leaves }: Results): string {
  const compared = Object.entries(CONTESTANTS)
    .filter(([name]) => options.contestants.some((contestant) => contestant === name))
    .map(([name, about]) => `  ${name.padEnd(7)} ${about}`);
  return [
    'Compared, over the same records in memory, the same queries and the same resolvers:',
    ...compared,
    `Each server is a process of its own, on loopback; ${options.connections} kept-alive connections from another`,
    `process; ${options.rounds} rounds, contestants taking turns in each; medians. Ratios are taken within a round,`,
    'to apollo: throughput above 1 and processor time below 1 are better. Answers were compared first: equal',
    `(${WORKLOADS.map(({ name }) => `${name} ${leaves[name]}`).join(', ')} leaves).`,
    `Absolute figures are those of this machine: ${machine.cores} cores of ${machine.cpu}, Node ${machine.node}, ${machine.platform}.`,
  ].join('\n');
}

function throughputTable(summaries: readonly Summary[]): string {
  const table = plainTable(
    [
      '',
      'requests/s',
      'ratio',
      '(least–most)',
      'CPU ms/request',
      'ratio',
      '(least–most)',
      'p50 ms',
      'p99 ms',
      'MB',
    ],
    1,
  );
  for (const one of summaries) {
    table.push([
      one.contestant,
      one.perSecond.toFixed(0),
      one.throughput.toFixed(2),
      one.throughputRange.map((ratio) => ratio.toFixed(2)).join('–'),
      one.cpuMs.toFixed(3),
      one.cpu.toFixed(2),
      one.cpuRange.map((ratio) => ratio.toFixed(2)).join('–'),
      one.p50.toFixed(1),
      one.p99.toFixed(1),
      one.rssMB.toFixed(0),
    ]);
  }
  return table.toString();
}

function fieldTable(costs: readonly FieldCost[]): string {
  const table = plainTable(
    [
      '',
      'PHI fields',
      'unprotected',
      'shield',
      'Phield',
      'with record',
      'added by shield',
      'added by Phield',
      'with record',
    ],
    1,
  );
  for (const { workload, phiFields, unprotected, shield, phield, recorded } of costs) {
    const added = [shield, phield, recorded].map((cost) => cost - unprotected);
    table.push([
      workload,
      String(phiFields),
      ...[unprotected, shield, phield, recorded, ...added].map((cost) => cost.toFixed(0)),
    ]);
  }
  return table.toString();
}

function shareTable(title: string, times: readonly SelfTime[]): string {
  const table = plainTable(['%', title], 0);
  for (const { name, share } of times) table.push([(share * 100).toFixed(1), name]);
  return table.toString();
}

/** @param labels columns on the left that are words; the others are figures. */
function plainTable(head: readonly string[], labels: number) {
  return new Table({
    head: [...head],
    colAligns: head.map((_, at) => (at < labels || head.length === 2 ? 'left' : 'right')),
    style: { head: [], border: [], compact: true },
  });
}
