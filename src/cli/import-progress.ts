import type { Clock } from '../clock.ts';
import type { ImportProgress } from '../import/run-import.ts';

export interface ProgressLine {
  readonly show: (progress: ImportProgress) => void;
  /** Removes what stands on the terminal. */
  readonly clear: () => void;
}

interface Output {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

const BAR = 28;
const REDRAW = 100;
const LINE_EVERY = 3_000;

/** A bar that redraws itself on a terminal, a plain line every three seconds elsewhere. Counts only: never names. */
export function progressLine(output: Output, clock: Clock): ProgressLine {
  const started = clock();
  const terminal = output.isTTY === true;
  let shown = terminal ? Number.NEGATIVE_INFINITY : started;
  let drawn = false;
  return {
    show(progress) {
      const now = clock();
      if (now - shown < (terminal ? REDRAW : LINE_EVERY)) return;
      shown = now;
      drawn = terminal;
      const text = describe(progress, (now - started) / 1_000);
      output.write(terminal ? `\r\x1b[2K${text}` : `${text}\n`);
    },
    clear() {
      if (drawn) output.write('\r\x1b[2K');
      drawn = false;
    },
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
