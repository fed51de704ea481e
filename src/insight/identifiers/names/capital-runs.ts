import type { FoldedText } from '../fold-text.ts';

export interface RunToken {
  readonly start: number;
  readonly end: number;
  /** Letters only, hyphens and apostrophes dropped. */
  readonly lower: string;
  /** Parts between hyphens, without a possessive. */
  readonly pieces: readonly string[];
  readonly initial: boolean;
  /** An initial with its full stop. */
  readonly dotted: boolean;
  readonly particle: boolean;
  /** Written in capitals alone. */
  readonly shouted: boolean;
  /** Written as names are: `Vega`, `McVega`, `O'Vega-Ruiz`; not `IgE`. */
  readonly proper: boolean;
  /** Written with letters that English has not. */
  readonly accented: boolean;
}

/** Capitalised words one after another on one line: `Dr. Ana de la Vega`, `Richard B.` */
export interface CapitalRun {
  readonly tokens: readonly RunToken[];
}

const TOKEN = /\p{L}+(?:['-]\p{L}+)*/gu;
const PROPER =
  /^(?:(?:Mc|Mac|De|Di|Le|La|Van|Von|Fitz)?\p{Lu}\p{Ll}+|\p{Lu}'\p{Lu}\p{Ll}+)(?:['-]\p{Lu}?\p{Ll}+)*$/u;
const PARTICLES: ReadonlySet<string> = new Set(
  'de la le van der den von zu del della di da dos das du do bin ibn al el ten ter e y'.split(' '),
);

/** Indexes are of the folded text. Takes time in proportion to its length. */
export function capitalRuns(folded: FoldedText): readonly CapitalRun[] {
  const runs: CapitalRun[] = [];
  let tokens: RunToken[] = [];
  const close = (): void => {
    while (tokens.at(-1)?.particle) tokens.pop();
    if (tokens.length > 0) runs.push({ tokens });
    tokens = [];
  };
  for (const match of folded.text.matchAll(TOKEN)) {
    const token = tokenOf(match[0], match.index, folded);
    const last = tokens.at(-1);
    if (last !== undefined && !follows(last, token, folded.text)) close();
    if (token === null || (token.particle && tokens.length === 0)) continue;
    tokens.push(token);
  }
  close();
  return runs;
}

function tokenOf(text: string, start: number, folded: FoldedText): RunToken | null {
  const lower = folded.lower.slice(start, start + text.length);
  const particle = PARTICLES.has(text);
  const capital = text.charAt(0) !== lower.charAt(0);
  if (!capital && !particle) return null;
  const bare = lower.replace(/'s$/, '');
  const initial = text.length === 1;
  const dotted = initial && folded.text.charAt(start + 1) === '.';
  return {
    start,
    end: start + bare.length + (dotted ? 1 : 0),
    lower: bare.replaceAll(/['-]/g, ''),
    pieces: bare.split(/['-]/),
    initial,
    dotted,
    particle,
    shouted: text.length > 1 && text === text.toUpperCase(),
    proper: PROPER.test(text),
    accented: folded.accentedWithin(start, start + text.length),
  };
}

function follows(last: RunToken, token: RunToken | null, text: string): boolean {
  if (token === null) return false;
  const gap = text.slice(last.end, token.start);
  return gap === ' ' || (last.initial && gap === '');
}
