import { type DocumentFinding, type ManifestEntry, ManifestRefusedError } from './manifest-entry.ts';
import { PUBLISH_LIMITS } from './publish-limits.ts';

/** One JSON string (RFC 8259 §7). In a flat map of texts they are key, value, key, value, in order. */
const JSON_STRING = /"(?:[^"\\]|\\.)*"/g;

/**
 * `{id: document}`: graphql-codegen's client preset, Relay's `persistConfig.file`, and any other map.
 * @param content of the JSON text `source`, which is read again: `JSON.parse` keeps the last of two like keys and says
 * nothing.
 * @throws ManifestRefusedError naming the line of each key that is no id of a text, or stands twice.
 */
export function readHashMap(file: string, content: unknown, source: string): readonly ManifestEntry[] {
  if (typeof content !== 'object' || content === null || Array.isArray(content)) {
    throw new ManifestRefusedError([
      { id: null, place: file, message: 'neither a persisted query manifest nor a map of ids to documents' },
    ]);
  }
  const others = Object.entries(content).filter(([, value]) => typeof value !== 'string');
  if (others.length > 0) {
    const findings = others.slice(0, PUBLISH_LIMITS.findings).map(([key]) => {
      const place = `${file} ${JSON.stringify(key.slice(0, 128))}`;
      return { id: null, place, message: 'expected the text of a document' };
    });
    throw new ManifestRefusedError(findings);
  }
  return readPairs(file, source);
}

function readPairs(file: string, source: string): readonly ManifestEntry[] {
  const entries: ManifestEntry[] = [];
  const findings: DocumentFinding[] = [];
  const known = new Map<string, number>();
  let line = 1;
  let counted = 0;
  let id: string | null = null;
  for (const { 0: literal, index } of source.matchAll(JSON_STRING)) {
    const text = String(JSON.parse(literal));
    if (id !== null) {
      entries.push(Object.freeze({ id, text, place: `${file}:${line}` }));
      id = null;
      continue;
    }
    line += source.slice(counted, index).split('\n').length - 1;
    counted = index;
    const before = known.get(text);
    if (before !== undefined) {
      findings.push({ id: text, place: `${file}:${line}`, message: `the same id as in line ${before}` });
    }
    known.set(text, line);
    id = text;
  }
  if (findings.length > 0) throw new ManifestRefusedError(findings.slice(0, PUBLISH_LIMITS.findings));
  return entries;
}
