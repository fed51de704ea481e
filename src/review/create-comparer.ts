import { createHash } from 'node:crypto';
import { Worker } from 'node:worker_threads';
import { RateLimitedError, UpstreamUnavailableError } from '../errors.ts';
import type { DiffReport } from './diff-report.ts';
import type { ReviewedDocument } from './diff-touched.ts';
import type { ReviewedPolicy } from './reviewed-policy.ts';

/**
 * What one version gives that another did not.
 * @throws RateLimitedError while too many others wait; UpstreamUnavailableError when it takes too long.
 */
export type ComparePolicies = (
  old: ReviewedPolicy,
  now: ReviewedPolicy,
  documents: readonly ReviewedDocument[],
) => Promise<DiffReport>;

const WORKER = new URL('./compare-worker.ts', import.meta.url);
const MOST_KEPT = 16;
const MOST_WAITING = 4;
/** So that one tenant that asks for much keeps no other out. */
const MOST_OF_TENANT = 2;
/** Milliseconds for one. */
const PATIENCE = 120_000;

/** Compares in a thread, one pair at a time: requests of others MUST NOT wait for it. What was compared is kept a while. */
export function createComparer(compare: ComparePolicies = compareInThread): ComparePolicies {
  const kept = new Map<string, Promise<DiffReport>>();
  let turn: Promise<unknown> = Promise.resolve();
  const waiting: string[] = [];
  return (old, now, documents) => {
    const key = keyOf(old, now, documents);
    const known = kept.get(key);
    if (known !== undefined) return known;
    const { tenant } = now.overlay;
    const own = waiting.filter((one) => one === tenant).length;
    if (own >= MOST_OF_TENANT || waiting.length >= MOST_WAITING)
      return Promise.reject(new RateLimitedError('comparisons wait', 5));
    waiting.push(tenant);
    const made = turn.then(() => compare(old, now, documents));
    turn = made
      .catch(() => undefined)
      .then(() => {
        waiting.splice(waiting.indexOf(tenant), 1);
      });
    kept.set(key, made);
    made.catch(() => kept.delete(key));
    for (const oldest of kept.keys()) {
      if (kept.size <= MOST_KEPT) break;
      kept.delete(oldest);
    }
    return made;
  };
}

function compareInThread(
  old: ReviewedPolicy,
  now: ReviewedPolicy,
  documents: readonly ReviewedDocument[],
): Promise<DiffReport> {
  const workerData = { old: textsOf(old), now: textsOf(now), documents };
  return new Promise((resolve, reject) => {
    const worker = new Worker(WORKER, { workerData, name: 'compare' });
    const fail = () => reject(new UpstreamUnavailableError('a comparison came to no end'));
    const timer = setTimeout(() => void worker.terminate(), PATIENCE);
    worker.unref();
    timer.unref();
    worker.once('message', (report: DiffReport) => resolve(report));
    worker.once('error', fail);
    worker.once('exit', () => {
      clearTimeout(timer);
      fail();
    });
  });
}

/** A policy's functions cannot go to another thread; its texts can. */
function textsOf({ version, overlay, overlayFile, sdl }: ReviewedPolicy) {
  return { version, tenant: overlay.tenant, schema: sdl.files, overlay: overlayFile };
}

function keyOf(old: ReviewedPolicy, now: ReviewedPolicy, documents: readonly ReviewedDocument[]): string {
  const told = JSON.stringify(documents.map(({ name, text }) => [name, text]));
  return [old.overlay.tenant, old.version, now.version, createHash('sha256').update(told).digest('hex')].join(
    ' ',
  );
}
