import { z } from 'zod';
import { type ManifestEntry, ManifestRefusedError } from './manifest-entry.ts';
import { PUBLISH_LIMITS } from './publish-limits.ts';
import { readHashMap } from './read-hash-map.ts';

/** https://www.apollographql.com/docs/graphos/platform/security/persisted-queries: version 1. */
const ApolloManifest = z.object({
  format: z.literal('apollo-persisted-query-manifest'),
  version: z.literal(1, { error: 'expected version 1' }),
  operations: z.array(
    z.object({
      id: z.string(),
      body: z.string(),
      name: z.string(),
      type: z.enum(['query', 'mutation', 'subscription']),
    }),
  ),
});

/**
 * The operations of a manifest: Apollo's, or a map of ids to documents as graphql-codegen and Relay write it. Ids stay
 * as they are given.
 * @param file name to tell places by.
 * @throws ManifestRefusedError with file and place: not JSON, of no known form, too large, an id twice.
 */
export function readManifest(file: string, source: string): readonly ManifestEntry[] {
  if (Buffer.byteLength(source) > PUBLISH_LIMITS.manifestBytes) {
    throw refused(file, `larger than ${PUBLISH_LIMITS.manifestBytes} bytes`);
  }
  const content = parseJson(file, source);
  const isApollo = typeof content === 'object' && content !== null && 'format' in content;
  const entries = isApollo ? readApollo(file, content) : readHashMap(file, content, source);
  if (entries.length === 0) throw refused(file, 'no operations');
  if (entries.length > PUBLISH_LIMITS.documents) {
    throw refused(file, `more than ${PUBLISH_LIMITS.documents} operations`);
  }
  return entries;
}

function readApollo(file: string, content: unknown): readonly ManifestEntry[] {
  const parsed = ApolloManifest.safeParse(content);
  if (!parsed.success) {
    const findings = parsed.error.issues.slice(0, PUBLISH_LIMITS.findings).map(({ path, message }) => {
      return { id: null, place: `${file} ${placeOf(path)}`.trimEnd(), message };
    });
    throw new ManifestRefusedError(findings);
  }
  return parsed.data.operations.map(({ id, body, name, type }, index) =>
    Object.freeze({ id, text: body, place: `${file} operations[${index}]`, says: { name, type } }),
  );
}

function placeOf(path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (place, key) => (typeof key === 'number' ? `${place}[${key}]` : `${place}${place && '.'}${String(key)}`),
    '',
  );
}

/** The engine's message would quote the text. */
function parseJson(file: string, source: string): unknown {
  try {
    return JSON.parse(source.replace(/^\uFEFF/, ''));
  } catch {
    throw refused(file, 'not JSON');
  }
}

function refused(place: string, message: string): ManifestRefusedError {
  return new ManifestRefusedError([{ id: null, place, message }]);
}
