import { afterAll, beforeAll, expect, it } from 'vitest';
import { type BedrockModel, createBedrockModel } from '../../../datasources/bedrock/create-bedrock-model.ts';
import { type LocalBedrock, startLocalBedrock } from '../../../datasources/bedrock/start-local-bedrock.ts';
import { failureOf, modelRequest } from './model-request.ts';

let local: LocalBedrock;
let model: BedrockModel;
beforeAll(() => {
  local = startLocalBedrock();
  model = createBedrockModel({ localEndpoint: () => local.endpoint(), clock: Date.now, random: Math.random });
});
afterAll(async () => {
  model.close();
  await local.close();
});

it('answers from the server of this machine, through its guardrail', async () => {
  const answer = await model.ask(modelRequest({}, { guardrail: { id: 'phield', version: '1' } }));
  expect(answer).toMatchObject({ stopReason: 'end_turn', model: 'phield-extractive', intervened: false });
  expect(answer.grounding).not.toBeNull();
  expect(answer.relevance).not.toBeNull();
  expect(answer.tokens.input).toBeGreaterThan(0);
});

it('is told that a guardrail, or its version, is not known', async () => {
  const unknown = (id: string, version: string) => modelRequest({}, { guardrail: { id, version } });
  expect(await failureOf(model.ask(unknown('no-such', '1')))).toBe('GUARDRAIL_UNKNOWN');
  expect(await failureOf(model.ask(unknown('phield', '99')))).toBe('GUARDRAIL_UNKNOWN');
});
