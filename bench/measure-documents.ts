import { applyLoad, type LoadResult } from './apply-load.ts';
import { bodyOf } from './ask.ts';
import { sha256 } from './bench-documents.ts';
import type { ContestantName } from './contestants.ts';
import type { Options } from './options.ts';
import { median, quantile } from './quantiles.ts';
import type { ServerProcess } from './server-process.ts';
import { WORKLOADS, type Workload } from './workloads.ts';

/** One workload by the id of its document, to the same with its text, and an unknown id to it by its id. Ratios only. */
export interface DocumentRatios {
  readonly server: ContestantName;
  readonly workload: Workload['name'];
  /** Throughput by id; above 1 is better. */
  readonly persisted: Ratio;
  /** Processor time by id; below 1 is better. */
  readonly persistedCpu: Ratio;
  /** How many unknown ids are answered in the time of one operation that is served. */
  readonly unknown: Ratio;
  /** How many in the server's processor time of one. */
  readonly unknownCpu: Ratio;
}

/** Of each round; half of the rounds lie between `low` and `high`. */
export interface Ratio {
  readonly low: number;
  readonly median: number;
  readonly high: number;
}

type Form = 'inline' | 'persisted' | 'unknown';

/**
 * Short turns, there and back within a round: what else the machine does meets all forms alike. Every other round goes
 * the other way, so that each form comes as often behind the unknown ids, which leave caches cold.
 */
const TURNS: readonly Form[] = ['inline', 'persisted', 'persisted', 'inline', 'unknown', 'unknown'];
const OTHER_WAY: readonly Form[] = ['persisted', 'inline', 'inline', 'persisted', 'unknown', 'unknown'];
/** Few enough that a short turn fills them many times over. */
const MOST_CONNECTIONS = 16;
/** A small operation, of which finding it is the greatest part, and a large one. */
export const IN_MEMORY: readonly Workload['name'][] = ['W1', 'W3'];
/** Over a store the small one alone is told: what the store does is the same by text and by id. */
export const STORED: readonly Workload['name'][] = ['W1'];

/** The first turns, unmeasured, warm up and tell how many requests fill the time. */
export async function measureDocuments(
  server: ServerProcess,
  workloads: readonly Workload['name'][],
  options: Pick<Options, 'rounds' | 'connections' | 'seconds'>,
  progress: (text: string) => void,
): Promise<readonly DocumentRatios[]> {
  const connections = Math.min(options.connections, MOST_CONNECTIONS);
  const seconds = options.seconds / TURNS.length;
  const found: DocumentRatios[] = [];
  for (const workload of WORKLOADS.filter(({ name }) => workloads.includes(name))) {
    const load = (form: Form, amount: number) =>
      applyLoad(server, bodyIn(form, workload), {
        connections,
        amount,
        status: form === 'unknown' ? 404 : 200,
      });
    const amounts = new Map<Form, number>();
    progress(`warming up ${workload.name}`);
    for (const form of [...TURNS, ...TURNS]) {
      const warm = await load(form, amounts.get(form) ?? connections * 100);
      amounts.set(form, Math.ceil(Math.max(connections * 4, warm.perSecond * seconds)));
    }
    // As many of the one as of the other: what begins and ends a turn weighs on both alike.
    amounts.set('persisted', amounts.get('inline') ?? connections);
    const rounds: Record<Form, LoadResult[]>[] = [];
    for (let round = 1; round <= options.rounds; round += 1) {
      progress(`round ${round} of ${options.rounds}: ${workload.name}`);
      const turns: Record<Form, LoadResult[]> = { inline: [], persisted: [], unknown: [] };
      for (const form of round % 2 === 0 ? TURNS : OTHER_WAY)
        turns[form].push(await load(form, amounts.get(form) ?? connections));
      rounds.push(turns);
    }
    found.push({ ...ratiosOf(workload, rounds), server: server.name });
  }
  return found;
}

function bodyIn(form: Form, workload: Workload): string {
  if (form === 'inline') return bodyOf(workload);
  const documentId = sha256(form === 'persisted' ? workload.query : 'nobody’s');
  return JSON.stringify({ documentId, variables: workload.variables });
}

function ratiosOf(
  { name }: Workload,
  rounds: readonly Record<Form, LoadResult[]>[],
): Omit<DocumentRatios, 'server'> {
  const ratio = (of: Measure, one: Form, other: Form): Ratio => {
    const ratios = rounds.map((round) => of(round[one]) / of(round[other])).toSorted((a, b) => a - b);
    return { low: quantile(ratios, 0.25), median: median(ratios), high: quantile(ratios, 0.75) };
  };
  return {
    workload: name,
    persisted: ratio(perSecond, 'persisted', 'inline'),
    persistedCpu: ratio(cpuMs, 'persisted', 'inline'),
    unknown: ratio(perSecond, 'unknown', 'persisted'),
    unknownCpu: ratio(cpuMs, 'persisted', 'unknown'),
  };
}

/** Of turns of as many requests each. */
type Measure = (turns: readonly LoadResult[]) => number;

const sum = (values: readonly number[]) => values.reduce((all, value) => all + value, 0);
/** Answers a second. */
const perSecond: Measure = (turns) =>
  sum(turns.map(({ requests }) => requests)) / sum(turns.map(({ seconds }) => seconds));
/** Milliseconds of processor time for one. */
const cpuMs: Measure = (turns) => sum(turns.map((turn) => turn.cpuMs)) / turns.length;
