import { type FhirObject, objectOf, objectsOf, referenceOf, textOf } from './fhir-json.ts';
import { ORGANIZATIONAL_TYPES, SUBJECT_ELEMENT } from './resource-types.ts';
import type { SkipCode } from './skip-reason.ts';
import { idOf, typeOf } from './type-of.ts';

/** Logical id of the patient, `null` for a resource of no patient, or why there is none. */
export type Subject = { readonly id: string | null } | { readonly skip: SkipCode };

/** Whose record this is. References MUST be in relative form already. */
export function subjectOf(resource: FhirObject, id: string): Subject {
  const type = textOf(resource.resourceType) ?? '';
  if (ORGANIZATIONAL_TYPES.includes(type)) return { id: null };
  const element = Object.hasOwn(SUBJECT_ELEMENT, type) ? SUBJECT_ELEMENT[type] : undefined;
  switch (element) {
    case undefined:
      return { skip: 'TYPE_NOT_SUPPORTED' };
    case 'self':
      return { id };
    case 'participant':
      return fromParticipants(resource);
    default:
      return fromReference(resource[element], type);
  }
}

function fromReference(value: unknown, type: string): Subject {
  if (value === undefined || value === null) {
    // A CareTeam without a patient is a group of staff; a Device without one is stock.
    if (type === 'CareTeam') return { id: null };
    return { skip: type === 'Device' ? 'NO_STOCK' : 'NO_SUBJECT' };
  }
  const reference = referenceOf(value);
  if (reference === null || typeOf(reference) === '') return { skip: 'SUBJECT_UNRESOLVED' };
  if (typeOf(reference) !== 'Patient') return { skip: 'SUBJECT_NOT_PATIENT' };
  return { id: idOf(reference) };
}

/** An appointment is the record of the one patient in it; with several, known or not, it is nobody's alone. */
function fromParticipants(appointment: FhirObject): Subject {
  const participants = objectsOf(appointment.participant);
  const actors = participants.map(({ actor }) => objectOf(actor)).filter((actor) => actor !== null);
  const references = actors.flatMap((actor) => referenceOf(actor) ?? []);
  const patients = new Set(references.filter((reference) => typeOf(reference) === 'Patient'));
  if (patients.size > 1) return { skip: 'SUBJECT_NOT_PATIENT' };
  if (actors.some((actor) => mayBePatient(actor, appointment))) return { skip: 'SUBJECT_UNRESOLVED' };
  const [only] = patients;
  if (only !== undefined) return { id: idOf(only) };
  return {
    skip: references.some((reference) => typeOf(reference) === '') ? 'SUBJECT_UNRESOLVED' : 'NO_SUBJECT',
  };
}

/** Of an address (`https://ehr.example/fhir/Patient/1`) or a search (`Patient?identifier=…`), the type it names. */
const NAMED_TYPE = /(?:^|\/)([A-Z][A-Za-z]{1,39})(?:\/[^/?]+(?:\/_history\/[^/]+)?|\?.*)$/;

/** Whether an actor that was not resolved is a patient, or does not say what it is. One of text alone names nobody. */
function mayBePatient(actor: FhirObject, appointment: FhirObject): boolean {
  const reference = referenceOf(actor);
  if (reference !== null && typeOf(reference) !== '') return false;
  const isNamed = reference !== null || actor.identifier !== undefined;
  const type = textOf(actor.type) ?? typeNamedBy(reference ?? '', appointment);
  return type === null ? isNamed : type === 'Patient';
}

function typeNamedBy(reference: string, appointment: FhirObject): string | null {
  if (!reference.startsWith('#')) return NAMED_TYPE.exec(reference)?.[1] ?? null;
  const contained = objectsOf(appointment.contained).find(({ id }) => id === reference.slice(1));
  return textOf(contained?.resourceType);
}
