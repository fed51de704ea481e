import { type GuardrailPolicy, topicsFor } from '../../insight/guardrail-policy.ts';
import type { InsightAudience } from '../../insight/use-case.ts';
import type { Assessment, GroundingFilter, GuardrailUsage } from './assessment.ts';
import { findAttacks } from './find-attacks.ts';
import { findSensitive } from './find-sensitive.ts';
import { scoreGrounding } from './score-grounding.ts';

/** What a guardrail is asked to look at. */
export interface Guarded {
  readonly side: 'input' | 'output';
  /** Texts that every policy looks at. */
  readonly texts: readonly string[];
  /** Grounding and relevance are scored of answers with sources. */
  readonly sources: readonly string[];
  readonly query: string;
  /** Characters given in all, looked at or not. */
  readonly total: number;
}

export interface GuardrailVerdict {
  readonly action: 'BLOCKED' | 'ANONYMIZED' | 'NONE';
  /** What goes on in place of `texts`: one constant when blocked. */
  readonly texts: readonly string[];
  readonly assessment: Assessment;
  readonly usage: GuardrailUsage;
}

/** The policy, applied to texts as a Bedrock guardrail made from it would. */
export function applyPolicy(
  policy: GuardrailPolicy,
  audience: InsightAudience | 'ALL',
  guarded: Guarded,
): GuardrailVerdict {
  const { side, texts } = guarded;
  const whole = texts.join('\n');
  const denied = topicsFor(policy, audience);
  const topics = denied.filter(({ signals }) =>
    signals[side].some((signal) => new RegExp(signal, 'iu').test(whole)),
  );
  const attack = side === 'input' ? findAttacks(whole) : 'NONE';
  const attackBlocks = attack === 'HIGH' && policy.promptAttack.input === 'BLOCK';
  const each = texts.map((text) => findSensitive(policy, side, text));
  const found = each.flatMap(({ found }) => (found === null ? [] : [found]));
  const filters = groundingFilters(policy, guarded, whole);

  const blocked =
    topics.length > 0 ||
    attackBlocks ||
    each.some((findings) => findings.blocked) ||
    filters.some(({ action }) => action === 'BLOCKED');
  const changed = each.map(({ text }) => text);
  const usage = usageOf(policy, guarded, denied.length, filters.length);
  const assessment: Assessment = {
    ...(topics.length > 0 && {
      topicPolicy: {
        topics: topics.map(({ name }) => ({ name, type: 'DENY', action: 'BLOCKED', detected: true })),
      },
    }),
    ...(attack !== 'NONE' && {
      contentPolicy: {
        filters: [
          {
            type: 'PROMPT_ATTACK',
            confidence: attack,
            filterStrength: policy.promptAttack.strength,
            action: attackBlocks ? 'BLOCKED' : 'NONE',
            detected: true,
          },
        ],
      },
    }),
    ...(found.length > 0 && {
      sensitiveInformationPolicy: {
        piiEntities: found.flatMap(({ piiEntities }) => piiEntities),
        regexes: found.flatMap(({ regexes }) => regexes),
      },
    }),
    ...(filters.length > 0 && { contextualGroundingPolicy: { filters } }),
    invocationMetrics: {
      guardrailProcessingLatency: 0,
      usage,
      guardrailCoverage: { textCharacters: { guarded: whole.length, total: guarded.total } },
    },
  };
  if (blocked) return { action: 'BLOCKED', texts: [policy.blocked[side]], assessment, usage };
  const anonymised = changed.some((text, index) => text !== texts[index]);
  return { action: anonymised ? 'ANONYMIZED' : 'NONE', texts: changed, assessment, usage };
}

function groundingFilters(
  policy: GuardrailPolicy,
  guarded: Guarded,
  answer: string,
): readonly GroundingFilter[] {
  if (guarded.side === 'input' || guarded.sources.length === 0 || guarded.query === '') return [];
  const { thresholds } = policy;
  const { grounding, relevance } = scoreGrounding(answer, guarded.sources, guarded.query);
  const filter = (type: GroundingFilter['type'], score: number, threshold: number): GroundingFilter => {
    const low = score < threshold;
    return { type, threshold, score, action: low ? 'BLOCKED' : 'NONE', detected: low };
  };
  return [
    filter('GROUNDING', grounding, thresholds.grounding),
    filter('RELEVANCE', relevance, thresholds.relevance),
  ];
}

function usageOf(
  policy: GuardrailPolicy,
  { texts, sources, query }: Guarded,
  topics: number,
  grounded: number,
): GuardrailUsage {
  const unitsOf = (of: readonly string[]) => of.reduce((sum, text) => sum + Math.ceil(text.length / 1000), 0);
  const units = unitsOf(texts);
  return {
    topicPolicyUnits: topics > 0 ? units : 0,
    contentPolicyUnits: units,
    wordPolicyUnits: 0,
    sensitiveInformationPolicyUnits: policy.pii.length > 0 ? units : 0,
    sensitiveInformationPolicyFreeUnits: policy.regexes.length > 0 ? units : 0,
    contextualGroundingPolicyUnits: grounded > 0 ? unitsOf([...texts, ...sources, query]) : 0,
  };
}
