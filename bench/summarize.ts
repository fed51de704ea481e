import type { Measurement } from './compare.ts';
import { type ContestantName, isContestant } from './contestants.ts';
import { median } from './quantiles.ts';
import type { Workload } from './workloads.ts';

/** Medians over the rounds. Ratios are taken within each round, to Apollo without protection. */
export interface Summary {
  readonly workload: Workload['name'];
  readonly contestant: ContestantName;
  readonly perSecond: number;
  /** Above 1: more requests per second than Apollo. */
  readonly throughput: number;
  /** Least and most of all rounds. */
  readonly throughputRange: readonly [number, number];
  readonly cpuMs: number;
  /** Below 1: less processor time per request than Apollo. */
  readonly cpu: number;
  readonly cpuRange: readonly [number, number];
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
  readonly rssMB: number;
}

const BASE: ContestantName = 'apollo';

export function summarize(measured: readonly Measurement[]): readonly Summary[] {
  const groups = Object.groupBy(measured, ({ workload, contestant }) => `${workload} ${contestant}`);
  return Object.values(groups).flatMap((own) => {
    const [first] = own ?? [];
    if (own === undefined || first === undefined || !isContestant(first.contestant)) return [];
    const against = own.flatMap((one) => {
      const base = measured.find(
        ({ round, workload, contestant }) =>
          round === one.round && workload === one.workload && contestant === BASE,
      );
      return base === undefined
        ? []
        : [{ throughput: one.perSecond / base.perSecond, cpu: one.cpuMs / base.cpuMs }];
    });
    const throughputs = against.map(({ throughput }) => throughput);
    const cpus = against.map(({ cpu }) => cpu);
    return [
      {
        workload: first.workload,
        contestant: first.contestant,
        perSecond: median(own.map(({ perSecond }) => perSecond)),
        throughput: median(throughputs),
        throughputRange: rangeOf(throughputs),
        cpuMs: median(own.map(({ cpuMs }) => cpuMs)),
        cpu: median(cpus),
        cpuRange: rangeOf(cpus),
        p50: median(own.map(({ p50 }) => p50)),
        p99: median(own.map(({ p99 }) => p99)),
        rssMB: median(own.map(({ rss }) => rss)) / 1_000_000,
      },
    ];
  });
}

function rangeOf(values: readonly number[]): readonly [number, number] {
  return [Math.min(...values), Math.max(...values)];
}
