import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { z } from 'zod';
import { MASKS, RELATIONSHIPS } from '../../src/access/access-model.ts';
import type { KnownDocument } from '../../src/documents/document-store.ts';
import { DOCUMENT_STATUSES, type RegisteredDocument } from '../../src/documents/registered-document.ts';
import { BadUserInputError, DataIntegrityError } from '../../src/errors.ts';
import { type Item, numberOf, requiredBytes, requiredText } from './item.ts';

/** DynamoDB takes 400 KB in all. */
const MOST_BYTES = 380 * 1024;
const MOST_UNPACKED = 32 * 1024 * 1024;

/** The attribute that is enough for `readBrief`. */
export const BRIEF = 'brief';

const Texts = z.array(z.string()).readonly();
const Footprint = z
  .strictObject({
    coordinates: z
      .array(
        z
          .strictObject({
            coordinate: z.string(),
            category: z.string().nullable(),
            categories: Texts,
            identifier: z.string().nullable(),
            sensitivity: Texts,
          })
          .readonly(),
      )
      .readonly(),
    filters: Texts,
    insights: Texts,
    mutations: Texts,
    worstPatients: z.number(),
    worstRows: z.number(),
    byRole: z
      .record(
        z.string(),
        z
          .strictObject({
            whole: Texts,
            masked: Texts,
            denied: Texts,
            grants: z
              .array(
                z
                  .strictObject({
                    categories: Texts,
                    mask: z.enum(MASKS),
                    purposes: Texts,
                    relationships: z.array(z.enum(RELATIONSHIPS)).readonly(),
                    sensitivity: Texts,
                    breakGlass: z.boolean(),
                    coordinates: Texts,
                  })
                  .readonly(),
              )
              .readonly(),
          })
          .readonly(),
      )
      .readonly(),
    hash: z.string(),
  })
  .readonly();
const Document: z.ZodType<RegisteredDocument> = z
  .strictObject({
    tenant: z.string(),
    client: z.string(),
    id: z.string(),
    name: z.string().nullable(),
    text: z.string(),
    sha256: z.string(),
    kind: z.enum(['query', 'mutation']),
    status: z.enum(DOCUMENT_STATUSES),
    footprint: Footprint,
    approvedFootprint: Footprint.nullable(),
    approvedAt: z.number().nullable(),
    proposedBy: z.string(),
    proposedAt: z.number(),
    reviewedBy: z.string().nullable(),
    reviewedAt: z.number().nullable(),
    reason: z.string().nullable(),
    checkedUnder: z.string(),
  })
  .readonly();

const Known: z.ZodType<KnownDocument> = z
  .strictObject({
    id: z.string(),
    name: z.string().nullable(),
    sha256: z.string(),
    status: z.enum(DOCUMENT_STATUSES),
  })
  .readonly();

/** What stands beside the keys. Footprints repeat themselves, so they are packed. @throws BadUserInputError: too large */
export function documentAttributes(document: RegisteredDocument, revision: number): Item {
  const body = deflateRawSync(JSON.stringify(document));
  if (body.length > MOST_BYTES) throw new BadUserInputError('a document with its footprint is too large');
  const { id, name, sha256, status } = document;
  return {
    status: { S: status },
    rev: { N: String(revision) },
    [BRIEF]: { S: JSON.stringify({ id, name, sha256, status }) },
    body: { B: body },
  };
}

/** @throws DataIntegrityError */
export function readBrief(item: Item): KnownDocument {
  try {
    return Known.parse(JSON.parse(requiredText(item, BRIEF)));
  } catch {
    throw new DataIntegrityError('a registered document cannot be read');
  }
}

/** @throws DataIntegrityError */
export function readDocumentItem(item: Item): {
  readonly document: RegisteredDocument;
  readonly revision: number;
} {
  try {
    const unpacked = inflateRawSync(requiredBytes(item, 'body'), { maxOutputLength: MOST_UNPACKED });
    const document = Document.parse(JSON.parse(unpacked.toString('utf8')));
    return { document, revision: numberOf(item, 'rev') ?? 0 };
  } catch {
    throw new DataIntegrityError('a registered document cannot be read');
  }
}
