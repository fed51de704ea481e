import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { ManifestRefusedError } from '../../src/documents/manifest-entry.ts';
import { PUBLISH_LIMITS } from '../../src/documents/publish-limits.ts';
import { readManifest } from '../../src/documents/read-manifest.ts';

const A = 'query A { me { id } }';
const B = 'query B {\n  me { id } # "quoted" {"x": 1}\n}';
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

const apollo = (operations: readonly unknown[], extra = {}) =>
  JSON.stringify({ format: 'apollo-persisted-query-manifest', version: 1, operations, ...extra });

function findingsOf(source: string) {
  try {
    readManifest('m.json', source);
  } catch (error) {
    if (error instanceof ManifestRefusedError)
      return error.findings.map(({ place, message }) => `${place}: ${message}`);
    throw error;
  }
  return [];
}

describe('readManifest', () => {
  it('reads Apollo’s, with what it says of each operation', () => {
    const operations = [{ id: sha256(A), body: A, name: 'A', type: 'query' }];
    expect(readManifest('m.json', apollo(operations))).toEqual([
      { id: sha256(A), text: A, place: 'm.json operations[0]', says: { name: 'A', type: 'query' } },
    ]);
  });

  it('reads maps of graphql-codegen and Relay, ids as given, each with its line', () => {
    const source = JSON.stringify({ [`sha256:${sha256(A)}`]: A, relay: B, __proto__x: A }, null, 2);
    expect(readManifest('m.json', source)).toEqual([
      { id: `sha256:${sha256(A)}`, text: A, place: 'm.json:2' },
      { id: 'relay', text: B, place: 'm.json:3' },
      { id: '__proto__x', text: A, place: 'm.json:4' },
    ]);
  });

  it('reads an id that is an object’s own name, escapes and a byte order mark', () => {
    const source = `\uFEFF{"__proto__": ${JSON.stringify(A)}, "\\u0061": ${JSON.stringify(B)}}`;
    expect(readManifest('m.json', source).map(({ id, text }) => [id, text])).toEqual([
      ['__proto__', A],
      ['a', B],
    ]);
  });

  it('refuses an id that stands twice, however it is written', () => {
    expect(findingsOf(`{"a": "${A}",\n "\\u0061": "${A}"}`)).toEqual(['m.json:2: the same id as in line 1']);
  });

  it.each([
    ['no JSON', '{"a": ', ['m.json: not JSON']],
    ['a list', '[]', ['m.json: neither a persisted query manifest nor a map of ids to documents']],
    ['nothing', '{}', ['m.json: no operations']],
    [
      'a map of something else',
      '{"a": {"query": "x"}, "b": 1}',
      ['m.json "a": expected the text of a document', 'm.json "b": expected the text of a document'],
    ],
    ['another version of Apollo’s', apollo([], { version: 2 }), ['m.json version: expected version 1']],
    ['Apollo’s of nothing', apollo([]), ['m.json: no operations']],
    ['another format', '{"format": "else"}', ['m.json format:', 'm.json version:', 'm.json operations:']],
    [
      'an operation without a body',
      apollo([{ id: 'a', name: 'A', type: 'query' }]),
      ['m.json operations[0].body:'],
    ],
  ])('refuses %s with its place', (_name, source, expected) => {
    const findings = findingsOf(source);
    expect(findings).toHaveLength(expected.length);
    expected.forEach((text, index) => {
      expect(findings[index]?.startsWith(text)).toBe(true);
    });
  });

  it('never quotes what it could not read', () => {
    expect(findingsOf('{"secret words').join()).not.toContain('secret');
  });

  it('refuses what is too large or too many, and takes what is just not', () => {
    const many = (count: number) =>
      JSON.stringify(Object.fromEntries(Array.from({ length: count }, (_, n) => [`n${n}`, A])));
    expect(findingsOf(many(PUBLISH_LIMITS.documents))).toEqual([]);
    expect(findingsOf(many(PUBLISH_LIMITS.documents + 1))).toEqual(['m.json: more than 500 operations']);
    const large = JSON.stringify({ a: 'x'.repeat(PUBLISH_LIMITS.manifestBytes) });
    expect(findingsOf(large)).toEqual(['m.json: larger than 4194304 bytes']);
  });
});
