import type { DiagnosisCode } from '../code-set.ts';
import { CodeFileError, CodeLineError } from './code-file-error.ts';
import { readJsonLine } from './read-json-line.ts';
import { readOrderLine } from './read-order-line.ts';

/** More than ICD-10-CM ever had, less than would harm. */
const MOST_CODES = 400_000;
const LONGEST_TITLE = 1_000;

/**
 * All codes of an order file, as text or as JSON Lines; its first line tells which.
 * @param name as errors name it.
 * @throws CodeFileError with the line of the first thing wrong.
 */
export async function readCodeLines(
  lines: AsyncIterable<string>,
  name: string,
): Promise<readonly DiagnosisCode[]> {
  const codes = new Map<string, DiagnosisCode>();
  let isJson: boolean | null = null;
  let order = -1;
  let number = 0;
  for await (const text of lines) {
    number += 1;
    const line = number === 1 ? text.replace(/^\uFEFF/, '') : text;
    if (line.trim() === '') continue;
    isJson ??= line.trimStart().startsWith('{');
    const refuse = (reason: string) => new CodeFileError(name, number, reason);
    const entry = readLine(line, isJson, refuse);
    if (entry.order !== null) {
      if (entry.order <= order) throw refuse('expected an order number above the one before');
      order = entry.order;
    }
    const { code, billable, description } = entry;
    if (/\p{C}/u.test(description)) throw refuse('a title has a control character');
    if (description.length > LONGEST_TITLE) throw refuse('a title is longer than any of ICD-10-CM');
    if (codes.has(code)) throw refuse('a code stands twice');
    if (codes.size === MOST_CODES) throw refuse('more codes than ICD-10-CM can have');
    codes.set(code, { code, billable, description });
  }
  const all = [...codes.values()].sort((one, other) => (one.code < other.code ? -1 : 1));
  if (!all.some(({ billable }) => billable)) throw new CodeFileError(name, null, 'it has no billable code');
  return all;
}

function readLine(
  line: string,
  isJson: boolean,
  refuse: (reason: string) => CodeFileError,
): DiagnosisCode & { readonly order: number | null } {
  try {
    return isJson ? { ...readJsonLine(line), order: null } : readOrderLine(line);
  } catch (error) {
    throw error instanceof CodeLineError ? refuse(error.message) : error;
  }
}
