import type { OpenedGlass, Reveal } from '../src/access/facts.ts';
import type { DocumentStore } from '../src/documents/document-store.ts';
import type { OverseenPage } from '../src/insight/overseen-insight.ts';
import type { InsightReviewState } from '../src/insight/stored-insight.ts';
import type { LedgerNames } from '../src/ledger/ledger-names.ts';
import type { TenantFindings } from '../src/signals/finding-store.ts';
import type { Page, PageRequest, StoredRecord } from './health-data.ts';

/** Why a glass is broken: ActReason below BTG (http://terminology.hl7.org/CodeSystem/v3-ActReason). */
export const GLASS_REASONS = Object.freeze(['OVRER', 'OVRPJ', 'OVRPS', 'OVRTPS'] as const);
export type GlassReason = (typeof GLASS_REASONS)[number];

export const REVIEW_VERDICTS = Object.freeze(['JUSTIFIED', 'NOT_JUSTIFIED', 'ESCALATED'] as const);
export type ReviewVerdict = (typeof REVIEW_VERDICTS)[number];

export const REVIEW_STATES = Object.freeze(['OPEN', 'REVIEWED'] as const);
export type ReviewState = (typeof REVIEW_STATES)[number];

export interface GlassRequest {
  /** Of the glass, unique in the tenant: FHIR id grammar. */
  readonly id: string;
  readonly subjectId: string;
  readonly reason: GlassReason;
  /** Free text, which is PHI: sealed under the patient's key, gone with it. */
  readonly justification: string;
  /** 1 to 240. */
  readonly minutes: number;
}

/**
 * One opened glass as the privacy officer reviews it. `subjectId` is whose data it opened. What is free text is
 * `null` once the patient is erased; the rest stays.
 */
export interface GlassReview extends StoredRecord {
  readonly resourceType: 'BreakGlassReview';
  /** `iss` and `sub` of who opened it, with the roles and the client it had then. */
  readonly issuer: string;
  readonly actor: string;
  readonly roles: readonly string[];
  readonly client: string;
  readonly reason: GlassReason;
  readonly justification: string | null;
  /** Milliseconds since the epoch. */
  readonly openedAt: number;
  readonly expiresAt: number;
  readonly state: ReviewState;
  /** `sub` of who reviewed it. */
  readonly reviewer: string | null;
  readonly verdict: ReviewVerdict | null;
  readonly comment: string | null;
  /** Milliseconds since the epoch. */
  readonly reviewedAt: number | null;
}

export interface ConsentWrite {
  readonly subjectId: string;
  /** FHIR logical id of the consent. */
  readonly id: string;
  /** FHIR R4 Consent. Its id, patient and meta version are set by the store. */
  readonly resource: Readonly<Record<string, unknown>>;
  /** Version that is replaced, 0 for one that came without; `null`: MUST be new. */
  readonly expectedVersion: number | null;
}

export interface RevealRequest {
  /** Of the reveal, under which its reason is kept: FHIR id grammar. */
  readonly id: string;
  readonly subjectId: string;
  /** FHIR reference of the row. */
  readonly resource: string;
  readonly coordinates: readonly string[];
  /** Free text, which is PHI: sealed under the patient's key, gone with it. */
  readonly reason: string;
  /** 1 to 3600. */
  readonly seconds: number;
}

/**
 * What one actor does to the access of others or its own, bound to tenant and actor like HealthData. What is
 * acknowledged holds for every later read of facts, on any replica. Decides nothing about who may: callers MUST
 * have decided. Every method rejects with UpstreamUnavailableError when the store fails or others keep winning.
 */
export interface HealthCommands {
  /**
   * Opens a glass for this actor and this patient; one that is open is given back as it is, with its own id. It
   * stands in the review queue before it opens anything.
   * @returns `null`: no such patient.
   */
  openGlass(request: GlassRequest): Promise<OpenedGlass | null>;
  /** The tenant's review queue, newest first. `null` state: all. */
  reviews(page: PageRequest & { readonly state: ReviewState | null }): Promise<Page<GlassReview>>;
  /** One entry of the queue, as `reviews` has it; `null`: none. Asked before a review, which MUST NOT be one's own. */
  reviewOf(id: string): Promise<GlassReview | null>;
  /** @returns `'conflict'`: somebody reviewed it before; `null`: no such glass. */
  review(
    id: string,
    outcome: { readonly verdict: ReviewVerdict; readonly comment: string },
  ): Promise<GlassReview | 'conflict' | null>;
  /**
   * Stores a consent as the next version.
   * @returns `'conflict'`: it is not at the version expected, or its id is taken; `'erased'`: its patient was erased;
   *   `null`: no such patient.
   */
  writeConsent(consent: ConsentWrite): Promise<{ readonly version: number } | 'conflict' | 'erased' | null>;
  /**
   * Lets this actor see fields of one row whole for a while, where a tenant masks them by default.
   * @returns those now in force for the row; none where there is no such patient.
   */
  openReveal(request: RevealRequest): Promise<readonly Reveal[]>;
  /** What clients may run. It is bound to no tenant: callers MUST name the actor's. */
  readonly documents: DocumentStore;
  /**
   * The tenant's insights under review, newest first, without what they say and whom they are about. `null` state: all.
   * @param page `before`: those alone that were made before it, milliseconds since the epoch.
   */
  overseeInsights(
    page: PageRequest & { readonly state: InsightReviewState | null; readonly before?: number },
  ): Promise<OverseenPage>;
  /** What was found in the tenant's ledger. */
  readonly findings: TenantFindings;
  /** Under which names somebody may stand in the tenant's ledger. */
  readonly ledgerNames: LedgerNames;
}
