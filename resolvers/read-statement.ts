import { BadUserInputError } from '../src/errors.ts';

const LONGEST = 2000;

/**
 * What somebody wrote to justify an act, without surrounding blanks: `shortest` to 2000 characters, counted as code points.
 * @throws BadUserInputError, without the text it was given
 */
export function readStatement(text: string, shortest = 10): string {
  const stated = text.trim();
  const { length } = [...stated];
  if (length < shortest || length > LONGEST) {
    throw new BadUserInputError(`expected a statement of ${shortest} to ${LONGEST} characters`);
  }
  return stated;
}
