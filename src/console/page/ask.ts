import type { ConsoleDocument } from './console-document.ts';
import { type AskFailure, AWAY, SIGNED_OUT } from './failure-text.ts';

export type { AskFailure } from './failure-text.ts';

export type Answer<Data> =
  | { readonly data: Data; readonly failure: null }
  | { readonly data: null; readonly failure: AskFailure };

/**
 * Asks the gateway. Never rejects but with the signal's own reason. One error anywhere is a failure of the whole, but for
 * fields that were refused or withheld as such: they are `null` in the data.
 */
export type Ask = <Data, Variables>(
  document: ConsoleDocument<Data, Variables>,
  variables: Variables,
  signal?: AbortSignal,
) => Promise<Answer<Data>>;

interface Body<Data> {
  readonly data?: Data | null;
  readonly errors?: readonly { readonly extensions?: { readonly code?: string } }[];
}

/** Told of single fields, beside data that is there. */
const OF_A_FIELD: ReadonlySet<string> = new Set(['PHI_ACCESS_DENIED', 'INSIGHT_WITHHELD']);

/**
 * @param tokenNow the session's token may be followed by its next one; `null`: the session has ended, nothing is asked any more,
 * and what was asked for before is given to nobody.
 * @param onRefused the token is not accepted any more.
 */
export function createAsk(
  tokenNow: () => string | null,
  { onRefused }: { readonly onRefused: () => void },
): Ask {
  return async <Answered, Variables>(
    document: ConsoleDocument<Answered, Variables>,
    variables: Variables,
    signal?: AbortSignal,
  ) => {
    const token = tokenNow();
    if (token === null) return failed(SIGNED_OUT);
    const answer = await post(document.id, token, variables, signal);
    if (answer === null) return failed(AWAY);
    if (tokenNow() === null) return failed(SIGNED_OUT);
    if (answer.status === 401) {
      const code = await codeOf(answer);
      if (code === 'INSUFFICIENT_USER_AUTHENTICATION') return failed({ code, retryAfter: null });
      onRefused();
      return failed(SIGNED_OUT);
    }
    const told = await read<Answered>(answer);
    return tokenNow() === null ? failed(SIGNED_OUT) : told;
  };
}

async function post(
  id: string,
  token: string,
  variables: unknown,
  signal: AbortSignal | undefined,
): Promise<Response | null> {
  try {
    return await fetch('/graphql', {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${token}`,
        'phield-purpose': 'HOPERAT',
      },
      body: JSON.stringify({ documentId: id, variables }),
      cache: 'no-store',
      credentials: 'omit',
      redirect: 'error',
      ...(signal && { signal }),
    });
  } catch (error) {
    if (signal?.aborted) throw error;
    return null;
  }
}

async function read<Data>(answer: Response): Promise<Answer<Data>> {
  const wait = Number(answer.headers.get('retry-after'));
  const retryAfter = Number.isFinite(wait) && wait > 0 ? wait : null;
  try {
    const body: Body<Data> = JSON.parse(await answer.text());
    const code = (body.errors ?? [])
      .map(({ extensions }) => extensions?.code ?? 'INTERNAL_SERVER_ERROR')
      .find((one) => !OF_A_FIELD.has(one));
    if (code !== undefined) return failed({ code, retryAfter });
    if (body.data === undefined || body.data === null) return failed({ code: 'FORBIDDEN', retryAfter });
    return { data: body.data, failure: null };
  } catch {
    return failed(AWAY);
  }
}

async function codeOf(answer: Response): Promise<string | undefined> {
  try {
    const body: Body<unknown> = JSON.parse(await answer.text());
    return body.errors?.[0]?.extensions?.code;
  } catch {
    return undefined;
  }
}

function failed(failure: AskFailure): { readonly data: null; readonly failure: AskFailure } {
  return { data: null, failure };
}
