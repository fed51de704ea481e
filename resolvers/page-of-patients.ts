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
  if (searches !== null) return pageOfMatches(searches, page, context);
  const patients = await context.data.patients(context.access.patientScope(), page, (facts) =>
    context.access.admits('Patient', facts),
  );
  const rows = patients.rows.flatMap(({ record: { record }, position }) =>
    record === null ? [] : [{ record, position }],
  );
  return { rows, hasNextPage: patients.hasNextPage };
}

async function pageOfMatches(
  searches: readonly PatientSearch[],
  page: { readonly first: number; readonly after: string | null },
  context: ResolverContext,
): Promise<RecordPage> {
  const found = await Promise.all(searches.map((search) => context.data.search(search, MOST_MATCHES)));
  const byId = new Map(found.flat().flatMap((match) => admitted(match, context)));
  const remaining = [...byId.keys()].sort().filter((id) => page.after === null || id > page.after);
  const rows = remaining.slice(0, page.first).flatMap((id) => {
    const record = byId.get(id);
    return record === undefined ? [] : [{ record, position: id }];
  });
  return { rows, hasNextPage: remaining.length > page.first };
}

function admitted({ record, facts }: PatientWithFacts, { access }: ResolverContext) {
  return record !== null && access.admits('Patient', facts) ? [[record.id, record] as const] : [];
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
