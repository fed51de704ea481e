import type { Tie } from '../access/facts.ts';
import { type FhirObject, objectOf, objectsOf, referenceOf, textOf } from './fhir-json.ts';
import { moment, type Period, readPeriod } from './period.ts';
import { rowDate } from './row-date.ts';
import { typeOf } from './type-of.ts';

const PERFORMERS: readonly string[] = ['Practitioner', 'PractitionerRole', 'Organization', 'CareTeam'];
const PERSONS: readonly string[] = ['Practitioner', 'PractitionerRole'];

/** Work that was done or is being done. A result that was cancelled or of unknown state ties nobody. */
const REPORTED: readonly string[] = [
  'registered',
  'partial',
  'preliminary',
  'final',
  'amended',
  'corrected',
  'appended',
];

/**
 * Performing an order (laboratory, imaging, pharmacy) treats, around its date: who performed or read a
 * result, who did a procedure, who was asked to perform or dispense. Work without a date ties nobody.
 */
export function orderTies(resource: FhirObject, source: string): readonly Tie[] {
  const period = workPeriod(resource);
  if (period === null) return [];
  const { references, types } = performers(resource);
  const anchors = new Set(references.filter((reference) => types.includes(typeOf(reference))));
  return [...anchors].map((anchor) => ({ kind: 'TREATING', anchor, source, ...period }));
}

function performers(resource: FhirObject): {
  readonly references: readonly string[];
  readonly types: readonly string[];
} {
  const list = (value: unknown) => objectsOf(value).flatMap((item) => referenceOf(item) ?? []);
  switch (resource.resourceType) {
    case 'DiagnosticReport':
      return {
        references: [...list(resource.performer), ...list(resource.resultsInterpreter)],
        types: PERFORMERS,
      };
    case 'Observation':
      // An organization stands on every result it ever printed: only persons are tied by one.
      return { references: list(resource.performer), types: PERSONS };
    case 'Procedure':
      return {
        references: objectsOf(resource.performer).flatMap((item) => referenceOf(item.actor) ?? []),
        types: PERFORMERS,
      };
    case 'ServiceRequest':
      return { references: list(resource.performer), types: PERFORMERS };
    case 'MedicationRequest': {
      const dispenser = referenceOf(objectOf(resource.dispenseRequest)?.performer);
      const performer = referenceOf(resource.performer);
      return { references: [dispenser, performer].filter((item) => item !== null), types: PERFORMERS };
    }
    default:
      return { references: [], types: [] };
  }
}

function workPeriod(resource: FhirObject): Period | null {
  const status = textOf(resource.status) ?? '';
  switch (resource.resourceType) {
    case 'DiagnosticReport':
    case 'Observation':
      return REPORTED.includes(status) ? moment(rowDate(resource)) : null;
    case 'Procedure':
      return procedurePeriod(resource, status);
    case 'ServiceRequest':
      return orderPeriod(status, resource.authoredOn ?? rowDate(resource), resource.occurrencePeriod);
    case 'MedicationRequest':
      return orderPeriod(status, resource.authoredOn, objectOf(resource.dispenseRequest)?.validityPeriod);
    default:
      return null;
  }
}

function procedurePeriod(procedure: FhirObject, status: string): Period | null {
  const performed = readPeriod(procedure.performedPeriod);
  if (performed === null || !['in-progress', 'completed', 'stopped'].includes(status)) return null;
  const start = performed.start ?? moment(procedure.performedDateTime)?.start ?? null;
  if (start === null) return null;
  if (status === 'in-progress') return { start, end: performed.end };
  return { start, end: performed.end ?? start };
}

/** An order ties from its date; while active to its validity's end (or openly), once completed not beyond. */
function orderPeriod(status: string, ordered: unknown, validity: unknown): Period | null {
  const start = moment(ordered)?.start ?? null;
  const valid = readPeriod(validity);
  if (start === null || valid === null) return null;
  if (status === 'active' || status === 'on-hold') return { start, end: valid.end };
  if (status === 'completed') return { start, end: valid.end ?? start };
  return null;
}
