import { parse, specifiedRules, validate } from 'graphql';
import { describe, expect, it } from 'vitest';
import { loadSdl } from '../../directives/load-sdl.ts';
import { readSdl } from '../../directives/read-sdl.ts';
import { sha256Of } from '../../src/documents/check-document-id.ts';
import { limitDocument } from '../../src/documents/limit-document.ts';
import { OWN_DOCUMENTS, withOwnDocuments } from '../../src/documents/own-documents.ts';
import { MemoryDocuments } from '../support/memory-documents.ts';
import { stored } from './registry.ts';

const { schema } = readSdl(await loadSdl('schema'));

describe('the gateway’s own documents', () => {
  it.each(Object.entries(OWN_DOCUMENTS))(
    '%s fits the schema and the limits, under the hash of its text',
    (_name, own) => {
      expect(validate(schema, parse(own.text), [...specifiedRules, limitDocument])).toEqual([]);
      expect(own.id).toBe(`sha256:${sha256Of(own.text)}`);
    },
  );

  it('ask for documents and declarations, and nothing else', () => {
    const roots = Object.values(OWN_DOCUMENTS).flatMap(({ text }) =>
      parse(text).definitions.flatMap((one) =>
        one.kind === 'OperationDefinition'
          ? one.selectionSet.selections.map((field) =>
              field.kind === 'Field' ? field.name.value : field.kind,
            )
          : [one.kind],
      ),
    );
    expect(roots.toSorted()).toEqual([
      'accessReview',
      'approveDocument',
      'document',
      'documents',
      'publishDocuments',
      'rejectDocument',
      'retireDocument',
    ]);
  });

  it('are found by every client, beside its own', async () => {
    const store = new MemoryDocuments();
    await store.put(stored(), null);
    const source = withOwnDocuments(store);
    const { id, text } = OWN_DOCUMENTS.publish;
    expect(await source.find('any', 'one', id)).toMatchObject({
      tenant: 'any',
      client: 'one',
      id,
      text,
      status: 'APPROVED',
      sha256: sha256Of(text),
    });
    expect((await source.find('riverside', 'app', 'a'))?.status).toBe('PROPOSED');
    expect(await source.find('riverside', 'other', 'a')).toBeNull();
  });
});
