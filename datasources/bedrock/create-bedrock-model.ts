import { type BedrockRuntimeClient, ConverseCommand } from '@aws-sdk/client-bedrock-runtime';
import { DelegateBackoff, handleWhen, retry } from 'cockatiel';
import {
  type InsightModel,
  type ModelAnswer,
  type ModelRequest,
  ModelUnavailable,
} from '../../src/insight/insight-model.ts';
import { AttemptFailed, attemptFailed } from './attempt-failed.ts';
import { BEDROCK_LIMITS, type BedrockOptions, type ModelCall } from './bedrock-options.ts';
import { startCallSpan } from './call-span.ts';
import { Circuits } from './circuits.ts';
import { converseAnswer } from './converse-answer.ts';
import { converseInput } from './converse-input.ts';
import { estimateInput } from './estimate-input.ts';
import { Places } from './places.ts';
import { createRegionClient } from './region-client.ts';
import { LOCAL_REGION, namesGuardrail, staysInRegion } from './region-pin.ts';
import { TokenBudgets } from './token-budgets.ts';
import { untilAborted } from './until-aborted.ts';

export interface BedrockModel extends InsightModel {
  /** Ends all connections. */
  close(): void;
}

/** Models of Bedrock behind their guardrails. One for the whole process: its budgets, places and breakers are here. */
export function createBedrockModel(options: BedrockOptions): BedrockModel {
  const { localEndpoint, clock, random, onCall, onBreaker, tracer } = options;
  const limits = Object.freeze({ ...BEDROCK_LIMITS, ...options.limits });
  const clients = new Map<string, BedrockRuntimeClient>();
  const circuits = new Circuits(limits, (change) => onBreaker?.(change));
  const places = new Places(limits.queue);
  const budgets = new TokenBudgets(clock);
  const retries = retry(
    handleWhen((error) => error instanceof AttemptFailed && error.again),
    {
      maxAttempts: limits.retries,
      backoff: new DelegateBackoff(
        ({ attempt }) => random() * Math.min(limits.retryCap, limits.retryBase * 2 ** (attempt - 1)),
      ),
    },
  );

  function clientOf(region: string): BedrockRuntimeClient {
    const client = clients.get(region) ?? createRegionClient(region, localEndpoint, limits);
    clients.set(region, client);
    return client;
  }

  /** One call: pinned, with a guardrail, within budgets, within places, tried again, through its breaker. */
  async function call(
    request: ModelRequest,
    sending: () => void,
  ): Promise<Omit<ModelAnswer, 'milliseconds'>> {
    const { settings, signal } = request;
    if (signal.aborted) throw new AttemptFailed('DEADLINE');
    if (!staysInRegion(settings)) throw new AttemptFailed('REFUSED');
    if (settings.region === LOCAL_REGION && localEndpoint === null) throw new AttemptFailed('REFUSED');
    if (!namesGuardrail(settings)) throw new AttemptFailed('GUARDRAIL_UNKNOWN');
    const circuit = circuits.of(settings.region, settings.model);
    // Before a place is waited for: who waits behind stalled calls would not be told at once.
    if (!circuit.mayTry()) throw new AttemptFailed('BREAKER');
    const asked = estimateInput(request);
    const reserved = budgets.reserve(request, settings.tokensPerHour, asked + request.outputTokens);
    if (reserved === null) throw new AttemptFailed('BUDGET');
    let sent = false;
    const attempt = async () => {
      if (signal.aborted) throw new AttemptFailed('DEADLINE');
      sent = true;
      sending();
      const began = clock();
      try {
        const command = new ConverseCommand(converseInput(request));
        const output = await clientOf(settings.region).send(command, { abortSignal: signal });
        return converseAnswer(output, settings.model, asked);
      } catch (error) {
        const failed = attemptFailed(error, signal);
        const heardOut = failed.failure !== 'DEADLINE' || clock() - began >= limits.breakerPatience;
        throw heardOut ? failed : new AttemptFailed('DEADLINE');
      }
    };
    const tried = () => retries.execute(() => circuit.run(attempt), signal);
    try {
      const placed = places.hold(request.tenant, settings.concurrency, tried, signal);
      const answer = await untilAborted(placed, signal);
      reserved.settle(answer.tokens.input + answer.tokens.output);
      return answer;
    } catch (error) {
      // A model that was asked and not heard out may have been paid all the same.
      if (!(sent && error instanceof AttemptFailed && error.failure === 'DEADLINE')) reserved.settle(0);
      throw error;
    }
  }

  return Object.freeze({
    async ask(request: ModelRequest): Promise<ModelAnswer> {
      const { tenant, settings } = request;
      const began = clock();
      const span = startCallSpan(tracer, settings.model, settings.region);
      let attempts = 0;
      const ended = (outcome: ModelCall['outcome'], inputTokens = 0, outputTokens = 0) => {
        const milliseconds = clock() - began;
        const { model, region } = settings;
        const told = { tenant, region, model, outcome, inputTokens, outputTokens, milliseconds, attempts };
        span.end(told);
        onCall?.(told);
        return milliseconds;
      };
      let answer: Omit<ModelAnswer, 'milliseconds'>;
      try {
        answer = await call(request, () => {
          attempts += 1;
        });
      } catch (error) {
        const failure = error instanceof AttemptFailed ? error.failure : 'UNAVAILABLE';
        ended(failure);
        throw new ModelUnavailable(failure);
      }
      const { input, output } = answer.tokens;
      const milliseconds = ended(answer.intervened ? 'INTERVENED' : 'ANSWERED', input, output);
      return Object.freeze({ ...answer, milliseconds });
    },
    close() {
      for (const client of clients.values()) client.destroy();
      clients.clear();
    },
  });
}
