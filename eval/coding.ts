import { Buffer } from 'node:buffer';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { CodeSet } from '../src/insight/code-set.ts';
import { createCodeSet } from '../src/insight/codes/create-code-set.ts';
import { openCodeLines } from '../src/insight/codes/open-code-lines.ts';
import { readCodeLines } from '../src/insight/codes/read-code-lines.ts';
import { sameByDescription } from './coded-conditions.ts';
import type { EvalTable } from './eval-table.ts';
import { MissingSample } from './missing-sample.ts';
import { readSampleLines } from './read-sample-lines.ts';

const CODES = 'codesets/icd10cm-jan2021.ndjson';
const NOTES = 'bulk-10-patients/DocumentReference.000.ndjson';
const CONDITIONS = 'bulk-10-patients/Condition.000.ndjson';
const SUGGESTED = 10;

const reference = z.object({ reference: z.string() });
const Note = z.object({
  subject: reference,
  date: z.string(),
  content: z.array(z.object({ attachment: z.object({ data: z.base64() }) })),
  context: z.object({ encounter: z.tuple([reference], reference) }),
});
const Condition = z.object({
  subject: reference,
  encounter: reference,
  recordedDate: z.string(),
  code: z.object({ text: z.string() }),
});

interface Counts {
  unknown: number;
  headings: number;
  unquoted: number;
  suggested: number;
  silent: number;
}

/** Suggestions for the notes of the bulk patients, against the conditions coded for the same encounter or patient. */
export async function run(samples: string): Promise<EvalTable> {
  const file = join(samples, CODES);
  if (!existsSync(file)) throw new MissingSample(CODES);
  const notes = (await readSampleLines(samples, NOTES)).map((line) => Note.parse(line));
  const conditions = (await readSampleLines(samples, CONDITIONS)).map((line) => Condition.parse(line));
  const entries = await readCodeLines(
    openCodeLines(file, () => {}),
    CODES,
  );
  const codes = await createCodeSet('2021', entries);
  const meaning = sameByDescription(entries);
  const counts: Counts = { unknown: 0, headings: 0, unquoted: 0, suggested: 0, silent: 0 };
  const ofEncounter = { right: 0, suggested: 0, wanted: 0, found: 0 };
  const ofPatient = { ...ofEncounter };
  for (const note of notes) {
    const suggested = suggest(codes, textOf(note), counts);
    const [encounter] = note.context.encounter;
    const day = note.date.slice(0, 10);
    const theirs = conditions.filter(({ subject }) => subject.reference === note.subject.reference);
    judge(
      ofEncounter,
      suggested,
      theirs.filter((condition) => condition.encounter.reference === encounter.reference),
      meaning,
    );
    judge(
      ofPatient,
      suggested,
      theirs.filter(({ recordedDate }) => recordedDate.slice(0, 10) <= day),
      meaning,
    );
  }
  const distinct = new Set(conditions.map(({ code }) => code.text));
  const mapped = [...distinct].filter((text) => meaning(text).size > 0).length;
  return {
    title: 'Coding suggestions on the notes of the bulk patients',
    columns: ['measure', 'value'],
    rows: [
      ['notes', notes.length],
      ['suggestions', counts.suggested],
      ['notes without any', counts.silent],
      ['codes that are unknown', counts.unknown],
      ['codes that may not be billed', counts.headings],
      ['without words of the note', counts.unquoted],
      ['kinds of condition with a code by description', `${mapped} of ${distinct.size}`],
      ['encounter: precision', share(ofEncounter.right, ofEncounter.suggested)],
      ['encounter: recall', share(ofEncounter.found, ofEncounter.wanted)],
      ['patient up to that day: precision', share(ofPatient.right, ofPatient.suggested)],
      ['patient up to that day: recall', share(ofPatient.found, ofPatient.wanted)],
    ],
    notes: [
      `Candidates of the lexical search, ${SUGGESTED} a note at most, before any model or check. Its rules and`,
      'synonyms were changed after looking at results on these notes, so the figures are not blind.',
      'Conditions are coded in SNOMED CT. One counts where a billable description has the same words; the others are left out,',
      'so that a suggestion which is right by meaning alone counts as wrong: precision is a lower bound.',
      'The notes list the history of the patient, so the conditions of one encounter are few of those a note names.',
    ],
  };
}

function textOf({ content }: z.output<typeof Note>): string {
  return content.map(({ attachment }) => Buffer.from(attachment.data, 'base64').toString('utf8')).join('\n');
}

function suggest(codes: CodeSet, text: string, counts: Counts): ReadonlySet<string> {
  const candidates = codes.candidates(text, SUGGESTED);
  for (const { code, passage } of candidates) {
    const known = codes.find(code.code);
    if (known === null) counts.unknown += 1;
    else if (!known.billable) counts.headings += 1;
    if (passage === '' || !text.includes(passage)) counts.unquoted += 1;
  }
  counts.suggested += candidates.length;
  if (candidates.length === 0) counts.silent += 1;
  return new Set(candidates.map(({ code }) => code.code));
}

/** Only notes with at least one condition that has a code by description are judged. */
function judge(
  sum: { right: number; suggested: number; wanted: number; found: number },
  suggested: ReadonlySet<string>,
  conditions: readonly z.output<typeof Condition>[],
  meaning: (text: string) => ReadonlySet<string>,
): void {
  const wanted = [...new Set(conditions.map(({ code }) => code.text))]
    .map(meaning)
    .filter((codes) => codes.size > 0);
  if (wanted.length === 0) return;
  sum.suggested += suggested.size;
  sum.right += [...suggested].filter((code) => wanted.some((codes) => codes.has(code))).length;
  sum.wanted += wanted.length;
  sum.found += wanted.filter((codes) => [...codes].some((code) => suggested.has(code))).length;
}

function share(part: number, whole: number): string {
  return whole === 0 ? 'none' : `${(part / whole).toFixed(2)} (${part} of ${whole})`;
}
