/** What one call asks of a model. Everything in it was decided and recorded before. */
export interface ModelRequest {
  /** System text, constant per use case. */
  readonly instructions: string;
  /** Reference content without PHI that the model may choose from: candidate codes, one a line. */
  readonly reference: readonly string[];
  /** What is asked: the guardrail's `query`. */
  readonly query: string;
  /** With tokens in place of identifiers, in order: each its own block, the guardrail's `grounding_source`. */
  readonly evidence: readonly { readonly number: number; readonly text: string }[];
  readonly schema: { readonly name: string; readonly body: Readonly<Record<string, unknown>> };
  readonly outputTokens: number;
  /** Goes into invocation logs: ids and constants only. */
  readonly metadata: Readonly<Record<string, string>>;
  readonly settings: ModelSettings;
  /** Whose budgets the call counts against. */
  readonly tenant: string;
  readonly actor: string;
  /** Aborts when the insights' shared deadline passes, or the client has hung up. */
  readonly signal: AbortSignal;
}

/** What a tenant has set about models; there are no insights without all of it. */
export interface ModelSettings {
  /** Model id or inference profile, as Bedrock takes it. */
  readonly model: string;
  /** The only region that is called. */
  readonly region: string;
  readonly guardrail: { readonly id: string; readonly version: string };
  readonly tokensPerHour: { readonly tenant: number; readonly actor: number };
  /** Calls under way at once. */
  readonly concurrency: number;
}

export interface ModelAnswer {
  /** JSON text of the answer, as the model gave it. */
  readonly text: string;
  /** Bedrock's `stopReason`. */
  readonly stopReason: string;
  /** The model that answered, as configured; the local engine names itself `phield-extractive`. */
  readonly model: string;
  /** True: the guardrail changed or blocked something, in or out. */
  readonly intervened: boolean;
  /** Contextual grounding, 0 to 1; `null` when the guardrail did not say. */
  readonly grounding: number | null;
  readonly relevance: number | null;
  readonly tokens: { readonly input: number; readonly output: number };
  readonly milliseconds: number;
}

/** Why a call gave no answer. */
export type ModelFailure =
  | 'BUDGET'
  | 'BREAKER'
  | 'DEADLINE'
  | 'THROTTLED'
  | 'GUARDRAIL_UNKNOWN'
  | 'REFUSED'
  | 'UNAVAILABLE';

export class ModelUnavailable extends Error {
  readonly failure: ModelFailure;
  constructor(failure: ModelFailure) {
    super(failure);
    this.name = 'ModelUnavailable';
    this.failure = failure;
  }
}

/** A model behind a guardrail. MUST NOT log, measure or trace what is said; MUST NOT call outside `settings.region`. */
export interface InsightModel {
  /** @throws ModelUnavailable */
  ask(request: ModelRequest): Promise<ModelAnswer>;
}
