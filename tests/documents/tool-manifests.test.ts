import { preset } from '@graphql-codegen/client-preset';
import { codegen } from '@graphql-codegen/core';
import { buildASTSchema, parse } from 'graphql';
import { expect, it } from 'vitest';
import { checkDocumentId } from '../../src/documents/check-document-id.ts';
import { readManifest } from '../../src/documents/read-manifest.ts';

const SCHEMA = parse('type Query { me: Me } type Me { id: ID client: String }');
const SOURCE = 'fragment Who on Me { id } query Mine { me { ...Who client } } query Other { me { ...Who } }';

it.each([
  ['sha1', /^[0-9a-f]{40}$/],
  ['sha256', /^sha256:[0-9a-f]{64}$/],
] as const)('what graphql-codegen writes with %s is taken as it is', async (hashAlgorithm, notation) => {
  const parts = await preset.buildGeneratesSection({
    baseOutputDir: 'out/',
    config: {},
    presetConfig: { persistedDocuments: { hashAlgorithm, mode: 'embedHashInDocument' } },
    schema: SCHEMA,
    schemaAst: buildASTSchema(SCHEMA),
    documents: [{ location: 'operations.graphql', document: parse(SOURCE), rawSDL: SOURCE }],
    plugins: [],
    pluginMap: {},
  });
  // The manifest is made of what the typed documents leave, and waits for them.
  const written = await Promise.all(parts.map(async (part) => [part.filename, await codegen(part)] as const));
  const [, manifest = ''] = written.find(([name]) => name.endsWith('persisted-documents.json')) ?? [];
  const entries = readManifest('persisted-documents.json', manifest);
  expect(entries).toHaveLength(2);
  for (const { id, text } of entries) {
    expect(id).toMatch(notation);
    expect(checkDocumentId(id, text)).toBeNull();
    expect(checkDocumentId(id, `${text} `)).not.toBeNull();
  }
});
