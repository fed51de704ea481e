import { expect, it } from 'vitest';
import { converseAnswer, NoAnswerError } from '../../../datasources/bedrock/converse-answer.ts';
import { guardrailFindings } from '../../../datasources/bedrock/guardrail-findings.ts';

/** Numbers as a wire that does not keep its promises could bring them. */
const filter = (type: 'GROUNDING' | 'RELEVANCE', score: unknown, action: 'NONE' | 'BLOCKED' = 'NONE') =>
  JSON.parse(JSON.stringify({ type, score, threshold: 0.7, action }));
const grounded = (...filters: readonly ReturnType<typeof filter>[]) => ({
  outputAssessments: { g: [{ contextualGroundingPolicy: { filters: [...filters] } }] },
});

it('takes the lowest score', () => {
  const trace = {
    outputAssessments: {
      g: [
        { contextualGroundingPolicy: { filters: [filter('GROUNDING', 0.9), filter('RELEVANCE', 0.6)] } },
        { contextualGroundingPolicy: { filters: [filter('GROUNDING', 0.4)] } },
      ],
    },
  };
  expect(guardrailFindings(trace)).toEqual({ intervened: false, grounding: 0.4, relevance: 0.6 });
});

it('knows no score where none was given, or one that is none', () => {
  expect(guardrailFindings(undefined)).toEqual({ intervened: false, grounding: null, relevance: null });
  for (const score of [undefined, null, '0.9', 1.2, -1]) {
    expect(
      guardrailFindings(grounded(filter('GROUNDING', score), filter('GROUNDING', 0.9))).grounding,
    ).toBeNull();
    expect(
      guardrailFindings(grounded(filter('GROUNDING', 0.9), filter('GROUNDING', score))).grounding,
    ).toBeNull();
  }
});

it.each([
  ['a masked identifier', { sensitiveInformationPolicy: { piiEntities: [{ action: 'ANONYMIZED' }] } }],
  ['a pattern', { sensitiveInformationPolicy: { regexes: [{ action: 'BLOCKED' }] } }],
  ['a topic', { topicPolicy: { topics: [{ action: 'BLOCKED' }] } }],
  ['an attack', { contentPolicy: { filters: [{ type: 'PROMPT_ATTACK', action: 'BLOCKED' }] } }],
  ['a word', { wordPolicy: { managedWordLists: [{ action: 'BLOCKED' }] } }],
  ['a low score', { contextualGroundingPolicy: { filters: [filter('GROUNDING', 0.1, 'BLOCKED')] } }],
  ['a policy that is not known', { newPolicy: { things: [{ action: 'REWRITTEN' }] } }],
])('says that %s was blocked or changed, in or out', (_name, assessment) => {
  const wire = JSON.parse(JSON.stringify(assessment));
  expect(guardrailFindings({ inputAssessment: { g: wire } }).intervened).toBe(true);
  expect(guardrailFindings({ outputAssessments: { g: [wire] } }).intervened).toBe(true);
});

it('does not take what was only looked at for an intervention', () => {
  const looked = { sensitiveInformationPolicy: { piiEntities: [{ action: 'NONE', detected: true }] } };
  expect(guardrailFindings({ inputAssessment: { g: JSON.parse(JSON.stringify(looked)) } }).intervened).toBe(
    false,
  );
});

const MESSAGE = { message: { role: 'assistant', content: [{ text: 'said' }] } } as const;

it('passes no word of what a guardrail touched on', () => {
  const trace = {
    guardrail: {
      modelOutput: ['CANARY before masking'],
      actionReason: 'CANARY reason',
      outputAssessments: {
        g: [
          {
            sensitiveInformationPolicy: {
              piiEntities: [{ match: 'CANARY 555-0100', type: 'PHONE', action: 'ANONYMIZED' }],
              regexes: [{ match: 'CANARY MRN', name: 'MRN', action: 'NONE' }],
            },
          },
        ],
      },
    },
  } as const;
  const output = JSON.parse(JSON.stringify({ output: MESSAGE, stopReason: 'end_turn', trace }));
  const answer = converseAnswer(output, 'm', 7);
  expect(answer).toMatchObject({ intervened: true, text: '' });
  expect(JSON.stringify(answer)).not.toContain('CANARY');
});

it('takes the guardrail’s own stop for an intervention without a trace', () => {
  const answer = converseAnswer(
    JSON.parse(JSON.stringify({ output: MESSAGE, stopReason: 'guardrail_intervened' })),
    'm',
    7,
  );
  expect(answer).toMatchObject({ intervened: true, text: '' });
});

it('counts tokens of caches, and estimates where none are counted', () => {
  const counted = (usage: unknown) =>
    converseAnswer(JSON.parse(JSON.stringify({ output: MESSAGE, stopReason: 'end_turn', usage })), 'm', 7)
      .tokens;
  expect(
    counted({ inputTokens: 10, cacheReadInputTokens: 5, cacheWriteInputTokens: 2, outputTokens: 3 }),
  ).toEqual({
    input: 17,
    output: 3,
  });
  expect(counted(undefined)).toEqual({ input: 7, output: 2 });
  expect(counted({ inputTokens: -4, outputTokens: 'many' })).toEqual({ input: 7, output: 2 });
});

it('reads text alone: what stands in a tool’s input slipped past the guardrail', () => {
  const content = [
    { text: 'a' },
    { toolUse: { toolUseId: 't', name: 'n', input: { text: 'CANARY' } } },
    { text: 'b' },
  ];
  const output = JSON.parse(
    JSON.stringify({ output: { message: { role: 'assistant', content } }, stopReason: 'tool_use' }),
  );
  expect(converseAnswer(output, 'm', 7).text).toBe('ab');
});

it('is none without a message or a reason to stop', () => {
  const none = JSON.parse('[{}, {"stopReason":"end_turn"}, {"output":{"message":{"content":[]}}}]');
  for (const output of none) expect(() => converseAnswer(output, 'm', 7)).toThrow(NoAnswerError);
});
