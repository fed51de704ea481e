import type { DiagnosticReportResolvers } from '../src/generated/resolver-types.ts';
import { readAttachedTexts, toAttachment } from './fhir/attachment.ts';
import { toCodeableConcept, toCodeableConcepts } from './fhir/coding.ts';
import { toPeriod } from './fhir/period.ts';
import {
  elements,
  readCode,
  readDateTime,
  readList,
  readReference,
  readString,
} from './fhir/read-element.ts';
import type { RowResolvers } from './row-resolvers.ts';

/** FHIR R4 DiagnosticReport. */
export const diagnosticReport: RowResolvers<DiagnosticReportResolvers> = Object.freeze({
  status: (record) => readCode(record.status),
  category: (record) => toCodeableConcepts(record.category),
  code: (record) => toCodeableConcept(record.code),
  encounter: (record) => readReference(record.encounter),
  effectiveDateTime: (record) => readDateTime(record.effectiveDateTime),
  effectivePeriod: (record) => toPeriod(record.effectivePeriod),
  issued: (record) => readDateTime(record.issued),
  performer: (record) => readList(record.performer, readReference),
  result: (record) => readList(record.result, readReference),
  conclusion: (record) => readString(record.conclusion),
  conclusionCode: (record) => toCodeableConcepts(record.conclusionCode),
  text: (record) => readAttachedTexts(elements(record.presentedForm)),
  presentedForm: (record) => readList(record.presentedForm, toAttachment),
});
