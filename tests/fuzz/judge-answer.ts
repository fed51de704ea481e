import { z } from 'zod';
import { PUBLIC_MESSAGE } from '../../src/errors.ts';
import { findCanary } from '../support/canary/canaries.ts';
import { ECHO } from './nasty.ts';

/** Statuses that were decided: what a server says when it is well. 503 has no cause here but the store's own refusals. */
const DECIDED = new Set([200, 204, 400, 401, 403, 404, 405, 406, 408, 413, 415, 417, 429, 431]);

const Body = z.object({
  data: z.unknown().optional(),
  errors: z
    .array(
      z.looseObject({
        message: z.string(),
        path: z.array(z.unknown()).optional(),
        extensions: z.looseObject({ code: z.string() }),
      }),
    )
    .optional(),
  extensions: z.unknown().optional(),
});

export interface FuzzAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: string;
}

/** What came of a case, in a word for the summary, and what is wrong with it; `null`: nothing. */
export interface Verdict {
  readonly outcome: string;
  readonly complaint: string | null;
}

export function judgeAnswer({ status, headers, body }: FuzzAnswer): Verdict {
  const wrong = (complaint: string): Verdict => ({ outcome: `${status}`, complaint });
  if (!DECIDED.has(status)) return wrong(`status ${status}`);
  const canary = findCanary(`${body}${JSON.stringify(headers)}`);
  if (canary !== null) return wrong(`a planted value: ${canary}`);
  if (JSON.stringify(headers).includes(ECHO)) return wrong('a header repeats the request');
  if (body === '') return { outcome: `${status}`, complaint: null };
  const parsed = parse(body);
  if (parsed === null) return wrong('no GraphQL answer');
  const constants: ReadonlyMap<string, string> = new Map(Object.entries(PUBLIC_MESSAGE));
  const codes = new Set<string>();
  for (const { message, path: _path, locations: _locations, extensions, ...rest } of parsed.errors ?? []) {
    codes.add(extensions.code);
    if (constants.get(extensions.code) !== message) return wrong('a message that is no constant');
    if (JSON.stringify([rest, extensions]).includes(ECHO)) return wrong('an error repeats the request');
    if (Object.keys(rest).length > 0) return wrong('an error says more than it may');
  }
  if (codes.has('INTERNAL_SERVER_ERROR')) return wrong('a fault: INTERNAL_SERVER_ERROR');
  const [first] = codes;
  return { outcome: first === undefined ? `${status}` : `${status} ${first}`, complaint: null };
}

function parse(body: string): z.infer<typeof Body> | null {
  try {
    return Body.parse(JSON.parse(body));
  } catch {
    return null;
  }
}
