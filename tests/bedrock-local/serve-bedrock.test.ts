import {
  AccessDeniedException,
  ApplyGuardrailCommand,
  type BedrockRuntimeClient,
  ConverseCommand,
  ConverseStreamCommand,
  type ConverseStreamOutput,
  InternalServerException,
  InvokeModelCommand,
  ModelErrorException,
  ModelNotReadyException,
  ModelTimeoutException,
  ResourceNotFoundException,
  ServiceQuotaExceededException,
  ServiceUnavailableException,
  ThrottlingException,
  ValidationException,
} from '@aws-sdk/client-bedrock-runtime';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ServingBedrock, serveBedrock } from '../../src/bedrock-local/serve-bedrock.ts';
import { converseInput, EVIDENCE, quoting, sdkClient } from './sdk-clients.ts';

const ARN = 'arn:aws:bedrock:us-east-1:123456789012:inference-profile/phield-extractive';

describe.each(['HTTP/2', 'HTTP/1.1'] as const)('the unchanged SDK over %s', (protocol) => {
  let serving: ServingBedrock;
  let client: BedrockRuntimeClient;
  beforeAll(async () => {
    serving = await serveBedrock({ engine: quoting });
    client = sdkClient(serving.url, protocol);
  });
  afterAll(async () => {
    client.destroy();
    await serving.close();
  });

  it('converses: every member is where the SDK looks for it', async () => {
    const answer = await client.send(new ConverseCommand(converseInput()));
    const text = answer.output?.message?.content?.[0]?.text ?? '';
    expect(JSON.parse(text).sentences).toHaveLength(EVIDENCE.length);
    expect(answer.output?.message?.role).toBe('assistant');
    expect(answer.stopReason).toBe('end_turn');
    expect(answer.usage?.totalTokens).toBe(
      (answer.usage?.inputTokens ?? 0) + (answer.usage?.outputTokens ?? 0),
    );
    expect(answer.usage?.inputTokens).toBeGreaterThan(0);
    expect(answer.metrics?.latencyMs).toBeGreaterThanOrEqual(0);
    expect(answer.$metadata.httpStatusCode).toBe(200);
    expect(answer.$metadata.requestId).toMatch(/^[0-9a-f-]{36}$/);
    const trace = answer.trace?.guardrail;
    expect(trace?.actionReason).toBe('No action.');
    expect(trace?.modelOutput).toEqual([text]);
    expect(trace?.inputAssessment?.phield?.invocationMetrics?.usage?.contentPolicyUnits).toBe(0);
    expect(trace?.outputAssessments?.phield?.[0]?.contextualGroundingPolicy?.filters).toEqual([
      { type: 'GROUNDING', threshold: 0.75, score: 1, action: 'NONE', detected: false },
      { type: 'RELEVANCE', threshold: 0.5, score: 1, action: 'NONE', detected: false },
    ]);
    const coverage = trace?.outputAssessments?.phield?.[0]?.invocationMetrics?.guardrailCoverage;
    expect(coverage?.textCharacters).toEqual({ guarded: text.length, total: text.length });
  });

  it('takes a model by its ARN', async () => {
    const answer = await client.send(new ConverseCommand(converseInput({ modelId: ARN })));
    expect(answer.stopReason).toBe('end_turn');
  });

  it('streams the same answer as events', async () => {
    const whole = await client.send(new ConverseCommand(converseInput()));
    const { stream, $metadata } = await client.send(new ConverseStreamCommand(converseInput()));
    expect($metadata.httpStatusCode).toBe(200);
    const events: ConverseStreamOutput[] = [];
    for await (const event of stream ?? []) events.push(event);
    expect(
      events.map((event) => Object.keys(event)[0]).filter((name, at, all) => name !== all[at - 1]),
    ).toEqual(['messageStart', 'contentBlockDelta', 'contentBlockStop', 'messageStop', 'metadata']);
    expect(events[0]?.messageStart?.role).toBe('assistant');
    const text = events.map((event) => event.contentBlockDelta?.delta?.text ?? '').join('');
    expect(text).toBe(whole.output?.message?.content?.[0]?.text);
    expect(events.filter((event) => event.contentBlockDelta !== undefined).length).toBeGreaterThan(1);
    expect(events.at(-2)?.messageStop?.stopReason).toBe('end_turn');
    expect(events.at(-1)?.metadata?.usage).toEqual(whole.usage);
    expect(events.at(-1)?.metadata?.trace?.guardrail?.outputAssessments).toEqual(
      whole.trace?.guardrail?.outputAssessments,
    );
  });

  it('streams to its exception when the model fails half-way', async () => {
    const input = converseInput({ modelId: 'phield-extractive:broken-stream' });
    const { stream } = await client.send(new ConverseStreamCommand(input));
    const read = async () => {
      for await (const _ of stream ?? []);
    };
    await expect(read()).rejects.toMatchObject({ name: 'ModelStreamErrorException' });
  });

  it('applies a guardrail by itself', async () => {
    const apply = (source: 'INPUT' | 'OUTPUT', text: string) =>
      client.send(
        new ApplyGuardrailCommand({
          guardrailIdentifier: 'phield',
          guardrailVersion: '1',
          source,
          content: [{ text: { text } }],
        }),
      );
    const fine = await apply('INPUT', 'What are my medications?');
    expect(fine).toMatchObject({ action: 'NONE', outputs: [], assessments: [{}] });
    expect(fine.usage?.contentPolicyUnits).toBe(1);
    const blocked = await apply('OUTPUT', 'Write to ada@example.org.');
    expect(blocked.action).toBe('GUARDRAIL_INTERVENED');
    expect(blocked.outputs).toEqual([{ text: 'This answer is withheld.' }]);
    expect(blocked.assessments?.[0]?.sensitiveInformationPolicy?.piiEntities).toEqual([
      { match: 'ada@example.org', type: 'EMAIL', action: 'BLOCKED', detected: true },
    ]);
  });

  it.each([
    ['an unknown guardrail', { guardrail: { id: 'nobody', version: '1' } }],
    ['an unknown version', { guardrail: { id: 'phield', version: '77' } }],
    ['an inherited name', { guardrail: { id: 'constructor', version: '1' } }],
  ])('refuses %s, to converse, to stream and to apply', async (_, wrong) => {
    const input = converseInput(wrong);
    const refused = { name: 'ValidationException', message: expect.stringMatching(/guardrail/) };
    await expect(client.send(new ConverseCommand(input))).rejects.toMatchObject(refused);
    await expect(client.send(new ConverseStreamCommand(input))).rejects.toMatchObject(refused);
    const apply = new ApplyGuardrailCommand({
      guardrailIdentifier: wrong.guardrail.id,
      guardrailVersion: wrong.guardrail.version,
      source: 'INPUT',
      content: [{ text: { text: 'x' } }],
    });
    await expect(client.send(apply)).rejects.toBeInstanceOf(ResourceNotFoundException);
  });

  it('answers without a trace where no guardrail is asked for', async () => {
    const answer = await client.send(new ConverseCommand(converseInput({ guardrail: null })));
    expect(answer.stopReason).toBe('end_turn');
    expect(answer.trace).toBeUndefined();
  });

  it.each([
    ['throttle', ThrottlingException, 429],
    ['not-ready', ModelNotReadyException, 429],
    ['model-timeout', ModelTimeoutException, 408],
    ['model-error', ModelErrorException, 424],
    ['internal', InternalServerException, 500],
    ['unavailable', ServiceUnavailableException, 503],
    ['quota', ServiceQuotaExceededException, 400],
    ['denied', AccessDeniedException, 403],
  ] as const)('%s is the SDK’s own exception', async (fault, exception, status) => {
    const input = converseInput({ modelId: `phield-extractive:${fault}` });
    for (const command of [new ConverseCommand(input), new ConverseStreamCommand(input)]) {
      const error: unknown = await client.send(command as ConverseCommand).catch((caught: unknown) => caught);
      expect(error).toBeInstanceOf(exception);
      expect(error).toMatchObject({
        $metadata: { httpStatusCode: status },
        message: expect.stringMatching(/./),
      });
    }
  });

  it.each(['claude', 'phield-extractive:no-such-fault', 'phield-extractive:throttle:more', 'toString'])(
    'does not know the model %s',
    async (modelId) => {
      await expect(client.send(new ConverseCommand(converseInput({ modelId })))).rejects.toBeInstanceOf(
        ValidationException,
      );
    },
  );

  it('refuses what the model does not take, without repeating it', async () => {
    const image = { image: { format: 'png' as const, source: { bytes: new Uint8Array([1]) } } };
    const command = new ConverseCommand({
      ...converseInput(),
      messages: [{ role: 'user', content: [{ text: 'secret-canary' }, image] }],
    });
    const error: unknown = await client.send(command).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(ValidationException);
    expect(String(error)).not.toContain('secret-canary');
  });

  it('has no other operation', async () => {
    const command = new InvokeModelCommand({ modelId: 'phield-extractive', body: '{}' });
    await expect(client.send(command)).rejects.toMatchObject({ $metadata: { httpStatusCode: 404 } });
  });

  it('ends in the middle of an answer', async () => {
    const input = converseInput({ modelId: 'phield-extractive:cut-off' });
    await expect(client.send(new ConverseCommand(input))).rejects.toThrow();
  });

  it('a stalled answer ends with its client, and the server serves on', async () => {
    const input = converseInput({ modelId: 'phield-extractive:stall' });
    const stalled = client.send(new ConverseCommand(input), { abortSignal: AbortSignal.timeout(100) });
    await expect(stalled).rejects.toMatchObject({ name: expect.stringMatching(/Abort|Timeout/) });
    await expect(client.send(new ConverseCommand(converseInput()))).resolves.toMatchObject({
      stopReason: 'end_turn',
    });
  });
});
