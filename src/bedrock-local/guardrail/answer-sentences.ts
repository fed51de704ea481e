import { z } from 'zod';

const Answer = z.object({ sentences: z.array(z.object({ text: z.string() })) });

/** What an answer claims, one sentence each: of the JSON that use cases ask for, else of plain text. */
export function answerSentences(text: string): readonly string[] {
  const sentences = ofJson(text) ?? split(text);
  return sentences.map((sentence) => sentence.trim()).filter((sentence) => /[\p{L}\p{N}]/u.test(sentence));
}

function ofJson(text: string): readonly string[] | null {
  try {
    const parsed = Answer.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data.sentences.map((sentence) => sentence.text) : null;
  } catch {
    return null;
  }
}

function split(text: string): readonly string[] {
  return [...new Intl.Segmenter('en', { granularity: 'sentence' }).segment(text)].map(
    ({ segment }) => segment,
  );
}
