import { z } from 'zod';

/** A note without its error, and the sentence that was wrong in it, if any. */
export interface Note {
  readonly correct: string;
  readonly wrong: readonly string[];
}

const LINE = z.object({
  text: z.string(),
  error_flag: z.number(),
  error_sentence: z.string(),
  corrected_text: z.string(),
});

export function parseNotes(lines: readonly unknown[]): readonly Note[] {
  return lines.map((line) => {
    const { text, error_flag, error_sentence, corrected_text } = LINE.parse(line);
    return error_flag === 1
      ? { correct: corrected_text, wrong: [error_sentence.replace(/\s+/g, ' ').trim()] }
      : { correct: text, wrong: [] };
  });
}

const SEGMENTER = new Intl.Segmenter('en', { granularity: 'sentence' });

/** Sentences of a text that say something. */
export function sentencesOf(text: string): readonly string[] {
  return [...SEGMENTER.segment(text)]
    .map(({ segment }) => segment.trim())
    .filter((sentence) => sentence.split(/\s+/).length >= 3);
}
