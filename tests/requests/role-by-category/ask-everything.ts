import type { Answered } from '../../support/answered.ts';
import type { Json } from './fhir-source.ts';
import { objectOf } from './fhir-source.ts';
import { PATIENT_COLUMNS } from './patient-columns.ts';
import { ROW_LISTS, type RowList } from './row-columns.ts';
import { selectionOf } from './shape.ts';

/** Rows asked for of each list. */
export const FIRST_PAGE = 20;

/** One query with every column of the table. */
export const EVERYTHING = everything('');

/** The same, and what the gateway says it decided; such an operation gets no errors for what is denied. */
export const EVERYTHING_EXPLAINED = everything('_access { field decision mask }');

function everything(also: string): string {
  return `query ($id: ID!, $first: Int!) {
    patient(id: $id) {
      id fhirId ${also} ${Object.values(PATIENT_COLUMNS).map(selectionOf).join(' ')}
      ${ROW_LISTS.map((list) => `${list.alias}: ${listSelection(list, 'first: $first', also)}`).join(' ')}
    }
  }`;
}

/** A list by itself, from a cursor on. */
export function pageQuery(list: RowList): string {
  return `query ($id: ID!, $after: String) {
    patient(id: $id) { rows: ${listSelection(list, 'first: 100, after: $after', '')} }
  }`;
}

function listSelection({ list, category, columns }: RowList, args: string, also: string): string {
  const narrowed = category === null ? args : `${args}, category: ${category}`;
  const fields = Object.values(columns).map(selectionOf).join(' ');
  return `${list}(${narrowed}) { edges { node { id fhirId ${also} ${fields} } } pageInfo { hasNextPage endCursor } }`;
}

/** The patient of an answer; `null` when there is none for the actor. */
export function patientOf({ body }: Answered): Json | null {
  const patient = body?.data?.patient ?? null;
  return patient === null ? null : objectOf(patient);
}
