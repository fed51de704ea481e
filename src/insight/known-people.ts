import { isJson, type Json } from '../is-json.ts';
import type { KnownIdentifiers } from './identifiers/known-identifiers.ts';
import { knownIdentifiersOf } from './identifiers/known-identifiers-of.ts';
import type { InsightData } from './insight-operation.ts';

/** Rows of each kind looked through for people. */
const ROWS = 50;
/** Professionals looked up. */
const MOST = 60;

/**
 * What identifies the patient and the people around them, as the store knows it: the patient with contacts, and who
 * takes part in care teams and encounters. Read without regard to what the caller may see, since it is taken out of
 * what a model is shown and MUST NOT be shown to anybody.
 */
export async function knownPeople(data: InsightData, subjectId: string): Promise<KnownIdentifiers> {
  const [{ record: patient }, teams, encounters] = await Promise.all([
    data.patient(subjectId),
    rowsOf(data, subjectId, 'CareTeam'),
    rowsOf(data, subjectId, 'Encounter'),
  ]);
  const references = [patient, ...teams, ...encounters].flatMap(referencesIn);
  const practitioners = [...new Set(references.filter((one) => one.startsWith('Practitioner/')))];
  const found = await Promise.all(
    practitioners
      .slice(0, MOST)
      .map((one) => data.organizational('Practitioner', one.slice('Practitioner/'.length))),
  );
  const named = [...teams, ...encounters].flatMap(displaysIn).map((text) => ({ name: [{ text }] }));
  const resources: readonly (Json | null)[] = [patient, ...found, ...named];
  return knownIdentifiersOf(resources.filter((one) => one !== null));
}

async function rowsOf(data: InsightData, subjectId: string, type: string): Promise<readonly Json[]> {
  const page = await data.rows({
    subjectId,
    type,
    categories: null,
    first: ROWS,
    after: null,
    labelled: true,
    admit: () => true,
  });
  return page.rows.map(({ record }) => record);
}

/** References to people that a record holds, at most three levels deep: where FHIR has them. */
function referencesIn(record: Json | null): readonly string[] {
  return record === null ? [] : stringsAt(record, 'reference', 4);
}

/** Of these a display is no name of a person. */
const NO_PERSON = /^(?:Organization|CareTeam|Location|HealthcareService|Device|Group)\//;

/** Names of people that stand beside such references, or in the place of one. */
function displaysIn({ participant, generalPractitioner }: Json): readonly string[] {
  return stringsAt(withoutPlaces({ participant, generalPractitioner }, 4), 'display', 4).filter((text) =>
    /^\p{Lu}/u.test(text),
  );
}

function withoutPlaces(value: unknown, depth: number): unknown {
  if (depth === 0 || typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item: unknown) => withoutPlaces(item, depth));
  if (isJson(value) && typeof value.reference === 'string' && NO_PERSON.test(value.reference)) return null;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, withoutPlaces(inner, depth - 1)]),
  );
}

function stringsAt(value: unknown, key: string, depth: number): readonly string[] {
  if (depth === 0 || typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) return value.flatMap((item: unknown) => stringsAt(item, key, depth));
  return Object.entries(value).flatMap(([name, inner]) =>
    name === key && typeof inner === 'string' ? [inner] : stringsAt(inner, key, depth - 1),
  );
}
