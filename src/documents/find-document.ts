import { createHash } from 'node:crypto';
import type { Clock } from '../clock.ts';
import { PhieldError } from '../errors.ts';
import type { Actor } from '../identity/actor.ts';
import type { ApprovedDocument, DocumentSource, VersionInForce } from './approved-documents.ts';
import { approvedDocuments } from './approved-documents.ts';
import type { AskedDocument, DocumentRequest } from './asked-document.ts';
import { hashStatedBy, readAskedDocument } from './asked-document.ts';

/**
 * A request that holds the text it runs, and names no document any more; or why nothing runs, which is no throw: a flood
 * of unknown ids would spend most of its time on unwinding.
 */
export type FoundDocument = DocumentRequest | PhieldError;

/** At once where the document is known. */
export type FindDocument = (actor: Actor, request: DocumentRequest) => FoundDocument | Promise<FoundDocument>;

/** Made once: a refusal that is a rule of the house tells no place in the code, and unknown ids come in floods. */
const refusal = (...said: ConstructorParameters<typeof PhieldError>) =>
  Object.freeze(new PhieldError(...said));
const NOT_FOUND = refusal('PERSISTED_QUERY_NOT_FOUND', 'no approved document');
const NOT_SUPPORTED = refusal('PERSISTED_QUERY_NOT_SUPPORTED', 'a text to register');
const NOT_REGISTERED = refusal('OPERATION_NOT_REGISTERED', 'a text from a client of documents');
const NOTHING_ASKED = refusal('BAD_REQUEST', 'neither a document nor a text');
const ANOTHER_TEXT = refusal('BAD_REQUEST', 'the text is not the document’s');
const ANOTHER_HASH = refusal('BAD_REQUEST', 'the text is not the hash’s');

/**
 * Puts the text of the client's own approved document in the place of its id, or lets a text of its own pass where
 * the client is registered for that. Nothing is ever registered here: a text that came with a hash is run or
 * refused, and forgotten.
 *
 * Gives PERSISTED_QUERY_NOT_FOUND for whatever is not an approved document of this client in this tenant, and why it
 * is none MUST NOT show; OPERATION_NOT_REGISTERED for a text from a client that may only run documents;
 * PERSISTED_QUERY_NOT_SUPPORTED when it tries to register one; BAD_REQUEST when text and document differ.
 * @throws PhieldError BAD_REQUEST for a request that cannot be read; rejects with UPSTREAM_UNAVAILABLE when the store
 * cannot be asked.
 */
export function createFindDocument(
  source: DocumentSource,
  versionOf: VersionInForce,
  clock: Clock,
): FindDocument {
  const find = approvedDocuments(source, versionOf, clock);
  return (actor, request) => {
    const asked = readAskedDocument(request);
    const { id } = asked;
    const { freeForm } = actor.registration;
    if (id === null) {
      if (freeForm) return request;
      return asked.hasQuery ? NOT_REGISTERED : NOTHING_ASKED;
    }
    const take = (document: ApprovedDocument | null): FoundDocument => {
      if (document === null) return withoutDocument(asked, id, freeForm, request);
      if (asked.hasQuery && (asked.query === null || sha256(asked.query) !== document.sha256))
        return ANOTHER_TEXT;
      return withText(request, document.text);
    };
    const found = find(actor, id);
    return found instanceof Promise ? found.then(take) : take(found);
  };
}

/** An id that is no approved document's. A text beside it is run for whom texts are for, if it is what the id says. */
function withoutDocument(
  { asHash, query, hasQuery }: AskedDocument,
  id: string,
  freeForm: boolean,
  request: DocumentRequest,
): FoundDocument {
  if (hasQuery && !freeForm && asHash) return NOT_SUPPORTED;
  if (query === null || !freeForm) return NOT_FOUND;
  const stated = hashStatedBy(id);
  if (stated !== null && stated !== sha256(query)) return ANOTHER_HASH;
  return withText(request, query);
}

/** Of all else that the request holds, only what belongs to running it goes on. */
function withText({ method, search, body }: DocumentRequest, text: string): DocumentRequest {
  if (method === 'GET') {
    const parameters = new URLSearchParams(search);
    for (const name of ['documentId', 'id', 'extensions']) parameters.delete(name);
    parameters.set('query', text);
    return { method, search: `?${parameters}`, body };
  }
  return { method, search, body: bodyWith(text, body) };
}

/** The types of the rest are checked by whoever takes them. */
function bodyWith(query: string, body: unknown): unknown {
  if (typeof body !== 'object' || body === null) return { query };
  const operationName = 'operationName' in body ? body.operationName : undefined;
  const variables = 'variables' in body ? body.variables : undefined;
  if (operationName === undefined) return variables === undefined ? { query } : { query, variables };
  return variables === undefined ? { query, operationName } : { query, operationName, variables };
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
