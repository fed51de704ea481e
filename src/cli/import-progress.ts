import type { Clock } from '../clock.ts';
import type { ImportProgress } from '../import/run-import.ts';
import { type CountOutput, countLine } from './count-line.ts';

export interface ProgressLine {
  readonly show: (progress: ImportProgress) => void;
  /** Removes what stands on the terminal. */
  readonly clear: () => void;
}

const BAR = 28;
const REDRAW = Object.freeze({ every: 100, atOnce: true });

/** A bar that redraws itself on a terminal, a plain line now and then elsewhere. Counts only: never names. */
export function progressLine(output: CountOutput, clock: Clock): ProgressLine {
  const started = clock();
  const line = countLine(output, clock, REDRAW);
  return {
    show: (progress) => line.show(() => describe(progress, (clock() - started) / 1_000)),
    clear: line.clear,
  };
}

function describe({ phase, bytes, totalBytes, resources }: ImportProgress, seconds: number): string {
  const share = totalBytes === 0 ? 1 : Math.min(bytes / totalBytes, 1);
  const done = Math.round(share * BAR);
  const bar = `[${'#'.repeat(done)}${'.'.repeat(BAR - done)}]`;
  const percent = `${Math.floor(share * 100)} %`.padStart(5);
  if (phase === 'reading') return `reading  ${bar} ${percent}`;
  const rate = Math.round(resources / Math.max(seconds, 0.001));
  return `writing  ${bar} ${percent}  ${resources} resources, ${rate}/s`;
}
