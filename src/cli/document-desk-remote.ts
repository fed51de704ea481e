import { decodeJwt } from 'jose';
import { z } from 'zod';
import type { ManifestEntry } from '../documents/manifest-entry.ts';
import { OWN_DOCUMENTS, type OwnDocument } from '../documents/own-documents.ts';
import { DOCUMENT_STATUSES } from '../documents/registered-document.ts';
import { askGateway } from './ask-gateway.ts';
import { DeskRefused, type DocumentDesk } from './document-desk.ts';

/** Of one request; a gateway takes 256 KiB. */
const MOST_BYTES = 128 * 1024;
const MOST_DOCUMENTS = 50;

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
const Published = z.object({
  accepted: z.boolean(),
  documents: z.array(
    z.object({ id: z.string(), name: z.string().nullable(), status: Status, proposed: z.boolean() }),
  ),
  findings: z.array(z.object({ id: z.string().nullable(), place: z.string(), message: z.string() })),
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
      const documents: z.output<typeof Published>['documents'] = [];
      for (const chunk of chunksOf(entries)) {
        const given = chunk.map(({ id, text }) => ({ id, text }));
        const published = Published.parse(await ask(OWN_DOCUMENTS.publish, { documents: given }));
        if (!published.accepted) {
          return {
            accepted: false,
            documents,
            findings: published.findings.map((one) => placed(one, chunk)),
          };
        }
        documents.push(...published.documents);
      }
      return { accepted: true, documents, findings: [] };
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

function* chunksOf(entries: readonly ManifestEntry[]): Generator<readonly ManifestEntry[]> {
  let chunk: ManifestEntry[] = [];
  let bytes = 0;
  for (const entry of entries) {
    const size = Buffer.byteLength(JSON.stringify(entry.text)) + 256;
    if (chunk.length > 0 && (bytes + size > MOST_BYTES || chunk.length === MOST_DOCUMENTS)) {
      yield chunk;
      chunk = [];
      bytes = 0;
    }
    chunk.push(entry);
    bytes += size;
  }
  if (chunk.length > 0) yield chunk;
}

/** Where in the caller's own files it is. */
function placed<Finding extends { readonly id: string | null; readonly place: string }>(
  finding: Finding,
  entries: readonly ManifestEntry[],
): Finding {
  const entry = entries.find(({ id }) => id === finding.id);
  return entry === undefined ? finding : { ...finding, place: entry.place };
}
