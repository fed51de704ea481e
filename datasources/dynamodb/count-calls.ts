import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';

export interface CallCounts {
  /** Calls made since the start or the last `take`, by operation (`BatchGetItem`, `Query`, …); retries count. */
  take(): Readonly<Record<string, number>>;
}

/** Counts every attempt a client makes, for metrics and for tests that hold calls constant. */
export function countCalls(client: DynamoDBClient): CallCounts {
  let counts: Record<string, number> = {};
  client.middlewareStack.add(
    (next, context) => async (args) => {
      const name = (context.commandName ?? 'Unknown').replace(/Command$/, '');
      counts[name] = (counts[name] ?? 0) + 1;
      return next(args);
    },
    { step: 'finalizeRequest', priority: 'low', name: 'phieldCountCalls' },
  );
  return {
    take() {
      const taken = Object.freeze(counts);
      counts = {};
      return taken;
    },
  };
}
