import { z } from 'zod';
import { parseMoment } from './parse-moment.ts';

/** A moment an operator types, as an option. @returns milliseconds since the epoch. */
export const Moment = z.string().transform((text, context) => {
  const time = parseMoment(text, Date.now());
  if (time === null) context.addIssue('expected RFC 3339 or an age such as 15m');
  return time ?? 0;
});
