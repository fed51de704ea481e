import type { ModelSettings } from '../insight/insight-model.ts';
import type { InsightAudience, UseCaseName } from '../insight/use-case.ts';
import { fhirInterval } from './fhir-interval.ts';

/** What a payer asks before it covers a service: shown to the model as its own kind of evidence, not PHI. */
export interface PayerPolicy {
  readonly title: string;
  /** At least one, in the payer's order. */
  readonly criteria: readonly string[];
}

/** The contract under which PHI may go to the model: 45 CFR 164.504(e), GDPR Art. 28. */
export interface ModelAgreement {
  /** Number or name of the contract, for the record. */
  readonly reference: string;
  /** Where it lets the model be called. */
  readonly region: string;
  /** FHIR date; it holds to the last moment of it, in UTC. */
  readonly expires: string;
}

/** What a tenant has set about insights. A tenant without it has none. Frozen. */
export interface InsightSettings extends ModelSettings {
  /**
   * In place of `guardrail` for insights of an audience: what a patient MUST NOT be told (a diagnosis, advice) a
   * clinician may well ask about.
   */
  readonly audienceGuardrails: Readonly<Partial<Record<InsightAudience, ModelSettings['guardrail']>>>;
  /** MUST be checked with `agreementHolds` at each use: it may have run out since the start. */
  readonly agreement: ModelAgreement;
  /** `required`: a patient who was never asked about MODEL_USE has no insights. A refusal holds either way. */
  readonly consent: 'required' | 'unlessRefused';
  /** `verbatim`: a sentence MUST be words of what it cites; `scored`: the guardrail's score vouches for paraphrase. */
  readonly support: 'verbatim' | 'scored';
  /** Shared by all insights of one operation: 1 to 60. */
  readonly deadlineSeconds: number;
  /** How long an insight is found again: 0 (never) to 1,440. */
  readonly cacheMinutes: number;
  /** At least one. */
  readonly useCases: readonly UseCaseName[];
  /** By service, as `priorAuthDraft(service:)` names it. */
  readonly policies: ReadonlyMap<string, PayerPolicy>;
}

/** Whether PHI may go to the model at this moment. @param now milliseconds since the epoch. */
export function agreementHolds(
  settings: Pick<InsightSettings, 'agreement' | 'region'>,
  now: number,
): boolean {
  const { region, expires } = settings.agreement;
  const day = fhirInterval(expires);
  return region === settings.region && day !== null && now <= day.latest;
}
