import type { PatientSearch, PatientWithFacts } from '../datasources/health-data.ts';
import { BadUserInputError } from '../src/errors.ts';
import type { PatientSearchInput } from '../src/generated/resolver-types.ts';
import type { RecordPage, ResolverContext } from './context.ts';
import { nameSearches } from './name-searches.ts';

interface Arguments {
  readonly first: number | null;
  readonly after: string | null;
  readonly search: PatientSearchInput | null;
}

/** Page size of the schema's default, for a `first` that was given as null. */
const DEFAULT_FIRST = 20;

/** The most matches one search looks at. More share a value only where a search is too wide to be of use. */
const MOST_MATCHES = 200;

/**
 * Patients who exist for the actor: all of its scope, or those whose values match. Rows that do not exist
 * for the actor are dropped before the page is counted.
 * @throws BadUserInputError for a search value that is empty
 */
export async function pageOfPatients(
  args: { [Name in keyof Arguments]?: Arguments[Name] | undefined },
  context: ResolverContext,
): Promise<RecordPage> {
  const page = { first: args.first ?? DEFAULT_FIRST, after: args.after ?? null };
  const searches = toSearches(args.search ?? null);
  if (searches !== null) return pageOfMatches(searches, filtersOf(args.search ?? null), page, context);
  const patients = await context.data.patients(context.access.patientScope(), page, (facts, record) =>
    context.access.admits('Patient', facts, record),
  );
  const rows = patients.rows.flatMap(({ record: { record }, position }) =>
    record === null ? [] : [{ record, position }],
  );
  return { rows, hasNextPage: patients.hasNextPage };
}

async function pageOfMatches(
  searches: readonly PatientSearch[],
  filters: readonly string[],
  page: { readonly first: number; readonly after: string | null },
  context: ResolverContext,
): Promise<RecordPage> {
  const admit = ({ record, facts }: PatientWithFacts) =>
    context.access.admits('Patient', facts, record, filters);
  const found = await Promise.all(searches.map((search) => context.data.search(search, MOST_MATCHES, admit)));
  const byId = new Map(found.flat().flatMap(({ record }) => (record === null ? [] : [[record.id, record]])));
  const remaining = [...byId.keys()].sort().filter((id) => page.after === null || id > page.after);
  const rows = remaining.slice(0, page.first).flatMap((id) => {
    const record = byId.get(id);
    return record === undefined ? [] : [{ record, position: id }];
  });
  return { rows, hasNextPage: remaining.length > page.first };
}

/** Coordinates of the values searched by: a match for whom one of them is not open must not be counted. */
function filtersOf(input: PatientSearchInput | null): readonly string[] {
  return Object.entries(input ?? {}).flatMap(([name, value]) =>
    typeof value === 'string' ? [`PatientSearchInput.${name}`] : [],
  );
}

/** The exact searches that a search input means; `null` when it names no value, which is no search. */
function toSearches(input: PatientSearchInput | null): readonly PatientSearch[] | null {
  const { name, birthDate, mrn, phone } = input ?? {};
  const given = [name, birthDate, mrn, phone].filter((value) => typeof value === 'string');
  if (given.length === 0) return null;
  if (given.some((value) => value.trim() === '')) throw new BadUserInputError('search: a value is empty');
  const others: PatientSearch = {
    ...(typeof birthDate === 'string' ? { birthDate } : {}),
    ...(typeof mrn === 'string' ? { mrn } : {}),
    ...(typeof phone === 'string' ? { phone } : {}),
  };
  return typeof name === 'string' ? nameSearches(name).map((one) => ({ ...others, ...one })) : [others];
}
