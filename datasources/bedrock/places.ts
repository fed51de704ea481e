import { type BulkheadPolicy, BulkheadRejectedError, bulkhead } from 'cockatiel';
import { AttemptFailed } from './attempt-failed.ts';

/** Calls of one tenant that are under way or wait, so that a stalled model holds no more than these. */
export class Places {
  readonly #queue: number | null;
  readonly #tenants = new Map<string, { readonly concurrency: number; readonly policy: BulkheadPolicy }>();

  /** @param queue that may wait; `null`: as many as may be under way */
  constructor(queue: number | null) {
    this.#queue = queue;
  }

  /** @throws AttemptFailed BUDGET: as many wait as may */
  async hold<T>(
    tenant: string,
    concurrency: number,
    work: () => Promise<T>,
    signal: AbortSignal,
  ): Promise<T> {
    let places = this.#tenants.get(tenant);
    if (places?.concurrency !== concurrency) {
      places = { concurrency, policy: bulkhead(concurrency, this.#queue ?? concurrency) };
      this.#tenants.set(tenant, places);
    }
    try {
      return await places.policy.execute(work, signal);
    } catch (error) {
      throw error instanceof BulkheadRejectedError ? new AttemptFailed('BUDGET') : error;
    }
  }
}
