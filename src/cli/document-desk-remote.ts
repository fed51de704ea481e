import { decodeJwt } from 'jose';
import { z } from 'zod';
import { OWN_DOCUMENTS, type OwnDocument } from '../documents/own-documents.ts';
import { DOCUMENT_STATUSES } from '../documents/registered-document.ts';
import { askGateway } from './ask-gateway.ts';
import { DeskRefused, type DocumentDesk } from './document-desk.ts';
import { publishInParts } from './publish-in-parts.ts';

const Status = z.enum(DOCUMENT_STATUSES);
const Texts = z.array(z.string());
const Listed = z.object({
  id: z.string(),
  client: z.string(),
  name: z.string().nullable(),
  kind: z.string(),
  status: Status,
  proposedAt: z.string(),
  reviewedAt: z.string().nullable(),
  reason: z.string().nullable(),
  difference: z.object({ widened: z.boolean(), added: Texts, removed: Texts }),
});
const Shown = Listed.extend({
  text: z.string(),
  sha256: z.string(),
  proposedBy: z.string(),
  reviewedBy: z.string().nullable(),
  footprint: z.object({
    hash: z.string(),
    coordinates: z.array(
      z.object({
        coordinate: z.string(),
        category: z.string().nullable(),
        categories: Texts,
        identifier: z.string().nullable(),
        sensitivity: Texts,
      }),
    ),
    filters: Texts,
    insights: Texts,
    mutations: Texts,
    worstPatients: z.number(),
    worstRows: z.number(),
    byRole: z.array(z.object({ role: z.string(), whole: Texts, masked: Texts, denied: Texts })),
  }),
});
const Reviewed = z.object({ id: z.string(), status: Status }).nullable();
const HINTS: Readonly<Record<string, string>> = Object.freeze({
  INSUFFICIENT_USER_AUTHENTICATION: 'sign in with more than one factor, and again',
  FORBIDDEN:
    'not permitted: publishing needs the client’s own token (role SYSTEM) or SYSTEM_ADMIN; reviews need PRIVACY_OFFICER for HOPERAT, and are not for who proposed',
  CONFLICT: 'it has changed, or is in another status: show it again',
  BAD_USER_INPUT:
    'not acceptable: a name, a reason of more than 500 characters, or a text that no longer fits',
});

/**
 * Through the API of a gateway, by a token that says who asks: the gateway decides everything.
 * @param url of the gateway, with or without `/graphql`.
 */
export function openRemoteDesk(url: string, token: string): DocumentDesk {
  const ask = (document: OwnDocument, variables: Record<string, unknown>): Promise<unknown> =>
    askGateway({ url, token, hints: HINTS }, document, variables);
  return {
    publish: async (client, entries) => {
      const own = clientOf(token);
      if (client !== null && own !== null && client !== own) {
        throw new DeskRefused(`--client: the token is of ${own}, and publishes for that client alone`);
      }
      return publishInParts(entries, (documents) => ask(OWN_DOCUMENTS.publish, { documents }));
    },
    list: async (which) => z.array(Listed).parse((await ask(OWN_DOCUMENTS.list, which)) ?? []),
    show: async (client, id) => Shown.nullable().parse(await ask(OWN_DOCUMENTS.show, { client, id })),
    review: async ({ client, id, to, from, seen, reason }) => {
      const asked = { client, id, expected: from, reason };
      if (to === 'APPROVED')
        return Reviewed.parse(await ask(OWN_DOCUMENTS.approve, { ...asked, footprint: seen }));
      return Reviewed.parse(
        await ask(to === 'REJECTED' ? OWN_DOCUMENTS.reject : OWN_DOCUMENTS.retire, asked),
      );
    },
    close: async () => {},
  };
}

/** Unverified: only to tell early that something else was meant. */
function clientOf(token: string): string | null {
  try {
    const { client_id: client, azp } = decodeJwt<{ client_id?: unknown; azp?: unknown }>(token);
    if (typeof client === 'string') return client;
    return typeof azp === 'string' ? azp : null;
  } catch {
    return null;
  }
}
