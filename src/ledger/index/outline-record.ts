import type { Decision, OperationRecord, RecordedField } from '../operation-record.ts';
import { DECISION_BIT as BIT, GLASS_BIT } from './index-tables.ts';

/** What a filter may ask of an event besides its record's head: coordinate, category, decision, through a glass. */
export type Facet = readonly [
  coordinate: string | null,
  category: string | null,
  decision: Decision,
  glass: boolean,
];

/** Facets of the same events have the same key. */
export interface Outline {
  readonly key: string;
  readonly facets: readonly Facet[];
}

export interface RecordOutline {
  /** Of all its events; `null` when it has none. */
  readonly whole: Outline | null;
  /** By patient. */
  readonly patients: ReadonlyMap<string, Outline>;
  readonly flags: number;
}

/** The facets of the very events that `expandRecord` gives for the record, in all and by patient. */
export function outlineRecord(record: OperationRecord): RecordOutline {
  const byPatient = new Map<string | null, Set<number>>();
  for (const { subject, groups } of record.subjects) {
    const shapes = byPatient.get(subject) ?? new Set<number>();
    for (const { shape, resources } of groups) {
      if (resources.length > 0 && record.shapes[shape] !== undefined) shapes.add(shape);
    }
    if (shapes.size > 0) byPatient.set(subject, shapes);
  }
  if (byPatient.size === 0) return outlineRowless(record);
  const sets = new Map<string, Outline>();
  const of = (shapes: ReadonlySet<number>): Outline => {
    const numbers = [...shapes].sort((a, b) => a - b).join();
    const known =
      sets.get(numbers) ?? outlineOf([...shapes].flatMap((at) => record.shapes[at]?.fields ?? []));
    sets.set(numbers, known);
    return known;
  };
  const whole = of(new Set([...byPatient.values()].flatMap((shapes) => [...shapes])));
  const patients = new Map<string, Outline>();
  for (const [subject, shapes] of byPatient) if (subject !== null) patients.set(subject, of(shapes));
  return { whole, patients, flags: flagsOf(whole) };
}

/** A refusal or a privileged act without rows: one event for each patient named, or one in all. */
function outlineRowless(record: OperationRecord): RecordOutline {
  const decision = record.refusal !== null ? 'DENY' : record.kind === 'privileged' ? 'PERMIT' : null;
  if (decision === null) return { whole: null, patients: new Map(), flags: 0 };
  const facet: Facet = [null, null, decision, false];
  const whole = { key: JSON.stringify([facet]), facets: [facet] };
  const named = record.subjects.flatMap(({ subject }) => (subject === null ? [] : [subject]));
  return { whole, patients: new Map(named.map((subject) => [subject, whole])), flags: BIT[decision] };
}

function outlineOf(fields: readonly RecordedField[]): Outline {
  const facets = new Map<string, Facet>();
  for (const [coordinate, category, decision, , reason] of fields) {
    const facet: Facet = [coordinate, category, decision, reason === 'BREAK_GLASS'];
    facets.set(JSON.stringify(facet), facet);
  }
  const keys = [...facets.keys()].sort();
  return { key: `[${keys.join()}]`, facets: [...facets.values()] };
}

function flagsOf({ facets }: Outline): number {
  return facets.reduce((flags, [, , decision, glass]) => flags | BIT[decision] | (glass ? GLASS_BIT : 0), 0);
}
