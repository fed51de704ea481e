import type { Decision, OperationRecord } from '../operation-record.ts';

export interface DeedField {
  readonly coordinate: string;
  readonly category: string | null;
  readonly decision: Decision;
  readonly mask: string;
  readonly reason: string;
  readonly grant: string | null;
}

/** One row and those of its fields that have one outcome. */
export interface DeedRow {
  readonly type: string;
  /** FHIR logical id; empty for a filter. */
  readonly id: string;
  /** Coordinate of the insight on whose behalf it was read, or `null`. */
  readonly via: string | null;
  readonly consent: string | null;
  readonly breakGlass: string | null;
  /** Ordinal of the first of these fields' events within the record. */
  readonly ordinal: number;
  readonly fields: readonly DeedField[];
}

/** What an operation did about one patient with one outcome: permitted, permitted through an opened glass, or denied. */
export interface Deed {
  readonly subject: string | null;
  readonly outcome: 'permitted' | 'glass' | 'denied';
  /** At least one. */
  readonly rows: readonly DeedRow[];
}

type Outcome = Deed['outcome'];
const OUTCOMES: readonly Outcome[] = Object.freeze(['permitted', 'glass', 'denied']);

/**
 * A record's rows by patient and outcome: BALP wants an event for each patient, its success profiles admit no failure,
 * and an event has one purpose. Every field of the record is in exactly one deed.
 *
 * @param firstOrdinal ordinal of the first event, for a later part of a split record.
 */
export function deedsOf(record: OperationRecord, firstOrdinal: number): readonly Deed[] {
  const bySubject = new Map<string | null, Record<Outcome, DeedRow[]>>();
  let ordinal = firstOrdinal;
  for (const { subject, groups } of record.subjects) {
    const rows = bySubject.get(subject) ?? { permitted: [], glass: [], denied: [] };
    bySubject.set(subject, rows);
    for (const { shape: index, resources, consent, breakGlass } of groups) {
      const shape = record.shapes[index];
      if (shape === undefined) continue;
      const parts = OUTCOMES.map((outcome) => ({ outcome, ...partOf(shape.fields, outcome) }));
      for (const id of resources) {
        for (const { outcome, first, fields } of parts) {
          if (fields.length === 0) continue;
          const { type, via } = shape;
          rows[outcome].push({ type, id, via, consent, breakGlass, ordinal: ordinal + first, fields });
        }
        ordinal += shape.fields.length;
      }
    }
  }
  return [...bySubject].flatMap(([subject, rows]) =>
    OUTCOMES.flatMap((outcome) =>
      rows[outcome].length === 0 ? [] : [{ subject, outcome, rows: rows[outcome] }],
    ),
  );
}

function partOf(
  fields: OperationRecord['shapes'][number]['fields'],
  outcome: Outcome,
): { readonly first: number; readonly fields: readonly DeedField[] } {
  const part: DeedField[] = [];
  let first = -1;
  for (const [index, [coordinate, category, decision, mask, reason, grant]] of fields.entries()) {
    const is = decision === 'DENY' ? 'denied' : reason === 'BREAK_GLASS' ? 'glass' : 'permitted';
    if (is !== outcome) continue;
    if (first < 0) first = index;
    part.push({ coordinate, category, decision, mask, reason, grant });
  }
  return { first, fields: part };
}
