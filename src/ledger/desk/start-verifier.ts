import { Worker } from 'node:worker_threads';
import { z } from 'zod';
import type { VerifierRun } from './verifications.ts';

const Result = z.object({
  ok: z.boolean(),
  entries: z.number().int().min(0),
  size: z.number().int().min(0).nullable(),
  findings: z.number().int().min(0),
  firstBad: z.object({ code: z.string(), index: z.number().int().min(0).nullable() }).nullable(),
});

/** The verifier died, or said something else than what it found. */
export class VerifierEndedError extends Error {}

/**
 * Runs a verifier in a thread of its own: it reads and hashes everything, and requests MUST NOT wait for that.
 * @param verifier module of the thread, which says one `VerificationResult`.
 * @param settings what it is given; anything that can be cloned between threads.
 */
export function startVerifier(verifier: URL, settings: unknown): VerifierRun {
  const worker = new Worker(verifier, { workerData: settings, name: 'verifier' });
  const result = new Promise<z.output<typeof Result>>((resolve, reject) => {
    worker.once('message', (message: unknown) => {
      const parsed = Result.safeParse(message);
      if (parsed.success) resolve(parsed.data);
      else reject(new VerifierEndedError('not a result'));
    });
    worker.once('error', () => reject(new VerifierEndedError('it died')));
    worker.once('exit', () => reject(new VerifierEndedError('it ended without a result')));
  });
  return Object.freeze({ result, stop: () => void worker.terminate() });
}
