import type { DocumentReferenceResolvers } from '../src/generated/resolver-types.ts';
import { lookUp, lookUpAll, pluck } from './directory-lookup.ts';
import { readAttachedTexts, toAttachment } from './fhir/attachment.ts';
import { toCodeableConcept, toCodeableConcepts } from './fhir/coding.ts';
import { toPeriod } from './fhir/period.ts';
import {
  elements,
  readCode,
  readDateTime,
  readElement,
  readList,
  readReference,
  readString,
} from './fhir/read-element.ts';
import type { RowResolvers } from './row-resolvers.ts';

/** FHIR R4 DocumentReference. */
export const documentReference: RowResolvers<DocumentReferenceResolvers> = Object.freeze({
  status: (record) => readCode(record.status),
  docStatus: (record) => readCode(record.docStatus),
  type: (record) => toCodeableConcept(record.type),
  category: (record) => toCodeableConcepts(record.category),
  date: (record) => readDateTime(record.date),
  description: (record) => readString(record.description),
  authors: (record, _args, context) => lookUpAll(context, 'Practitioner', elements(record.author)),
  custodian: (record, _args, context) => lookUp(context, 'Organization', record.custodian),
  encounter: (record) => readList(readElement(record.context)?.encounter, readReference),
  period: (record) => toPeriod(readElement(record.context)?.period),
  text: (record) => readAttachedTexts(pluck(record.content, 'attachment')),
  attachments: (record) => readList(pluck(record.content, 'attachment'), toAttachment),
});
