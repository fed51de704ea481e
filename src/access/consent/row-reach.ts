import { isJson } from '../../is-json.ts';
import type { Interval, Provision, ProvisionCode, ProvisionData } from './consent.ts';
import { UNRESOLVED } from './consent.ts';
import { relativeReference } from './fhir-types.ts';
import type { Reach } from './reach.ts';
import { NONE, PART, WHOLE } from './reach.ts';
import { rowDates } from './row-dates.ts';
import { labelReach } from './row-labels.ts';
import type { Found } from './search-inside.ts';
import { searchInside } from './search-inside.ts';

type Resource = Readonly<Record<string, unknown>>;

/** A row as rules look at it. */
export interface ConsentRow {
  /** FHIR type. */
  readonly type: string;
  readonly record: Resource;
  /** Effective labels. */
  readonly labels: readonly string[];
}

/** Whether anything but labels of a row matters to the rule itself. */
export function looksAtRow({ dataPeriod, data, classes, codes }: Provision): boolean {
  return dataPeriod !== null || data.length > 0 || classes.length > 0 || codes.length > 0;
}

/** How far a rule's criteria about rows reach over one row: no further than the least of them. */
export function rowReach(rule: Provision, row: ConsentRow): Reach {
  let reach = labelReach(rule.type, rule.labels, row.labels);
  if (reach === NONE || !looksAtRow(rule)) return reach;
  if (rule.classes.length > 0 && !rule.classes.includes(row.type)) return NONE;
  if (rule.dataPeriod !== null) reach = least(reach, periodReach(rule.dataPeriod, row));
  if (reach !== NONE && rule.codes.length > 0) reach = least(reach, codeReach(rule.codes, row.record));
  if (reach !== NONE && rule.data.length > 0) reach = least(reach, dataReach(rule.data, row));
  return reach;
}

/** Who somebody is belongs to no time; any other row that does not say when it is of may be of any. */
function periodReach(period: Interval, { type, record }: ConsentRow): Reach {
  if (type === 'Patient') return NONE;
  const dates = rowDates(record);
  if (dates === null) return PART;
  if (dates.until < period.from || dates.from > period.until) return NONE;
  return dates.from >= period.from && dates.until <= period.until ? WHOLE : PART;
}

/** What a row is about, as against what it mentions. `class` of an Encounter is a Coding. */
const OWN_CODES: readonly string[] = Object.freeze([
  ...['code', 'medicationCodeableConcept', 'vaccineCode', 'type', 'category', 'class'],
]);

function codeReach(codes: readonly ProvisionCode[], record: Resource): Reach {
  if (OWN_CODES.some((element) => ownCodings(record[element]).some((each) => isOneOf(codes, each))))
    return WHOLE;
  return inPart(searchInside(record, (node) => mayBeOneOf(codes, node)));
}

/** Codings of one concept or of a list of them. */
function ownCodings(value: unknown): readonly unknown[] {
  const concepts: readonly unknown[] = Array.isArray(value) ? value : [value];
  return concepts.flatMap((concept) =>
    isJson(concept) ? (Array.isArray(concept.coding) ? concept.coding : [concept]) : [],
  );
}

function isOneOf(codes: readonly ProvisionCode[], coding: unknown): boolean {
  if (!isJson(coding)) return false;
  return codes.some(
    ({ system, code }) => code === coding.code && (system === null || system === coding.system),
  );
}

/** A coding that leaves its system out may be of any. */
function mayBeOneOf(codes: readonly ProvisionCode[], node: Resource): boolean {
  return codes.some(
    ({ system, code }) =>
      code === node.code && (system === null || node.system === undefined || system === node.system),
  );
}

/** Who stands behind a row, by the elements FHIR R4 names so. */
const AUTHORS: readonly string[] = Object.freeze([
  ...['author', 'recorder', 'performer', 'asserter', 'requester', 'informationSource', 'enterer', 'provider'],
]);

function dataReach(data: readonly ProvisionData[], row: ConsentRow): Reach {
  const self = `${row.type}/${typeof row.record.id === 'string' ? row.record.id : ''}`;
  let reach: Reach = NONE;
  for (const { meaning, reference } of data) {
    if (reference === UNRESOLVED) reach = PART;
    else if (meaning === 'authoredby') {
      const authors = AUTHORS.map((element) => row.record[element]);
      const found = searchInside({ authors }, (node) => refersTo(node, reference));
      if (found === 'YES') return WHOLE;
      if (found === 'TOO_LARGE') reach = PART;
    } else {
      if (reference === self) return WHOLE;
      if (meaning === 'instance') continue;
      const found = searchInside(row.record, (node) => refersTo(node, reference));
      if (found === 'YES') return WHOLE;
      if (found === 'TOO_LARGE') reach = PART;
    }
  }
  return reach;
}

function refersTo({ reference }: Resource, sought: string): boolean {
  if (typeof reference !== 'string') return false;
  return (
    reference === sought || (reference.startsWith(`${sought}/`) && relativeReference(reference) === sought)
  );
}

function inPart(found: Found): Reach {
  return found === 'NO' ? NONE : PART;
}

function least(one: Reach, other: Reach): Reach {
  return one < other ? one : other;
}
