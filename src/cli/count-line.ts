import type { Clock } from '../clock.ts';

export interface CountLine {
  readonly show: (text: string) => void;
  /** Removes what stands on the terminal. */
  readonly clear: () => void;
}

interface Output {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

const REDRAW = 200;
const LINE_EVERY = 3_000;

/** How far a long command has come: redrawn on a terminal, a plain line every three seconds elsewhere. Counts only. */
export function countLine(output: Output, clock: Clock): CountLine {
  const terminal = output.isTTY === true;
  let shown = clock();
  let drawn = false;
  return {
    show(text) {
      const now = clock();
      if (now - shown < (terminal ? REDRAW : LINE_EVERY)) return;
      shown = now;
      drawn = terminal;
      output.write(terminal ? `\r\x1b[2K${text}` : `${text}\n`);
    },
    clear() {
      if (drawn) output.write('\r\x1b[2K');
      drawn = false;
    },
  };
}
