import type { Person } from './person.ts';
import type { Practice, Staff } from './practice.ts';
import type { ProblemKind } from './problem-catalog.ts';
import type { Random } from './random.ts';

/** One visit to the house. Instants are milliseconds since the epoch. */
export interface Visit {
  /** Logical id of the Encounter. */
  readonly id: string;
  readonly start: number;
  /** `null`: the patient is there now. */
  readonly end: number | null;
  readonly inpatient: boolean;
  /** What the visit was for; `null`: a check-up. */
  readonly reason: Problem | null;
}

/** One condition of the patient. */
export interface Problem {
  /** Logical id of the Condition. */
  readonly id: string;
  readonly kind: ProblemKind;
  readonly onset: number;
}

/** Everything the parts of one patient's record agree on. */
export interface Chart {
  readonly person: Person;
  readonly random: Random;
  readonly practice: Practice;
  readonly physician: Staff;
  readonly nurse: Staff;
  /** Newest last; at least one. */
  readonly visits: readonly Visit[];
  readonly problems: readonly Problem[];
  /** When the record ends: now, or death. */
  readonly until: number;
  /** More of everything, for the patients of the demonstration. */
  readonly rich: boolean;
}

/** True when the patient has a problem of this kind. */
export function has(chart: Chart, key: string): boolean {
  return chart.problems.some(({ kind }) => kind.key === key);
}

/** Age in whole years at an instant. */
export function ageAt(person: Pick<Person, 'birth'>, instant: number): number {
  const born = new Date(person.birth);
  const then = new Date(instant);
  const before =
    then.getUTCMonth() < born.getUTCMonth() ||
    (then.getUTCMonth() === born.getUTCMonth() && then.getUTCDate() < born.getUTCDate());
  return then.getUTCFullYear() - born.getUTCFullYear() - (before ? 1 : 0);
}

/** Logical id of one more resource of this patient. */
export function chartId(chart: Chart, what: string): string {
  return `${chart.person.id}-${what}`;
}
