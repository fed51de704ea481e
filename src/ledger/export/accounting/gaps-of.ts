import type { Gap } from './accounting.ts';

/** Whether the store has a patient. */
export type PatientStanding = 'stored' | 'erased' | 'unknown';

/** What is known of a tenant's records besides what is in them. */
export interface RecordsKnown {
  /** Of the patient asked for; `null` where none was. */
  readonly standing: PatientStanding | null;
  /** Whether records of the tenant bear, or have borne, pseudonyms. */
  readonly bearsNames: boolean;
  /** Up to when records may have been pruned, milliseconds; `null`: none were. */
  readonly prunedUntil: number | null;
}

/** What of the period may be missing though the ledger is whole; an empty list would else look like an answer. */
export function gapsOf({ standing, bearsNames, prunedUntil }: RecordsKnown, from: number): readonly Gap[] {
  return [
    ...(standing === 'unknown' ? [{ reason: 'unknown' } as const] : []),
    ...(standing === 'erased' && bearsNames ? [{ reason: 'erased' } as const] : []),
    ...(prunedUntil !== null && from < prunedUntil
      ? [{ reason: 'pruned', until: new Date(prunedUntil).toISOString() } as const]
      : []),
  ];
}
