import { expect } from 'vitest';
import type { Store } from '../../datasources/open-store.ts';
import type { RegisteredDocument } from '../../src/documents/registered-document.ts';

/** Stores a document that was not there. */
export async function putDocument(
  { documents }: Pick<Store, 'documents'>,
  document: RegisteredDocument,
): Promise<RegisteredDocument> {
  expect(await documents.put(document, null)).toBe('stored');
  return document;
}
