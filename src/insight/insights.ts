import type { InsightPage, InsightReviewState, InsightVerdict, StoredInsight } from './stored-insight.ts';

/** A turn of a visit, as the caller gave it. */
export interface TranscriptTurn {
  readonly speaker: 'CLINICIAN' | 'PATIENT' | 'OTHER';
  readonly text: string;
}

/**
 * Insights of one operation. What comes back is whole evidence's for this caller, and is still to be admitted by the
 * engine as the row it is. Every method rejects with LedgerUnavailableError where a reading could not be recorded.
 */
export interface Insights {
  /**
   * The insight that a field of `PatientInsights` stands for: written anew, or found again. One call for one field,
   * patient and arguments, however often an operation names it.
   * @throws InsightWithheld
   */
  write(ask: {
    readonly field: string;
    readonly subjectId: string;
    readonly args: Readonly<Record<string, unknown>>;
  }): Promise<StoredInsight | null>;
  /** @throws InsightWithheld; BadUserInputError where there is no such encounter for the caller */
  draftNote(encounterId: string, transcript: readonly TranscriptTurn[]): Promise<StoredInsight | null>;
  /** `null`: none, or not all that it was written from is whole for the caller. */
  read(id: string): Promise<StoredInsight | null>;
  /** Those of the tenant that the caller may review, newest first. */
  queue(page: {
    readonly first: number;
    readonly after: string | null;
    readonly state: InsightReviewState | null;
  }): Promise<InsightPage>;
  /** Recorded before it is done. @returns `null`: none for the caller. @throws ForbiddenError, BadUserInputError, ConflictError */
  review(id: string, verdict: InsightVerdict): Promise<StoredInsight | null>;
}
