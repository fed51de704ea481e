import { BadUserInputError } from '../src/errors.ts';

/**
 * Milliseconds since the epoch. A partial date is its first moment, in UTC.
 * @throws BadUserInputError for what is no moment.
 */
export function readMoment(text: string | null | undefined): number | null {
  if (text === null || text === undefined) return null;
  const time = Date.parse(text);
  if (Number.isNaN(time)) throw new BadUserInputError('since, until: not a moment');
  return time;
}
