import { PhieldError } from '../errors.ts';
import { DOCUMENT_ID } from './registered-document.ts';

/** What of an HTTP request says which document it wants. `search` with its question mark, or empty. */
export interface DocumentRequest {
  readonly method: string;
  readonly search: string;
  readonly body: unknown;
}

/** What a request wants to run, in its own words: nothing of it is trusted, nothing of it is looked up yet. */
export interface AskedDocument {
  /** The one id that every form of naming in the request gives; `null`: none is named. */
  readonly id: string | null;
  /** Named as automatic persisted queries do (`extensions.persistedQuery`). */
  readonly asHash: boolean;
  /** A text of the client's own; `null`: none. */
  readonly query: string | null;
  /** Whether there is anything at all where a text belongs. */
  readonly hasQuery: boolean;
}

/**
 * `documentId` (GraphQL over HTTP, appendix on persisted documents), `id` (Relay), and
 * `extensions.persistedQuery.sha256Hash` (Apollo), of a JSON body or a query string.
 * @throws PhieldError BAD_REQUEST for ids that are none, that differ, or that are given twice.
 */
export function readAskedDocument({ method, search, body }: DocumentRequest): AskedDocument {
  const { documentId, id: relayId, extensions, query } = method === 'GET' ? inSearch(search) : inBody(body);
  const hash = hashOf(extensions);
  const id = sameOf(sameOf(nameOf(documentId), nameOf(relayId)), nameOf(hash));
  const hasQuery = isGiven(query) && query !== '';
  return {
    id,
    asHash: isGiven(hash),
    query: hasQuery && typeof query === 'string' ? query : null,
    hasQuery,
  };
}

function nameOf(given: unknown): string | null {
  if (!isGiven(given)) return null;
  if (typeof given !== 'string') throw malformed('a document is named by no string');
  return given;
}

/** The first of two names, which MUST name the same. */
function sameOf(one: string | null, other: string | null): string | null {
  if (one === null || other === null || one === other) return one ?? other;
  if ((hashStatedBy(other) ?? '') !== hashStatedBy(one))
    throw malformed('documents of different names are asked for');
  return one;
}

/** Ids that the store may be asked for: `sha256:<hex>` and `<hex>` are two notations of one hash, as asked first. */
export function notationsOf(id: string): readonly string[] {
  if (!DOCUMENT_ID.test(id)) return [];
  const hash = /^(sha256:)?([0-9a-f]{64})$/.exec(id);
  if (hash === null) return [id];
  const [, prefix, hex = ''] = hash;
  return [id, prefix === undefined ? `sha256:${hex}` : hex];
}

/** The SHA-256 (hex) that an id states, or `null` for an id that states none. */
export function hashStatedBy(id: string): string | null {
  return /^(?:sha256:)?([0-9a-f]{64})$/.exec(id)?.[1] ?? null;
}

interface Parameters {
  readonly documentId: unknown;
  readonly id: unknown;
  readonly extensions: unknown;
  readonly query: unknown;
}

/** What is inherited was not given. */
function inBody(body: unknown): Parameters {
  const given = isRecord(body) ? body : {};
  return {
    documentId: Object.hasOwn(given, 'documentId') ? given.documentId : undefined,
    id: Object.hasOwn(given, 'id') ? given.id : undefined,
    extensions: Object.hasOwn(given, 'extensions') ? given.extensions : undefined,
    query: Object.hasOwn(given, 'query') ? given.query : undefined,
  };
}

function inSearch(search: string): Parameters {
  const parameters = new URLSearchParams(search);
  const once = (name: string) => {
    const [value, ...others] = parameters.getAll(name);
    if (others.length > 0) throw malformed('a parameter is given more than once');
    return value;
  };
  const extensions = once('extensions');
  return {
    documentId: once('documentId'),
    id: once('id'),
    extensions: extensions === undefined ? undefined : parsed(extensions),
    query: once('query'),
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw malformed('extensions are no JSON');
  }
}

function hashOf(extensions: unknown): unknown {
  if (!isRecord(extensions) || !Object.hasOwn(extensions, 'persistedQuery')) return undefined;
  const { persistedQuery } = extensions;
  if (!isGiven(persistedQuery)) return undefined;
  if (!isRecord(persistedQuery)) throw malformed('persistedQuery is no object');
  if (persistedQuery.version !== 1) throw malformed('persistedQuery of another version');
  if (!isGiven(persistedQuery.sha256Hash)) throw malformed('persistedQuery without a hash');
  return persistedQuery.sha256Hash;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null;
}

function malformed(detail: string): PhieldError {
  return new PhieldError('BAD_REQUEST', detail);
}
