import type { EvalTable } from './eval-table.ts';
import { type Claim, isBelieved } from './grounding/claims.ts';
import { mutationsOf } from './grounding/mutate-sentence.ts';
import { paraphraseTable } from './grounding/paraphrase-table.ts';
import { parseNotes, sentencesOf } from './grounding/read-notes.ts';
import { readSampleLines } from './read-sample-lines.ts';

type Kind =
  | 'faithful'
  | 'faithful, whole note quoted'
  | 'error written by a clinician'
  | 'number changed'
  | 'negation flipped'
  | 'side or direction swapped'
  | 'sentence of another patient';

/** Whether a claim ought to pass; which of the two halves of the notes it is from. */
interface Case {
  readonly kind: Kind;
  readonly claim: Claim;
  readonly half: 0 | 1;
}

const AIMS: Readonly<Record<Kind, string>> = Object.freeze({
  faithful: 'passed, at least 99 %',
  'faithful, whole note quoted': 'passed, at least 99 %',
  'error written by a clinician': 'caught, at least 99 %',
  'number changed': 'caught, at least 99 %',
  'negation flipped': 'caught, at least 97 %',
  'side or direction swapped': 'caught, at least 99 %',
  'sentence of another patient': 'caught, at least 99 %',
});

export async function run(samples: string): Promise<readonly EvalTable[]> {
  const lines = await readSampleLines(samples, 'text/grounding/medec-ms.jsonl');
  return [extractiveTable(casesOf(parseNotes(lines))), await paraphraseTable(samples)];
}

function casesOf(notes: ReturnType<typeof parseNotes>): readonly Case[] {
  return notes.flatMap(({ correct, wrong }, index) => {
    const half = index % 2 === 0 ? 0 : 1;
    const own = new Set(sentencesOf(correct));
    const claim = (text: string, quote = correct): Claim => ({ evidence: correct, text, quote });
    const other = sentencesOf(notes[(index + 7) % notes.length]?.correct ?? '').filter(
      (text) => !own.has(text),
    );
    const mutated = [...own].flatMap((text) => mutationsOf(text, index).filter((one) => !own.has(one.text)));
    return [
      ...[...own].map((text) => ({ kind: 'faithful' as const, claim: claim(text, text), half }) as const),
      ...[...own].map(
        (text) => ({ kind: 'faithful, whole note quoted' as const, claim: claim(text), half }) as const,
      ),
      ...wrong
        .filter((text) => !correct.includes(text))
        .map(
          (text) => ({ kind: 'error written by a clinician' as const, claim: claim(text), half }) as const,
        ),
      ...mutated.map(({ kind, text }) => ({ kind, claim: claim(text), half }) as const),
      ...other
        .slice(0, 3)
        .map((text) => ({ kind: 'sentence of another patient' as const, claim: claim(text), half }) as const),
    ];
  });
}

function extractiveTable(cases: readonly Case[]): EvalTable {
  const kinds = [...new Set(cases.map(({ kind }) => kind))];
  return {
    title: 'Grounding of extractive text (MEDEC notes): sentences judged rightly',
    columns: [
      'claims',
      'how many',
      'verbatim, first half',
      'verbatim, second half',
      'scored, both halves',
      'aim',
    ],
    rows: kinds.map((kind) => {
      const of = cases.filter((one) => one.kind === kind);
      const halves = [0, 1].map((half) => of.filter((one) => one.half === half));
      return [
        kind,
        of.length,
        ...halves.map((part) => rightly(part, 'verbatim')),
        rightly(of, 'scored'),
        AIMS[kind],
      ];
    }),
    notes: [
      'Evidence: the note as its author corrected it. Every wrong claim quotes the whole note, which makes it hardest to catch.',
      'Rules were written against refusals of the first half; both halves were run meanwhile, so the second is not blind. "verbatim" is the default.',
      '"scored" lets other words pass where numbers, sides and denials agree, for tenants whose guardrail gives a grounding score besides; the figures here are without that score.',
    ],
  };
}

function rightly(cases: readonly Case[], mode: 'verbatim' | 'scored'): string {
  const right = cases.filter(
    ({ kind, claim }) => isBelieved(claim, mode) === kind.startsWith('faithful'),
  ).length;
  return cases.length === 0 ? '-' : `${((100 * right) / cases.length).toFixed(1)} %`;
}
