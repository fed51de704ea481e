import { describe, expect, it } from 'vitest';
import { DeskRefused } from '../../src/cli/document-desk.ts';
import { publicationLines } from '../../src/cli/document-lines.ts';
import { publishInParts } from '../../src/cli/publish-in-parts.ts';
import { DOCUMENT_LIMITS } from '../../src/documents/document-limits.ts';
import type { ManifestEntry } from '../../src/documents/manifest-entry.ts';
import { publishDocuments } from '../../src/documents/publish-documents.ts';
import { PUBLISH_LIMITS } from '../../src/documents/publish-limits.ts';
import { readManifest } from '../../src/documents/read-manifest.ts';
import { registry } from '../documents/registry.ts';

const entry = (n: number | string, text = `query Q${n} { a }`): ManifestEntry => {
  return { id: `d${n}`, text, place: `manifest.json:${n}` };
};
const many = (count: number) => Array.from({ length: count }, (_, n) => entry(n));

/** As a gateway answers; `before` may fail in its place. */
function gateway(before: (request: number) => void = () => {}) {
  const given = registry();
  const requests: string[][] = [];
  const send = async (documents: readonly { readonly id: string; readonly text: string }[]) => {
    before(requests.length);
    requests.push(documents.map(({ id }) => id));
    const entries = documents.map((one, index) => ({ ...one, place: `documents[${index}]` }));
    const by = { client: 'app', by: 'app', record: async () => {} };
    const done = await publishDocuments(given, { ...by, entries });
    if (!done.accepted) return { ...done, documents: [] };
    const published = done.documents.map(({ document: { id, name, status }, proposed }) => {
      return { id, name, status, proposed };
    });
    return { accepted: true, documents: published, findings: [] };
  };
  return { send, requests, store: given.store };
}

describe('publishInParts', () => {
  it('sends all, a part in each request', async () => {
    const { send, requests, store } = gateway();
    const done = await publishInParts(many(120), send);
    expect([done.accepted, done.documents.length, store.stored.size]).toEqual([true, 120, 120]);
    expect(requests.map(({ length }) => length)).toEqual([50, 50, 20]);
    const large = [1, 2, 3].map((n) => entry(n, `query Q${n} { a } #${'x'.repeat(60_000)}`));
    const other = gateway();
    await publishInParts(large, other.send);
    expect(other.requests).toEqual([['d1', 'd2'], ['d3']]);
  });

  it.each<[string, readonly ManifestEntry[], string]>([
    [
      'an id twice',
      [...many(50), { ...entry(0), place: 'other:1' }],
      'other:1: the same id as manifest.json:0',
    ],
    ['what is no GraphQL', [...many(50), entry('bad', 'query {')], 'manifest.json:bad: Syntax Error'],
    ['no name', [...many(50), entry('bad', '{ a }')], 'manifest.json:bad: the operation has no name'],
    [
      'the hash of another text',
      [...many(50), { ...entry('bad'), id: 'f'.repeat(64) }],
      'manifest.json:bad: the id looks like the sha256 hash',
    ],
    [
      'a text too large',
      [...many(50), entry('bad', `query B { a } ${' '.repeat(PUBLISH_LIMITS.textBytes)}`)],
      'manifest.json:bad: larger than',
    ],
    [
      'too many tokens',
      [...many(50), entry('bad', `query B { ${'a '.repeat(DOCUMENT_LIMITS.tokens)} }`)],
      'manifest.json:bad: Syntax Error',
    ],
    [
      'too many aliases',
      [
        ...many(50),
        entry('bad', `query B { ${Array.from({ length: 201 }, (_, n) => `x${n}: a`).join(' ')} }`),
      ],
      'manifest.json:bad: This operation asks for too much at once.',
    ],
    [
      'more than one publication holds',
      many(PUBLISH_LIMITS.documents + 1),
      'documents: more than 500 documents at once',
    ],
  ])('sends nothing of a publication with %s', async (_name, entries, finding) => {
    const { send, requests } = gateway();
    const done = await publishInParts(entries, send);
    expect([done.accepted, done.documents, requests]).toEqual([false, [], []]);
    expect(done.findings.map(({ place, message }) => `${place}: ${message}`)).toEqual([
      expect.stringContaining(finding),
    ]);
    expect(publicationLines(done)).toMatch(/\nnothing was published\n$/);
  });

  it.each([
    ['name', { name: 'Other', type: 'mutation' }, 'another name than Real'],
    ['type', { name: 'Real', type: 'query' }, 'a query, and it is a mutation'],
  ])('sends nothing under another %s than the manifest says', async (_name, says, message) => {
    const { send, requests } = gateway();
    const manifest = {
      format: 'apollo-persisted-query-manifest',
      version: 1,
      operations: [{ id: 'x1', body: 'mutation Real { c }', ...says }],
    };
    const done = await publishInParts(readManifest('m.json', JSON.stringify(manifest)), send);
    expect([done.accepted, requests]).toEqual([false, []]);
    expect(done.findings).toMatchObject([{ id: 'x1', place: 'm.json operations[0]' }]);
    expect(done.findings[0]?.message).toContain(message);
  });

  it('says what was stored before the gateway refused a later part', async () => {
    const { send, store } = gateway();
    const done = await publishInParts([...many(50), entry('unfit', 'query B { nope }')], send);
    expect(done).toMatchObject({
      accepted: false,
      findings: [{ id: 'dunfit', place: 'manifest.json:unfit' }],
    });
    expect(done.documents.map(({ id }) => id)).toEqual(many(50).map(({ id }) => id));
    expect(store.stored.size).toBe(50);
    const lines = publicationLines(done).split('\n');
    expect(lines[0]).toContain('manifest.json:unfit: Cannot query field "nope"');
    expect(lines.slice(1, 3)).toEqual(['stored before that:', 'proposed  PROPOSED  Q0  d0']);
    expect(lines.at(-2)).toBe('publishing again leaves these as they are, and goes on with the rest');
    const again = await publishInParts(many(51), send);
    expect(again.documents.filter(({ proposed }) => proposed).map(({ id }) => id)).toEqual(['d50']);
  });

  it('says so too where a later part did not arrive, and refuses where the first did not', async () => {
    const failing = (at: number) =>
      gateway((request) => {
        if (request === at) throw new DeskRefused('RATE_LIMITED: try again later');
      });
    const later = await publishInParts(many(60), failing(1).send);
    expect(later).toMatchObject({
      accepted: false,
      findings: [{ id: null, place: 'from manifest.json:50 on', message: 'RATE_LIMITED: try again later' }],
    });
    expect(later.documents).toHaveLength(50);
    await expect(publishInParts(many(60), failing(0).send)).rejects.toThrow(DeskRefused);
  });
});
