import type { StoredRecord } from '../datasources/health-data.ts';
import type { CodeableConcept, DateRangeInput, Period } from '../src/generated/resolver-types.ts';
import { bearsCode, parseCodeToken } from './fhir/code-token.ts';
import { dateFalls, parseDateRange, periodFalls } from './fhir/date-range.ts';

/** Whether a record holds what is sought. */
export type Matches = (record: StoredRecord) => boolean;

/** Arguments that rows are found by; each field that lists rows has some of them. */
export interface RowArguments {
  readonly code?: string | null | undefined;
  readonly date?: DateRangeInput | null | undefined;
  readonly onsetDate?: DateRangeInput | null | undefined;
  readonly recordedDate?: DateRangeInput | null | undefined;
}

/** One argument that finds rows by a value of theirs. It MUST read no more of a record than its fields show. */
export interface RowFilter {
  /** `Type.field(arg:)`, as the schema declares it. */
  readonly coordinate: string;
  /**
   * `null`: the argument was not given.
   * @throws BadUserInputError for a value that means nothing
   */
  sought(args: RowArguments): Matches | null;
}

/** When a record says that it happened: at a date, or through a period. */
export interface Happened {
  readonly at?: string | null;
  readonly during?: Period | null;
}

/** Rows of `field` whose concept bears a code. */
export function byCode(field: string, read: (record: StoredRecord) => CodeableConcept | null): RowFilter {
  return Object.freeze({
    coordinate: `${field}(code:)`,
    sought: ({ code }: RowArguments) => {
      if (code === undefined || code === null) return null;
      const token = parseCodeToken(code);
      return (record: StoredRecord) => bearsCode(read(record), token);
    },
  });
}

/** Rows of `field` that may have happened within a range. */
export function byDate(
  field: string,
  name: 'date' | 'onsetDate' | 'recordedDate',
  read: (record: StoredRecord) => Happened,
): RowFilter {
  return Object.freeze({
    coordinate: `${field}(${name}:)`,
    sought: (args: RowArguments) => {
      const given = args[name];
      if (given === undefined || given === null) return null;
      const range = parseDateRange(given);
      return (record: StoredRecord) => {
        const { at = null, during = null } = read(record);
        return dateFalls(at, range) || periodFalls(during, range);
      };
    },
  });
}

/** What the arguments of one call seek. */
export interface SoughtRows {
  /** Coordinates of the filters in use: each MUST be open for a row that is found. */
  readonly filters: readonly string[];
  /** All must match. */
  readonly matches: Matches;
}

const EVERY_ROW: SoughtRows = Object.freeze({ filters: Object.freeze([]), matches: () => true });

/** @throws BadUserInputError for a value that means nothing */
export function soughtRows(filters: readonly RowFilter[], args: RowArguments): SoughtRows {
  const inUse = filters.flatMap((filter) => {
    const matches = filter.sought(args);
    return matches === null ? [] : [{ coordinate: filter.coordinate, matches }];
  });
  if (inUse.length === 0) return EVERY_ROW;
  return {
    filters: inUse.map(({ coordinate }) => coordinate),
    matches: (record) => inUse.every(({ matches }) => matches(record)),
  };
}
