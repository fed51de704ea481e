import { z } from 'zod';
import type { EvalTable } from '../eval-table.ts';
import { readSampleLines } from '../read-sample-lines.ts';
import { isBelieved, scoreOf } from './claims.ts';
import { sentencesOf } from './read-notes.ts';

/** An answer in somebody's own words, and whether people found it grounded. */
interface Paraphrase {
  readonly evidence: string;
  readonly text: string;
  readonly grounded: boolean;
}

const MTS = z.object({ source: z.string(), candidate: z.string(), hallucination_rate: z.number() });
const MEDHALLU = z.object({
  knowledge: z.array(z.string()),
  grounded_answer: z.string(),
  hallucinated_answer: z.string(),
});
const HALUEVAL = z.object({
  knowledge: z.string(),
  right_answer: z.string(),
  hallucinated_answer: z.string(),
});

/** What the checks are worth on text that nobody copied. */
export async function paraphraseTable(samples: string): Promise<EvalTable> {
  const read = (name: string) => readSampleLines(samples, `text/grounding/${name}.jsonl`);
  const sets: readonly (readonly [string, readonly Paraphrase[]])[] = [
    ['MTS-Dialog summaries', (await read('mts-dialog-factscores')).map(fromMts)],
    ['MedHallu answers', (await read('medhallu')).flatMap(fromMedHallu)],
    ['HaluEval answers', (await read('halueval-qa')).flatMap(fromHaluEval)],
  ];
  return {
    title: 'Grounding of paraphrase: what the checks cannot do',
    columns: [
      'set',
      'grounded',
      'not grounded',
      'AUROC',
      'balanced accuracy, second half',
      'verbatim: grounded passed',
      'verbatim: not grounded passed',
      'scored: grounded passed',
      'scored: not grounded passed',
    ],
    rows: sets.map(([name, all]) => rowOf(name, all)),
    notes: [
      'AUROC .5 is chance. Counting shared words and comparing numbers, sides and denials cannot tell a false paraphrase from a true one.',
      'So: "verbatim" believes no paraphrase, true or false; "scored" MUST NOT be used without a grounding score of the guardrail, which vouches for what is passed here.',
      'The threshold behind balanced accuracy is chosen on the first half of each set.',
    ],
  };
}

function fromMts(line: unknown): Paraphrase {
  const { source, candidate, hallucination_rate } = MTS.parse(line);
  return { evidence: source, text: candidate, grounded: hallucination_rate === 0 };
}

function fromMedHallu(line: unknown): readonly Paraphrase[] {
  const { knowledge, grounded_answer, hallucinated_answer } = MEDHALLU.parse(line);
  return both(knowledge.join('\n'), grounded_answer, hallucinated_answer);
}

function fromHaluEval(line: unknown): readonly Paraphrase[] {
  const { knowledge, right_answer, hallucinated_answer } = HALUEVAL.parse(line);
  return both(knowledge, right_answer, hallucinated_answer);
}

function both(evidence: string, right: string, wrong: string): readonly Paraphrase[] {
  return [
    { evidence, text: right, grounded: true },
    { evidence, text: wrong, grounded: false },
  ];
}

function rowOf(name: string, all: readonly Paraphrase[]): readonly (string | number)[] {
  const scored = all.map((one) => ({ ...one, score: lowestScore(one) }));
  const of = (grounded: boolean) => scored.filter((one) => one.grounded === grounded);
  const passed = (grounded: boolean, mode: 'verbatim' | 'scored') =>
    percent(share(of(grounded), (one) => partsOf(one).every((text) => isBelieved(claimOf(one, text), mode))));
  // Answers come in pairs: a pair is in one half.
  const half = (side: 0 | 1) => scored.filter((_one, index) => (index >> 1) % 2 === side);
  return [
    name,
    of(true).length,
    of(false).length,
    rankedRightly(of(true), of(false)).toFixed(2),
    percent(balanced(half(1), bestThreshold(half(0)))),
    passed(true, 'verbatim'),
    passed(false, 'verbatim'),
    passed(true, 'scored'),
    passed(false, 'scored'),
  ];
}

type Scored = Paraphrase & { readonly score: number };

function partsOf({ text }: Paraphrase): readonly string[] {
  const parts = sentencesOf(text);
  return parts.length === 0 ? [text] : parts;
}

function claimOf({ evidence }: Paraphrase, text: string) {
  return { evidence, text, quote: evidence };
}

function lowestScore(one: Paraphrase): number {
  return Math.min(...partsOf(one).map((text) => scoreOf(claimOf(one, text))));
}

/** How often a grounded answer scores higher than one that is not: the area under the ROC curve. */
function rankedRightly(grounded: readonly Scored[], not: readonly Scored[]): number {
  const wins = grounded.flatMap((one) =>
    not.map((other): number => (one.score > other.score ? 1 : one.score === other.score ? 0.5 : 0)),
  );
  return wins.reduce((sum, win) => sum + win, 0) / Math.max(1, wins.length);
}

function balanced(all: readonly Scored[], threshold: number): number {
  const right = [true, false].map((grounded) =>
    share(
      all.filter((one) => one.grounded === grounded),
      ({ score }) => score >= threshold === grounded,
    ),
  );
  return right.reduce((sum, part) => sum + part, 0) / right.length;
}

function bestThreshold(all: readonly Scored[]): number {
  const candidates = [...new Set(all.map(({ score }) => score))];
  return candidates.reduce((best, one) => (balanced(all, one) > balanced(all, best) ? one : best), 0);
}

function share<T>(all: readonly T[], isSo: (one: T) => boolean): number {
  return all.length === 0 ? 0 : all.filter(isSo).length / all.length;
}

function percent(part: number): string {
  return `${(100 * part).toFixed(1)} %`;
}
