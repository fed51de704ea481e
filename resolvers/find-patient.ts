import type { PatientSearch, PatientWithFacts, StoredRecord } from '../datasources/health-data.ts';
import { BadUserInputError } from '../src/errors.ts';
import type { FindPatientInput } from '../src/generated/resolver-types.ts';
import type { ResolverContext } from './context.ts';

/** Access matrix, exception 1: at most five. */
const MOST_SHOWN = 5;

/** Access matrix, exception 1: patients with these labels are never found. VIP means the same as CEL. */
const NEVER_FOUND: ReadonlySet<string> = new Set(['CEL', 'VIP', 'EMP']);

/**
 * Find, then open: patients by exact medical record number, or by family name with birth date.
 * @throws BadUserInputError for any other search
 */
export async function findPatient(
  input: FindPatientInput,
  { data, access }: ResolverContext,
): Promise<readonly StoredRecord[]> {
  const search = toSearch(input);
  const filters = Object.keys(search).map((name) => `FindPatientInput.${name}`);
  const admit = ({ record, facts }: PatientWithFacts) =>
    record !== null && access.admits('PatientMatch', facts, record, filters) && mayBeFound(record);
  const matches = await data.search(search, MOST_SHOWN, admit);
  return matches.flatMap(({ record }) => record ?? []);
}

function mayBeFound(record: StoredRecord): boolean {
  return !record.labels.some((label) => NEVER_FOUND.has(label));
}

function toSearch(input: FindPatientInput): PatientSearch {
  const mrn = stated(input.mrn);
  const family = stated(input.family);
  const birthDate = stated(input.birthDate);
  if (mrn === null && (family === null || birthDate === null)) {
    throw new BadUserInputError('findPatient: expected mrn, or family with birthDate');
  }
  return {
    ...(mrn === null ? {} : { mrn }),
    ...(family === null ? {} : { family }),
    ...(birthDate === null ? {} : { birthDate }),
  };
}

/** A value that was given; an empty one matches nobody and is refused. */
function stated(value: string | null | undefined): string | null {
  if (value === null || value === undefined) return null;
  if (value.trim() === '') throw new BadUserInputError('findPatient: a value is empty');
  return value;
}
