import type { CriterionStatus } from './output.ts';
import type { UseCaseName } from './use-case.ts';

export const REVIEW_STATES = Object.freeze(['DRAFT', 'CONFIRMED', 'EDITED', 'REJECTED'] as const);
/** What is information only is never reviewed and stays DRAFT. */
export type InsightReviewState = (typeof REVIEW_STATES)[number];

export interface StoredCitation {
  readonly resourceType: string;
  readonly resourceId: string;
  readonly coordinate: string;
  readonly quote: string;
  /** FHIR date of the cited record. */
  readonly date: string | null;
}

export interface StoredSentence {
  readonly text: string;
  readonly section: string | null;
  readonly code: string | null;
  readonly status: CriterionStatus | null;
  readonly citations: readonly StoredCitation[];
  /** What the model wrote, where a person changed it; else `null`. */
  readonly original: string | null;
  readonly state: InsightReviewState;
}

/** What an insight was written from: read again, for each reader, before it is shown again. */
export interface StoredEvidence {
  readonly resourceType: string;
  readonly resourceId: string;
  readonly coordinates: readonly string[];
}

/** An insight as stored, sealed under its patient's key and gone with it. */
export interface StoredInsight {
  /** ULID. */
  readonly id: string;
  readonly subjectId: string;
  readonly useCase: UseCaseName;
  /** `PatientInsights.preVisitSummary`, `Mutation.draftNote`. */
  readonly coordinate: string;
  /** Arguments of the field, so that its sources can be read again. JSON. */
  readonly arguments: string;
  readonly sentences: readonly StoredSentence[];
  /** Sentences that checks took out. */
  readonly withheldSentences: number;
  readonly evidence: readonly StoredEvidence[];
  /** SHA-256 (hex). */
  readonly evidenceHash: string;
  readonly promptHash: string;
  readonly outputHash: string;
  /** PhiCategory codes of all evidence, sorted: the row's own categories. */
  readonly rowCategories: readonly string[];
  /** Security labels of all evidence, sorted. */
  readonly labels: readonly string[];
  readonly model: string;
  /** `id:version` of the guardrail, and the version of the policy it was made from. */
  readonly guardrail: string;
  readonly guardrailPolicy: string;
  readonly groundingScore: number | null;
  readonly relevanceScore: number | null;
  readonly tokens: { readonly input: number; readonly output: number };
  readonly milliseconds: number;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  /** `sub` of who asked. */
  readonly createdBy: string;
  readonly reviewState: InsightReviewState;
  readonly reviewer: string | null;
  readonly reviewReason: string | null;
  readonly reviewedAt: number | null;
}

/** What a reviewer decides, of all sentences or of one. */
export interface InsightVerdict {
  readonly state: 'CONFIRMED' | 'EDITED' | 'REJECTED';
  /** Free text, which is PHI. */
  readonly reason: string;
  /** Index of the sentence; `null`: the whole insight. */
  readonly sentence: number | null;
  /** New texts by index of sentence, for EDITED. */
  readonly texts: Readonly<Record<number, string>>;
}

export interface InsightPage {
  readonly rows: readonly { readonly insight: StoredInsight; readonly position: string }[];
  readonly hasNextPage: boolean;
}

/**
 * Insights of one tenant, for one actor and operation. What is stored is decided on again at each reading: the
 * store decides nothing. Every method rejects with UpstreamUnavailableError when the store fails.
 */
export interface InsightStore {
  /** @param cacheKey under which it is found again until `expiresAt` (ms); @returns `erased`: its patient is gone. */
  save(insight: StoredInsight, cacheKey: string, expiresAt: number): Promise<'stored' | 'erased'>;
  /** `null`: none, or expired by our own clock. Erased patients have none. */
  cached(subjectId: string, cacheKey: string): Promise<StoredInsight | null>;
  find(id: string): Promise<StoredInsight | null>;
  /** The tenant's insights that wait for review or were reviewed, newest first. */
  queue(page: {
    readonly first: number;
    readonly after: string | null;
    readonly state: InsightReviewState | null;
    /** Only of these. Default: all that are reviewed. */
    readonly useCases?: readonly UseCaseName[];
    /** Asked for every insight that might be included; what it refuses is left out before the page is counted. */
    readonly admit?: (insight: StoredInsight) => boolean | Promise<boolean>;
  }): Promise<InsightPage>;
  /** @returns `conflict`: reviewed before, or changed meanwhile; `null`: none. */
  review(id: string, verdict: InsightVerdict): Promise<StoredInsight | 'conflict' | null>;
}
