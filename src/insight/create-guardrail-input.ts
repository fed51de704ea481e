import { type GuardrailAction, type GuardrailPolicy, topicsFor } from './guardrail-policy.ts';
import type { InsightAudience } from './use-case.ts';

/** Sides of a rule as CreateGuardrail names them. */
interface Sides {
  readonly inputAction: GuardrailAction;
  readonly outputAction: GuardrailAction;
  readonly inputEnabled: boolean;
  readonly outputEnabled: boolean;
}

/** Input of Bedrock's CreateGuardrail, as far as the policy uses it (API reference, CreateGuardrail). */
export interface CreateGuardrailInput {
  name: string;
  description: string;
  blockedInputMessaging: string;
  blockedOutputsMessaging: string;
  topicPolicyConfig: {
    topicsConfig: ({
      name: string;
      definition: string;
      examples: string[];
      type: 'DENY';
      inputAction: 'BLOCK';
      outputAction: 'BLOCK';
    } & Pick<Sides, 'inputEnabled' | 'outputEnabled'>)[];
  };
  contentPolicyConfig: {
    filtersConfig: {
      type: 'PROMPT_ATTACK';
      inputStrength: 'LOW' | 'MEDIUM' | 'HIGH';
      outputStrength: 'NONE';
      inputAction: 'BLOCK' | 'NONE';
      inputEnabled: boolean;
    }[];
  };
  sensitiveInformationPolicyConfig: {
    piiEntitiesConfig: ({ type: string; action: GuardrailAction } & Sides)[];
    regexesConfig: ({
      name: string;
      description: string;
      pattern: string;
      action: GuardrailAction;
    } & Sides)[];
  };
  contextualGroundingPolicyConfig: {
    filtersConfig: { type: 'GROUNDING' | 'RELEVANCE'; threshold: number; action: 'BLOCK'; enabled: true }[];
  };
}

/** What `aws bedrock create-guardrail --cli-input-json` takes; the local guardrail reads the same policy. */
export function createGuardrailInput(
  policy: GuardrailPolicy,
  audience: InsightAudience | 'ALL',
): CreateGuardrailInput {
  const { thresholds } = policy;
  return {
    name: `phield-${audience.toLowerCase().replaceAll('_', '-')}-${policy.version}`,
    description: `Phield guardrail policy ${policy.version}, audience ${audience}`,
    blockedInputMessaging: policy.blocked.input,
    blockedOutputsMessaging: policy.blocked.output,
    topicPolicyConfig: {
      topicsConfig: topicsFor(policy, audience).map(({ name, definition, examples }) => ({
        name,
        definition,
        examples: [...examples],
        type: 'DENY',
        inputAction: 'BLOCK',
        outputAction: 'BLOCK',
        inputEnabled: true,
        outputEnabled: true,
      })),
    },
    contentPolicyConfig: {
      filtersConfig: [
        {
          type: 'PROMPT_ATTACK',
          inputStrength: policy.promptAttack.strength,
          outputStrength: 'NONE',
          inputAction: policy.promptAttack.input,
          inputEnabled: true,
        },
      ],
    },
    sensitiveInformationPolicyConfig: {
      piiEntitiesConfig: policy.pii.map(({ type, ...actions }) => ({ type, ...sidesOf(actions) })),
      regexesConfig: policy.regexes.map(({ name, description, pattern, ...actions }) => ({
        name,
        description,
        pattern,
        ...sidesOf(actions),
      })),
    },
    contextualGroundingPolicyConfig: {
      filtersConfig: [
        { type: 'GROUNDING', threshold: thresholds.grounding, action: 'BLOCK', enabled: true },
        { type: 'RELEVANCE', threshold: thresholds.relevance, action: 'BLOCK', enabled: true },
      ],
    },
  };
}

/** `action` is what older consoles show: the answer's side. */
function sidesOf({ input, output }: { input: GuardrailAction; output: GuardrailAction }) {
  return {
    action: output,
    inputAction: input,
    outputAction: output,
    inputEnabled: true,
    outputEnabled: true,
  };
}
