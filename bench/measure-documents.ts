import { applyLoad, type LoadResult } from './apply-load.ts';
import { bodyOf } from './ask.ts';
import { sha256 } from './bench-documents.ts';
import { median } from './median.ts';
import type { Options } from './options.ts';
import type { ServerProcess } from './server-process.ts';
import { WORKLOADS, type Workload } from './workloads.ts';

/** One workload, its text sent along beside its document's id, and the unknown id beside both. Ratios only. */
export interface DocumentRatios {
  readonly workload: Workload['name'];
  /** Throughput by id, to the same with its text; above 1 is better. */
  readonly persisted: number;
  readonly persistedRange: readonly [least: number, most: number];
  /** Processor time by id, to the same with its text; below 1 is better. */
  readonly persistedCpu: number;
  /** How many unknown ids are answered in the time of one served operation. */
  readonly unknown: number;
  readonly unknownRange: readonly [least: number, most: number];
}

type Form = 'inline' | 'persisted' | 'unknown';

/** Short turns, there and back within a round: what else the machine does meets all forms alike. */
const TURNS: readonly Form[] = ['inline', 'persisted', 'unknown', 'persisted', 'inline', 'unknown'];
/** Few enough that a short turn fills them many times over. */
const MOST_CONNECTIONS = 16;
/** A small operation, of which finding it is the greatest part, and a large one. */
const MEASURED: readonly Workload['name'][] = ['W1', 'W3'];

/** Requests and seconds of all turns of a form within a round. */
interface Turns {
  requests: number;
  seconds: number;
  cpuMs: number;
}

/** Ratios are taken within a round. The first turns, unmeasured, warm up and tell how many requests fill the time. */
export async function measureDocuments(
  server: ServerProcess,
  options: Pick<Options, 'rounds' | 'connections' | 'seconds'>,
  progress: (text: string) => void,
): Promise<readonly DocumentRatios[]> {
  const connections = Math.min(options.connections, MOST_CONNECTIONS);
  const seconds = options.seconds / (TURNS.length / 2);
  const found: DocumentRatios[] = [];
  for (const workload of WORKLOADS.filter(({ name }) => MEASURED.includes(name))) {
    const load = (form: Form, amount: number) =>
      applyLoad(server, bodyIn(form, workload), {
        connections,
        amount,
        status: form === 'unknown' ? 404 : 200,
      });
    const amounts = new Map<Form, number>();
    progress(`warming up ${workload.name}`);
    for (const form of TURNS) {
      const { perSecond } = await load(form, amounts.get(form) ?? connections * 20);
      amounts.set(form, Math.ceil(Math.max(connections * 4, perSecond * seconds)));
    }
    const rounds: Record<Form, Turns>[] = [];
    for (let round = 1; round <= options.rounds; round += 1) {
      progress(`round ${round} of ${options.rounds}: ${workload.name}`);
      const turns = { inline: noTurns(), persisted: noTurns(), unknown: noTurns() };
      for (const form of TURNS) addTurn(turns[form], await load(form, amounts.get(form) ?? connections));
      rounds.push(turns);
    }
    found.push(ratiosOf(workload, rounds));
  }
  return found;
}

function noTurns(): Turns {
  return { requests: 0, seconds: 0, cpuMs: 0 };
}

function addTurn(turns: Turns, { requests, seconds, cpuMs }: LoadResult): void {
  turns.requests += requests;
  turns.seconds += seconds;
  turns.cpuMs += requests * cpuMs;
}

function bodyIn(form: Form, workload: Workload): string {
  if (form === 'inline') return bodyOf(workload);
  const documentId = sha256(form === 'persisted' ? workload.query : 'nobody’s');
  return JSON.stringify({ documentId, variables: workload.variables });
}

function ratiosOf({ name }: Workload, rounds: readonly Record<Form, Turns>[]): DocumentRatios {
  const rate = ({ requests, seconds }: Turns) => requests / seconds;
  const cpu = ({ requests, cpuMs }: Turns) => cpuMs / requests;
  const persisted = rounds.map((round) => rate(round.persisted) / rate(round.inline));
  const unknown = rounds.map((round) => rate(round.unknown) / rate(round.persisted));
  return {
    workload: name,
    persisted: median(persisted),
    persistedRange: [Math.min(...persisted), Math.max(...persisted)],
    persistedCpu: median(rounds.map((round) => cpu(round.persisted) / cpu(round.inline))),
    unknown: median(unknown),
    unknownRange: [Math.min(...unknown), Math.max(...unknown)],
  };
}
