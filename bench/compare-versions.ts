import { join } from 'node:path';
import { unpackVersion } from './archived-version.ts';
import { VERSION_MEASURES, type VersionMeasure } from './open-version.ts';
import { VersionProcess } from './version-process.ts';
import { VERSION_WORKLOADS, type VersionWorkload } from './version-workloads.ts';

/** `before`: the other version; `after`: the working tree; `governed`: that with consents, labels and scopes. */
export const VERSIONS = Object.freeze(['before', 'after', 'governed'] as const);
export type VersionName = (typeof VERSIONS)[number];

/** Processor microseconds of one operation, per version, within one round. */
export interface VersionRound {
  readonly workload: VersionWorkload['name'];
  readonly measure: VersionMeasure;
  readonly round: number;
  readonly microseconds: Readonly<Record<VersionName, number>>;
}

export interface VersionComparison {
  readonly commit: string;
  readonly rounds: readonly VersionRound[];
}

/** Processor time that one version is given per workload, measure and round, in microseconds. */
export interface Spending {
  readonly rounds: number;
  readonly microseconds: number;
}

/** Turns of each version within one round, in an order that turns about. */
const TURNS = 8;

/** Operations that tell how many more to run. */
const FIRST = 50;

/** Processor microseconds of each version before anything counts: a gateway lives long, and V8 compiles what runs often. */
const WARM_UP = 2_000_000;

/**
 * Measures the working tree beside another version of it. Versions take turns within each round, so that whatever
 * else the machine does weighs on all alike.
 *
 * @throws when their answers differ.
 */
export async function compareVersions(
  ref: string,
  spending: Spending,
  progress: (text: string) => void,
): Promise<VersionComparison> {
  const home = join(import.meta.dirname, '..');
  const archived = await unpackVersion(home, ref);
  const started: VersionProcess[] = [];
  const start = async (root: string, governed: boolean) => {
    const version = await VersionProcess.start(root, governed);
    started.push(version);
    return version;
  };
  try {
    const versions: Readonly<Record<VersionName, VersionProcess>> = {
      before: await start(archived.root, false),
      after: await start(home, false),
      governed: await start(home, true),
    };
    const rounds: VersionRound[] = [];
    for (const workload of VERSION_WORKLOADS) {
      for (const measure of VERSION_MEASURES) {
        progress(`${workload.name} ${measure}`);
        await checkAnswers(versions, workload, measure);
        rounds.push(...(await measureRounds(versions, workload, measure, spending)));
      }
    }
    return { commit: archived.commit, rounds };
  } finally {
    await Promise.all(started.map((version) => version.stop()));
    await archived.remove();
  }
}

async function measureRounds(
  versions: Readonly<Record<VersionName, VersionProcess>>,
  workload: VersionWorkload,
  measure: VersionMeasure,
  { rounds, microseconds }: Spending,
): Promise<readonly VersionRound[]> {
  for (const name of VERSIONS) {
    const first = await versions[name].measure(workload, measure, FIRST);
    await versions[name].measure(workload, measure, Math.max(FIRST, Math.round(WARM_UP / first)));
  }
  const one = await versions.before.measure(workload, measure, FIRST);
  const operations = Math.max(1, Math.round(microseconds / one / TURNS));
  const measured: VersionRound[] = [];
  // The first round warms up and does not count.
  for (let round = 0; round <= rounds; round += 1) {
    const taken = { before: 0, after: 0, governed: 0 };
    for (let turn = 0; turn < TURNS; turn += 1) {
      for (const name of turn % 2 === 0 ? VERSIONS : VERSIONS.toReversed()) {
        taken[name] += (await versions[name].measure(workload, measure, operations)) / TURNS;
      }
    }
    if (round > 0) measured.push({ workload: workload.name, measure, round, microseconds: taken });
  }
  return measured;
}

async function checkAnswers(
  versions: Readonly<Record<VersionName, VersionProcess>>,
  workload: VersionWorkload,
  measure: VersionMeasure,
): Promise<void> {
  const expected = await versions.before.answer(workload, measure);
  for (const name of VERSIONS) {
    if ((await versions[name].answer(workload, measure)) !== expected) {
      throw new Error(`${workload.name} ${measure}: ${name} does not answer as the other version does`);
    }
  }
}
