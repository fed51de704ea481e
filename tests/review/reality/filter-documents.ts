import type { AccessModel, PhiFilter } from '../../../src/access/access-model.ts';
import type { PatientName } from './cell-world.ts';

/** How each filter of the shipped schema is used, by the value it takes. */
const GIVEN: Readonly<Record<string, string>> = {
  code: '"urn:codes|amber-1"',
  date: '{ from: "2019-01-01T00:00:00Z" }',
  onsetDate: '{ from: "2019-01-01T00:00:00Z" }',
  recordedDate: '{ from: "2019-01-01T00:00:00Z" }',
};

/** Filters of a patient's lists, one operation: each stands on the record once. */
export function listFilters({ filters }: AccessModel): readonly PhiFilter[] {
  return Object.values(filters).filter(({ coordinate }) => coordinate.startsWith('Patient.'));
}

export function listFilterQuery(model: AccessModel, patient: PatientName): string {
  const used = listFilters(model).map(({ coordinate }, index) => {
    const [, list = '', argument = ''] = /^Patient\.(\w+)\((\w+):\)$/.exec(coordinate) ?? [];
    return `f${index}: ${list}(first: 100, ${argument}: ${GIVEN[argument]}) { edges { node { __typename } } }`;
  });
  return `{ node(id: "Patient/${patient}") { ... on Patient { ${used.join(' ')} } } }`;
}

/** How the others are used; those that the schema declares and nobody uses here make the test fail. */
export const ROOT_FILTERS: Readonly<Record<string, string>> = {
  'PatientSearchInput.name': 'patients(first: 1, search: { name: "Alder" }) { edges { node { id } } }',
  'PatientSearchInput.birthDate':
    'patients(first: 1, search: { birthDate: "1975-04-05" }) { edges { node { id } } }',
  'PatientSearchInput.mrn': 'patients(first: 1, search: { mrn: "M-1" }) { edges { node { id } } }',
  'PatientSearchInput.phone':
    'patients(first: 1, search: { phone: "555-010-0101" }) { edges { node { id } } }',
  'FindPatientInput.mrn': 'findPatient(search: { mrn: "M-1" }) { id }',
  'FindPatientInput.family': 'findPatient(search: { family: "Alder", birthDate: "1975-04-05" }) { id }',
  'FindPatientInput.birthDate': 'findPatient(search: { family: "Alder", birthDate: "1975-04-05" }) { id }',
  'Query.breakGlassReviews(state:)': 'breakGlassReviews(first: 1, state: OPEN) { edges { node { id } } }',
  'Query.insightReviews(state:)': 'insightReviews(first: 1, state: DRAFT) { edges { node { id } } }',
};

export function rootFilters({ filters }: AccessModel): readonly PhiFilter[] {
  return Object.values(filters).filter(
    ({ coordinate, grants }) => !coordinate.startsWith('Patient.') && Object.keys(grants).length > 0,
  );
}

export const ROOT_FILTER_QUERY = `{ ${[...new Set(Object.values(ROOT_FILTERS))]
  .map((used, index) => `f${index}: ${used}`)
  .join(' ')} }`;
