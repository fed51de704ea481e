import type { CodeableConcept, MedicationRequestResolvers } from '../src/generated/resolver-types.ts';
import { lookUp } from './directory-lookup.ts';
import { toAnnotation } from './fhir/annotation.ts';
import { toCodeableConcept, toCodeableConcepts } from './fhir/coding.ts';
import { toDosage } from './fhir/dosage.ts';
import type { Element } from './fhir/read-element.ts';
import {
  elements,
  readBoolean,
  readCode,
  readDateTime,
  readElement,
  readList,
  readReference,
  readString,
} from './fhir/read-element.ts';
import type { RowResolvers } from './row-resolvers.ts';

/** FHIR R4 MedicationRequest. */
export const medicationRequest: RowResolvers<MedicationRequestResolvers> = Object.freeze({
  status: (record) => readCode(record.status),
  statusReason: (record) => toCodeableConcept(record.statusReason),
  intent: (record) => readCode(record.intent),
  category: (record) => toCodeableConcepts(record.category),
  doNotPerform: (record) => readBoolean(record.doNotPerform),
  priority: (record) => readCode(record.priority),
  medication: (record) => toMedication(record),
  encounter: (record) => readReference(record.encounter),
  authoredOn: (record) => readDateTime(record.authoredOn),
  requester: (record, _args, context) => lookUp(context, 'Practitioner', record.requester),
  reasonCode: (record) => toCodeableConcepts(record.reasonCode),
  reasonReference: (record) => readList(record.reasonReference, readReference),
  note: (record) => readList(record.note, toAnnotation),
  dosageInstruction: (record) => readList(record.dosageInstruction, toDosage),
});

/** MedicationRequest.medication[x]: the concept, else that of the contained Medication, else the reference's display. */
export function toMedication(record: Element): CodeableConcept | null {
  const concept = toCodeableConcept(record.medicationCodeableConcept);
  if (concept !== null) return concept;
  const reference = readElement(record.medicationReference);
  const target = reference?.reference;
  const contained = elements(record.contained).find(
    (one) => one.resourceType === 'Medication' && typeof one.id === 'string' && target === `#${one.id}`,
  );
  const display = readString(reference?.display);
  return toCodeableConcept(contained?.code) ?? (display === null ? null : { text: display, codings: null });
}
