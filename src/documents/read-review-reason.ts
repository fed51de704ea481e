import { BadUserInputError } from '../errors.ts';

const LONGEST = 500;

/**
 * A reviewer's reason: a line of plain text of at most 500 characters, counted as code points; blank is none.
 * @throws BadUserInputError, without the text
 */
export function readReviewReason(text: string | null): string | null {
  const stated = text?.trim() ?? '';
  if (stated === '') return null;
  if ([...stated].length > LONGEST || /\p{C}/u.test(stated)) {
    throw new BadUserInputError(`expected a reason of at most ${LONGEST} characters in one line`);
  }
  return stated;
}
