import type { CodeSet } from './code-set.ts';
import type { EvidenceItem } from './evidence.ts';
import type { OutputSentence } from './output.ts';
import type { WithheldReason } from './withheld.ts';

/** Names of `enum InsightUseCase`. */
export const USE_CASES = Object.freeze([
  'PRE_VISIT_SUMMARY',
  'LAB_EXPLANATION',
  'CODING_SUGGESTIONS',
  'DRAFT_NOTE',
  'PRIOR_AUTH_DRAFT',
  'ASK',
] as const);
export type UseCaseName = (typeof USE_CASES)[number];

/** Names of `enum InsightAudience`. */
export const INSIGHT_AUDIENCES = Object.freeze([
  'CLINICIAN',
  'CODER',
  'CARE_COORDINATOR',
  'PATIENT',
] as const);
export type InsightAudience = (typeof INSIGHT_AUDIENCES)[number];

/** What a rule of one use case looks at besides the sentence. */
export interface RuleContext {
  readonly items: readonly EvidenceItem[];
  /** What the caller asked, as it went to the model; empty where the use case takes no question. */
  readonly question: string;
  /** `null`: none is loaded. */
  readonly codes: CodeSet | null;
}

/** A rule that one use case adds to the checks that hold for all: `null` lets the sentence pass. */
export interface UseCaseRule {
  readonly name: string;
  readonly refuses: (sentence: OutputSentence, context: RuleContext) => WithheldReason | null;
}

/**
 * One kind of insight. What the reader may know is decided by access; this says what is asked of the model and
 * what its answer MUST look like.
 */
export interface UseCase {
  readonly name: UseCaseName;
  readonly audience: InsightAudience;
  /** System text. Constant: it MUST NOT hold anything of a patient or a caller. Its first line is `Use case: <name>`. */
  readonly instructions: string;
  /** JSON Schema of the answer, as `outputConfig.textFormat` takes it. */
  readonly outputSchema: Readonly<Record<string, unknown>>;
  /** Whether free text of the caller goes to the model as the `query`; else `query` is the use case's own constant. */
  readonly takesQuestion: boolean;
  /** Constant question, where the use case takes none. */
  readonly query: string;
  readonly rules: readonly UseCaseRule[];
  /** Tokens of evidence at most; what is beyond is left out, oldest first. */
  readonly evidenceTokens: number;
  readonly outputTokens: number;
  /** Whether candidate codes are looked up in the code set and shown to the model. */
  readonly needsCodes: boolean;
  /** Whether each sentence is confirmed by itself. */
  readonly oneByOne: boolean;
  /** Shown beside every insight of this kind. Constant. */
  readonly notice: string;
  /** What may be asked, told when a question is out of scope. Constants. */
  readonly topics: readonly string[];
}
