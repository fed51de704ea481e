import type { DecisionTable } from './decision-table.ts';
import { WHOLE } from './decision-table.ts';
import type { SubjectAccess } from './subject-access.ts';

/**
 * One record as this actor may see it: the record, the decisions in force for it, and which of its PHI
 * fields were resolved. Rows of one resource that are decided alike share the latter, so that aliases and paths
 * collapse; each tells its own record.
 *
 * The record MUST NOT be handed to a client except through a guarded field.
 */
export class Row {
  readonly record: Readonly<Record<string, unknown>>;
  readonly id: string;
  readonly table: DecisionTable;
  readonly subject: SubjectAccess;
  /** Id of the consent that let the row go; `null`: none did, the tenant's policy or the patient's own access does. */
  readonly consent: string | null;
  /** Where what was resolved is noted: itself, or the first Row of this resource that is decided alike. */
  readonly first: Row;
  /** Bit i: the PHI field with index i was resolved; `seenHigh` holds index 31 and above. Of `first` alone. */
  seenLow = 0;
  seenHigh = 0;

  constructor(
    record: Readonly<Record<string, unknown>>,
    id: string,
    table: DecisionTable,
    subject: SubjectAccess,
    consent: string | null = null,
    first: Row | null = null,
  ) {
    this.record = record;
    this.id = id;
    this.table = table;
    this.subject = subject;
    this.consent = consent;
    this.first = first ?? this;
  }

  /** @returns the index of the mask in force, WHOLE, or DENIED; and notes that the field was resolved. */
  resolve(index: number): number {
    if (index < 31) this.first.seenLow |= 1 << index;
    else this.first.seenHigh |= 1 << (index - 31);
    return this.table.codes[index] ?? 255;
  }

  isWhole(index: number): boolean {
    return this.table.codes[index] === WHOLE;
  }

  hasSeen(index: number): boolean {
    const { seenLow, seenHigh } = this.first;
    return index < 31 ? (seenLow & (1 << index)) !== 0 : (seenHigh & (1 << (index - 31))) !== 0;
  }
}
