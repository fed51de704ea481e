import { createHash } from 'node:crypto';
import { GuardrailPiiEntityType } from '@aws-sdk/client-bedrock-runtime';
import { describe, expect, it } from 'vitest';
import { createGuardrailInput } from '../../src/insight/create-guardrail-input.ts';
import { GUARDRAIL_POLICY, topicsFor } from '../../src/insight/guardrail-policy.ts';

const AUDIENCES = ['ALL', 'CLINICIAN', 'CODER', 'CARE_COORDINATOR', 'PATIENT'] as const;

/** By version: whoever changes the policy raises its version and adds a line. */
const HASHES: Readonly<Record<string, string>> = {
  '1': 'a5bf1f82c8895ff7cdc6186d5f8735a70e230ce6217037641ba0df1d95f9598f',
};

describe('the guardrail policy', () => {
  it('changes with its version only', () => {
    const hash = createHash('sha256').update(JSON.stringify(GUARDRAIL_POLICY)).digest('hex');
    expect(hash).toBe(HASHES[GUARDRAIL_POLICY.version]);
  });

  it('names types that Bedrock has', () => {
    const known: readonly string[] = Object.values(GuardrailPiiEntityType);
    expect(GUARDRAIL_POLICY.pii.filter(({ type }) => !known.includes(type))).toEqual([]);
    expect(new Set(GUARDRAIL_POLICY.pii.map(({ type }) => type)).size).toBe(GUARDRAIL_POLICY.pii.length);
  });

  it('has patterns that Bedrock takes and that this engine reads', () => {
    expect(GUARDRAIL_POLICY.regexes.length).toBeLessThanOrEqual(10);
    for (const { name, description, pattern } of GUARDRAIL_POLICY.regexes) {
      expect(name.length).toBeLessThanOrEqual(100);
      expect(description.length).toBeLessThanOrEqual(1_000);
      expect(pattern.length).toBeLessThanOrEqual(500);
      expect(pattern).not.toMatch(/\(\?[=!<]/);
      expect(() => new RegExp(pattern)).not.toThrow();
    }
  });

  it('has topics of the size that Bedrock takes', () => {
    for (const { name, definition, examples } of GUARDRAIL_POLICY.topics) {
      expect(name).toMatch(/^[0-9a-zA-Z-_ !?.]{1,100}$/);
      expect(definition.length).toBeLessThanOrEqual(200);
      expect(examples.length).toBeLessThanOrEqual(5);
      for (const example of examples) expect(example.length).toBeLessThanOrEqual(100);
    }
  });

  it('denies each audience what is denied to all', () => {
    const common = topicsFor(GUARDRAIL_POLICY, 'ALL');
    expect(common.length).toBeGreaterThan(0);
    for (const audience of AUDIENCES) {
      expect(topicsFor(GUARDRAIL_POLICY, audience)).toEqual(expect.arrayContaining([...common]));
    }
    expect(topicsFor(GUARDRAIL_POLICY, 'PATIENT').length).toBeGreaterThan(common.length);
  });

  it.each(AUDIENCES)('becomes a guardrail for %s that says the same as the policy', (audience) => {
    const input = createGuardrailInput(GUARDRAIL_POLICY, audience);
    expect(input.name).toMatch(/^[0-9a-zA-Z-_]{1,50}$/);
    expect(input.description.length).toBeLessThanOrEqual(200);
    expect(input.topicPolicyConfig.topicsConfig.map(({ name }) => name)).toEqual(
      topicsFor(GUARDRAIL_POLICY, audience).map(({ name }) => name),
    );
    expect(
      input.sensitiveInformationPolicyConfig.piiEntitiesConfig.map(({ type, inputAction, outputAction }) => ({
        type,
        input: inputAction,
        output: outputAction,
      })),
    ).toEqual(GUARDRAIL_POLICY.pii);
    expect(input.sensitiveInformationPolicyConfig.regexesConfig.map(({ pattern }) => pattern)).toEqual(
      GUARDRAIL_POLICY.regexes.map(({ pattern }) => pattern),
    );
    expect(
      input.contextualGroundingPolicyConfig.filtersConfig.map(({ type, threshold }) => [type, threshold]),
    ).toEqual([
      ['GROUNDING', GUARDRAIL_POLICY.thresholds.grounding],
      ['RELEVANCE', GUARDRAIL_POLICY.thresholds.relevance],
    ]);
    // The patterns by which the local guardrail knows a topic are nobody's business but its own.
    expect(JSON.stringify(input)).not.toContain('signals');
  });
});
