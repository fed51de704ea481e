import autocannon from 'autocannon';
import { quantile } from './quantiles.ts';
import type { ServerProcess } from './server-process.ts';

/** What one contestant did under one load. */
export interface LoadResult {
  readonly requests: number;
  readonly seconds: number;
  readonly perSecond: number;
  /** Server's processor time per request, threads included, in milliseconds. */
  readonly cpuMs: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
  readonly rss: number;
}

/**
 * Sends a number of requests over a bounded number of kept-alive connections and waits for every answer, so
 * that requests and processor time count the same things.
 * @throws when an answer fails, or differs in length from the others.
 */
export async function applyLoad(
  server: ServerProcess,
  body: string,
  {
    connections,
    amount,
    status: expected = 200,
  }: { readonly connections: number; readonly amount: number; readonly status?: number },
): Promise<LoadResult> {
  const times: number[] = [];
  const lengths = new Set<number>();
  let failed = 0;
  const before = await server.cpu();
  const started = performance.now();
  let ended = started;
  await new Promise<void>((resolve, reject) => {
    const load = autocannon(
      {
        url: server.url,
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: server.authorization },
        body,
        connections,
        amount: Math.max(amount, connections),
        timeout: 60,
        // Milliseconds after the last answer at which it ends: it looks that often.
        sampleInt: 20,
      },
      (error: unknown) => (error ? reject(error) : resolve()),
    );
    load.on('response', (_client, status, bytes, milliseconds) => {
      if (status !== expected) failed += 1;
      lengths.add(bytes);
      times.push(milliseconds);
      ended = performance.now();
    });
    load.on('reqError', () => {
      failed += 1;
    });
  });
  // The generator itself ends a little later.
  const seconds = (ended - started) / 1000;
  const after = await server.cpu();
  if (failed > 0 || lengths.size !== 1) {
    throw new Error(`${server.name}: ${failed} failed answers, ${lengths.size} different lengths`);
  }
  times.sort((a, b) => a - b);
  return {
    requests: times.length,
    seconds,
    perSecond: times.length / seconds,
    cpuMs: (after.microseconds - before.microseconds) / 1000 / times.length,
    p50: quantile(times, 0.5),
    p99: quantile(times, 0.99),
    rss: after.rss,
  };
}
