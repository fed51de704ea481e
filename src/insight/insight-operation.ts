import type { DocumentNode, GraphQLSchema } from 'graphql';
import type { Act } from '../access/act.ts';
import type { FactsSource } from '../access/facts.ts';
import type { InsightSettings } from '../access/insight-settings.ts';
import type { OperationAccess } from '../access/operation-access.ts';
import type { Actor } from '../identity/actor.ts';
import type { Json } from '../is-json.ts';
import type { RecordedInsight } from '../ledger/operation-record.ts';
import type { CodeSet } from './code-set.ts';
import type { InsightField } from './insight-field.ts';
import type { InsightModel } from './insight-model.ts';
import type { InsightStore } from './stored-insight.ts';
import type { WithheldReason } from './withheld.ts';

/** Records by type and logical id, and rows of a patient, with nothing decided about them yet. */
export interface InsightData extends FactsSource {
  patient(id: string): Promise<{ readonly record: Json | null }>;
  row(type: string, id: string): Promise<{ readonly record: Json | null }>;
  rows(query: {
    readonly subjectId: string;
    readonly type: string;
    readonly categories: null;
    readonly first: number;
    readonly after: null;
    readonly labelled: boolean;
    readonly admit: (row: Json) => boolean;
  }): Promise<{ readonly rows: readonly { readonly record: Json }[] }>;
  organizational(type: string, id: string): Promise<Json | null>;
}

/** Told of each insight's end: constants and counts. */
export interface InsightOutcome {
  readonly useCase: string;
  readonly outcome: 'WRITTEN' | 'FOUND' | WithheldReason;
  readonly withheldSentences: number;
  /** Constant text of our own: which step ended it. Empty where none did. */
  readonly detail: string;
  readonly request: string;
}

/** What the gateway has for insights, whatever the operation. */
export interface InsightParts {
  readonly model: InsightModel;
  /** The code set loaded now, or `null`. */
  readonly codes: () => Promise<CodeSet | null>;
  readonly observe: (outcome: InsightOutcome) => void;
  readonly observeReview: (useCase: string, verdict: string) => void;
}

/** What one operation brings along for its insights. */
export interface InsightOperation {
  readonly actor: Actor;
  /** `null`: the tenant has no insights. */
  readonly settings: InsightSettings | null;
  readonly policyVersion: string;
  /** Opaque token of the access class. */
  readonly accessClass: string;
  readonly request: string;
  /** Milliseconds since the epoch, the same for the whole operation. */
  readonly now: number;
  readonly access: OperationAccess;
  readonly data: InsightData;
  readonly store: () => InsightStore;
  /** An access of the same actor in which nothing was read yet. */
  readonly openAccess: () => OperationAccess;
  /** Runs a document in such an access, beginning at one of its rows. */
  readonly run: (task: {
    readonly schema: GraphQLSchema;
    readonly document: DocumentNode;
    readonly access: OperationAccess;
    readonly root: unknown;
    readonly variables: Readonly<Record<string, unknown>>;
  }) => Promise<unknown>;
  /**
   * Makes durable what was read in an access for an insight.
   * @throws LedgerUnavailableError, and the whole operation is refused.
   */
  readonly record: (access: OperationAccess, insight: RecordedInsight) => Promise<void>;
  /** Makes an act durable before it is done. @throws LedgerUnavailableError, and the whole operation is refused. */
  readonly act: (act: Act) => Promise<void>;
  readonly newId: () => string;
  /** Aborts when the operation's deadline passes or its client hangs up. */
  readonly signal: AbortSignal;
}

/** One insight asked for. */
export interface InsightAsk {
  readonly field: InsightField;
  readonly subjectId: string;
  readonly args: Readonly<Record<string, unknown>>;
}
