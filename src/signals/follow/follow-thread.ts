import { Worker } from 'node:worker_threads';
import { UpstreamUnavailableError } from '../../errors.ts';
import type { Advance, FollowAnswer, FollowCall, FollowedTenant } from './follow-messages.ts';

const WORKER = new URL('./follow-worker.ts', import.meta.url);

/** Somebody who follows the log, one question at a time. What fails rejects with UpstreamUnavailableError. */
export interface Following {
  readonly ended: boolean;
  advance(tenants: readonly FollowedTenant[]): Promise<Advance>;
  save(): Promise<void>;
  close(): Promise<void>;
}

/** One in a thread of its own. A thread that ends by itself has ended for good; the next one goes on where it last saved. */
export function startFollowing(places: { readonly index: string; readonly state: string }): Following {
  const worker = new Worker(WORKER, { workerData: places, name: 'signals' });
  worker.unref();
  let ended = false;
  let waiting: ((answer: FollowAnswer) => void) | null = null;
  const settle = (answer: FollowAnswer) => {
    const settled = waiting;
    waiting = null;
    settled?.(answer);
  };
  worker.on('message', settle);
  // Without a listener an error of the thread would end the process.
  worker.on('error', () => undefined);
  worker.on('exit', () => {
    ended = true;
    settle({ kind: 'failed', code: 'ended' });
  });
  const ask = (call: FollowCall): Promise<FollowAnswer> =>
    new Promise((resolve) => {
      if (ended || waiting !== null) return resolve({ kind: 'failed', code: ended ? 'ended' : 'busy' });
      waiting = resolve;
      worker.postMessage(call);
    });
  return Object.freeze({
    get ended() {
      return ended;
    },
    async advance(tenants: readonly FollowedTenant[]) {
      const answer = await ask({ ask: 'advance', tenants });
      if (answer.kind === 'advanced') return answer.advance;
      throw new UpstreamUnavailableError(`the log cannot be followed: ${codeOf(answer)}`);
    },
    async save() {
      const answer = await ask({ ask: 'save' });
      if (answer.kind !== 'saved')
        throw new UpstreamUnavailableError(`how far it came is not saved: ${codeOf(answer)}`);
    },
    async close() {
      await worker.terminate();
    },
  });
}

function codeOf(answer: FollowAnswer): string {
  return answer.kind === 'failed' ? answer.code : answer.kind;
}
