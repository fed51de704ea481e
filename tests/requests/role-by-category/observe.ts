import { isDeepStrictEqual } from 'node:util';
import { FIRST_PAGE } from './ask-everything.ts';
import { categoryOf } from './categorize.ts';
import type { Letter } from './expected-table.ts';
import type { Json, Person, Source } from './fhir-source.ts';
import { objectOf, objects } from './fhir-source.ts';
import { type MaskedPerson, type MaskLetter, maskedOf } from './mask.ts';
import { PATIENT_COLUMNS } from './patient-columns.ts';
import { ROW_LISTS, type RowList } from './row-columns.ts';
import { type Fields, wholeOf } from './shape.ts';

/** What one person's answer shows of one column: every letter it agrees with; none: it agrees with nothing. */
export interface Observation {
  readonly column: string;
  readonly fits: readonly Letter[];
}

const TOKEN = /^psn-[0-9a-f]{32}$/;
const MASKS: readonly MaskLetter[] = ['W', 'P', 'G'];

/** Holds one answer against the source. A column of which this person has nothing is left out. */
export function observe(
  answer: Json | null,
  person: Person,
  source: Source,
  facts: MaskedPerson,
): readonly Observation[] {
  const ofPatient = Object.entries(PATIENT_COLUMNS).map(([column, fields]) => ({
    column,
    fits: answer === null ? absent : fitsValues(fields, [person.patient], [answer], source, facts),
  }));
  const ofRows = ROW_LISTS.flatMap((list) => observeList(list, answer, person, source, facts));
  return [...ofPatient, ...ofRows];
}

const absent: readonly Letter[] = ['x'];

function observeList(
  list: RowList,
  answer: Json | null,
  person: Person,
  source: Source,
  facts: MaskedPerson,
): readonly Observation[] {
  const all = rowsOf(list, person);
  const columns = Object.entries(list.columns);
  if (answer === null) return columns.map(([column]) => ({ column, fits: absent }));
  const shown = answer[list.alias];
  if (shown === null) return columns.map(([column]) => ({ column, fits: ['n'] }));
  if (all.length === 0) return isEmpty(shown) ? [] : columns.map(([column]) => ({ column, fits: [] }));
  if (isEmpty(shown)) return columns.map(([column]) => ({ column, fits: absent }));
  const rows = all.slice(0, FIRST_PAGE);
  const whole = isPage(shown, all.length > rows.length);
  return columns.map(([column, fields]) => ({
    column,
    fits: whole ? fitsValues(fields, rows, nodesOf(shown), source, facts) : [],
  }));
}

/** Rows of a list as the source has them, newest first, then by id from last to first. */
export function rowsOf({ type, category, date }: RowList, person: Person): readonly Json[] {
  const instant = (row: Json) => Date.parse(String(date(row) ?? ''));
  return person
    .rows(type)
    .filter((row) => category === null || categoryOf(row) === category)
    .toSorted((a, b) => instant(b) - instant(a) || (String(a.id) < String(b.id) ? 1 : -1));
}

/** Letters that these answers agree with, row by row. */
export function fitsValues(
  fields: Fields,
  rows: readonly Json[],
  answers: readonly Json[],
  source: Source,
  facts: MaskedPerson,
): readonly Letter[] {
  if (answers.length !== rows.length) return [];
  const names = Object.keys(fields);
  const given = answers.map((answer) => Object.fromEntries(names.map((name) => [name, answer[name]])));
  const whole = rows.map((row) => wholeOf(fields, row, source));
  const fits: Letter[] = MASKS.filter((letter) =>
    isDeepStrictEqual(
      given,
      whole.map((row) => maskedOf(fields, row, letter, facts)),
    ),
  );
  if (given.every((row, at) => isPseudonym(row, whole[at]))) fits.push('Y');
  const nothing = given.every((row) => Object.values(row).every((value) => value === null));
  const something = whole.some((row) => Object.values(row).some((value) => value !== null));
  if (nothing && something) fits.push('n');
  return fits.filter((letter) => answers.every((answer) => isSaid(letter, answer, names)));
}

const SAID: Readonly<Record<string, Letter>> = {
  'PERMIT NONE': 'W',
  'MASK PARTIAL': 'P',
  'MASK GENERALIZE': 'G',
  'MASK PSEUDONYM': 'Y',
  'DENY REDACT': 'n',
};

/** Where two masks leave the same of what somebody has, the gateway's own word tells which it was. */
function isSaid(letter: Letter, answer: Json, names: readonly string[]): boolean {
  if (answer._access === undefined) return true;
  const said = new Map(
    objects(answer._access).map(({ field, decision, mask }) => [field, SAID[`${decision} ${mask}`]]),
  );
  return names.every((name) => said.get(name) === letter);
}

function isPseudonym(given: Json, whole: Json | undefined): boolean {
  return Object.entries(given).every(
    ([name, value]) => typeof value === 'string' && TOKEN.test(value) && value !== whole?.[name],
  );
}

function isEmpty(connection: unknown): boolean {
  return nodesOf(connection).length === 0;
}

function isPage(connection: unknown, more: boolean): boolean {
  return objectOf(objectOf(connection).pageInfo).hasNextPage === more;
}

export function nodesOf(connection: unknown): readonly Json[] {
  return objects(objectOf(connection).edges).map(({ node }) => objectOf(node));
}

/** Ids of the answer's rows and patient agree with the source, or are all pseudonyms. */
export function idsFit(answer: Json, person: Person, pseudonymous: boolean): readonly string[] {
  const wrong: string[] = [];
  const check = (where: string, node: Json, type: string, id: string) => {
    const fine = pseudonymous
      ? TOKEN.test(String(node.id)) && TOKEN.test(String(node.fhirId))
      : node.id === `${type}/${id}` && node.fhirId === id;
    if (!fine) wrong.push(where);
  };
  check('Patient', answer, 'Patient', person.id);
  for (const list of ROW_LISTS) {
    const rows = rowsOf(list, person);
    for (const [at, node] of nodesOf(answer[list.alias]).entries())
      check(list.alias, node, list.type, String(rows[at]?.id));
  }
  return wrong;
}
