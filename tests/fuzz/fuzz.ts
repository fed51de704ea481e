import { Chooser } from '../properties/chooser.ts';
import type { FuzzWorld } from './fuzz-world.ts';
import { SURFACES, type Surface } from './surfaces.ts';

/** Cases that run at the same time; the world is put back between blocks. */
export const BLOCK = 500;
const LANES = 60;

export interface Failure {
  readonly seed: number;
  readonly surface: string;
  readonly complaint: string;
}

export interface FuzzSummary {
  readonly cases: number;
  readonly failures: readonly Failure[];
  /** By surface and outcome. */
  readonly outcomes: Readonly<Record<string, number>>;
  readonly slowest: { readonly seed: number; readonly surface: string; readonly milliseconds: number };
}

export interface FuzzTask {
  readonly from: number;
  readonly cases: number;
  /** Default: all, by their shares. */
  readonly surface?: string | undefined;
  /** Called after each block. */
  readonly progress?: (done: number, failures: number) => void;
  /** Milliseconds after which no further block begins. */
  readonly time?: number | undefined;
}

/** The cases of the seeds `from` to `from + cases - 1`. Never rejects for what a case does. */
export async function fuzz(world: FuzzWorld, task: FuzzTask): Promise<FuzzSummary> {
  const failures: Failure[] = [];
  const outcomes: Record<string, number> = {};
  let slowest = { seed: task.from, surface: '', milliseconds: 0 };
  let done = 0;
  const end = task.from + task.cases;
  const started = performance.now();
  for (let block = task.from; block < end; block += BLOCK) {
    if (performance.now() - started > (task.time ?? Number.POSITIVE_INFINITY)) break;
    world.reset();
    const seeds = Array.from({ length: Math.min(BLOCK, end - block) }, (_, at) => block + at);
    const lane = async () => {
      for (let seed = seeds.shift(); seed !== undefined; seed = seeds.shift()) {
        const choose = new Chooser(seed);
        const surface = surfaceOf(choose, task.surface);
        const began = performance.now();
        const { outcome, complaint } = await run(surface, choose, world);
        const milliseconds = performance.now() - began;
        if (milliseconds > slowest.milliseconds) slowest = { seed, surface: surface.name, milliseconds };
        const key = `${surface.name}: ${outcome}`;
        outcomes[key] = (outcomes[key] ?? 0) + 1;
        done += 1;
        if (complaint !== null) failures.push({ seed, surface: surface.name, complaint });
      }
    };
    await Promise.all(Array.from({ length: LANES }, lane));
    for (const complaint of new Set(world.takeComplaints()))
      failures.push({ seed: block, surface: `block of ${BLOCK}`, complaint });
    task.progress?.(done, failures.length);
  }
  return { cases: done, failures, outcomes, slowest };
}

async function run(surface: Surface, choose: Chooser, world: FuzzWorld) {
  try {
    return await surface.run(choose, world);
  } catch (error) {
    return {
      outcome: 'thrown',
      complaint: `thrown: ${error instanceof Error ? error.stack : String(error)}`,
    };
  }
}

function surfaceOf(choose: Chooser, wanted: string | undefined): Surface {
  let at = choose.number(100);
  for (const surface of SURFACES) {
    if (wanted === undefined ? at < surface.share : surface.name === wanted) return surface;
    at -= surface.share;
  }
  throw new Error(`no surface ${wanted}`);
}
