/** What a guardrail says of a text, as it stands on the wire (API reference, GuardrailAssessment). */
export interface Assessment {
  readonly topicPolicy?: {
    readonly topics: readonly {
      readonly name: string;
      readonly type: 'DENY';
      readonly action: 'BLOCKED' | 'NONE';
      readonly detected: boolean;
    }[];
  };
  readonly contentPolicy?: {
    readonly filters: readonly {
      readonly type: 'PROMPT_ATTACK';
      readonly confidence: 'HIGH' | 'MEDIUM' | 'LOW' | 'NONE';
      readonly filterStrength: 'HIGH' | 'MEDIUM' | 'LOW';
      readonly action: 'BLOCKED' | 'NONE';
      readonly detected: boolean;
    }[];
  };
  readonly sensitiveInformationPolicy?: SensitiveInformation;
  readonly contextualGroundingPolicy?: { readonly filters: readonly GroundingFilter[] };
  readonly invocationMetrics: {
    readonly guardrailProcessingLatency: number;
    readonly usage: GuardrailUsage;
    readonly guardrailCoverage: GuardrailCoverage;
  };
}

export type SensitiveAction = 'BLOCKED' | 'ANONYMIZED' | 'NONE';

/** `match` holds what was found: PHI. It goes to the caller of the guardrail and nowhere else. */
export interface SensitiveInformation {
  readonly piiEntities: readonly {
    readonly match: string;
    readonly type: string;
    readonly action: SensitiveAction;
    readonly detected: boolean;
  }[];
  readonly regexes: readonly {
    readonly name: string;
    readonly match: string;
    readonly regex: string;
    readonly action: SensitiveAction;
    readonly detected: boolean;
  }[];
}

export interface GroundingFilter {
  readonly type: 'GROUNDING' | 'RELEVANCE';
  readonly threshold: number;
  /** 0 to 1. */
  readonly score: number;
  readonly action: 'BLOCKED' | 'NONE';
  readonly detected: boolean;
}

/** Text units of 1,000 characters. */
export interface GuardrailUsage {
  readonly topicPolicyUnits: number;
  readonly contentPolicyUnits: number;
  readonly wordPolicyUnits: number;
  readonly sensitiveInformationPolicyUnits: number;
  readonly sensitiveInformationPolicyFreeUnits: number;
  readonly contextualGroundingPolicyUnits: number;
}

export interface GuardrailCoverage {
  readonly textCharacters: { readonly guarded: number; readonly total: number };
}
