import { z } from 'zod';
import type { OwnDocument } from '../documents/own-documents.ts';
import { isLoopbackName } from '../is-loopback-name.ts';
import { DeskRefused } from './document-desk.ts';

const TIMEOUT_MS = 60_000;

const Answer = z.object({
  data: z.record(z.string(), z.unknown()).nullish(),
  errors: z
    .array(z.object({ message: z.string(), extensions: z.object({ code: z.string() }).optional() }))
    .optional(),
});

/** What is said of a code where a command says nothing more to the point. */
const HINTS: Readonly<Record<string, string>> = Object.freeze({
  UNAUTHENTICATED: 'the token is not accepted: it may have expired',
  RATE_LIMITED: 'too many requests: try again later',
  PERSISTED_QUERY_NOT_FOUND: 'the gateway is of another version than this command',
});

/** A running gateway, and who asks it. */
export interface AskedGateway {
  /** With or without `/graphql`. */
  readonly url: string;
  readonly token: string;
  /** By error code. */
  readonly hints: Readonly<Record<string, string>>;
}

/** A token goes over no wire unencrypted, but for this machine's own. */
export function isSafeAddress(text: string): boolean {
  const { protocol, hostname } = new URL(text);
  return protocol === 'https:' || isLoopbackName(hostname);
}

/**
 * Runs one of the gateway's own documents, by its id: the gateway decides everything.
 * @returns the value of its one root field.
 * @throws DeskRefused with the code, and what to do about it.
 */
export async function askGateway(
  { url, token, hints }: AskedGateway,
  document: OwnDocument,
  variables: Record<string, unknown>,
): Promise<unknown> {
  const endpoint = url.endsWith('/graphql') ? url : `${url.replace(/\/+$/, '')}/graphql`;
  const response = await fetch(endpoint, {
    method: 'POST',
    redirect: 'error',
    signal: AbortSignal.timeout(TIMEOUT_MS),
    headers: {
      'content-type': 'application/json',
      accept: 'application/graphql-response+json, application/json',
      authorization: `Bearer ${token}`,
    },
    body: JSON.stringify({ documentId: document.id, query: document.text, variables }),
  }).catch((error: unknown) => {
    throw new DeskRefused(
      `${endpoint} cannot be reached (${error instanceof Error ? error.name : 'failed'})`,
    );
  });
  const answer = Answer.safeParse(await response.json().catch(() => null));
  if (!answer.success)
    throw new DeskRefused(`${endpoint} does not answer as a gateway does (${response.status})`);
  const [error] = answer.data.errors ?? [];
  if (error !== undefined) {
    const code = error.extensions?.code ?? '';
    throw new DeskRefused(`${code || response.status}: ${hints[code] ?? HINTS[code] ?? error.message}`);
  }
  return Object.values(answer.data.data ?? {})[0] ?? null;
}
