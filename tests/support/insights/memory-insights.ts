import { UpstreamUnavailableError } from '../../../src/errors.ts';
import type { InsightStore, StoredInsight } from '../../../src/insight/stored-insight.ts';

/** Insights of one tenant in memory, found again as the store finds them. No queue and no review. */
export class MemoryInsights implements InsightStore {
  readonly saved: StoredInsight[] = [];
  readonly #cached = new Map<string, { readonly insight: StoredInsight; readonly expiresAt: number }>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  clear(): void {
    this.saved.length = 0;
    this.#cached.clear();
  }

  async save(insight: StoredInsight, key: string, expiresAt: number): Promise<'stored'> {
    this.saved.push(insight);
    this.#cached.set(JSON.stringify([insight.subjectId, key]), { insight, expiresAt });
    return 'stored';
  }

  async cached(subjectId: string, key: string): Promise<StoredInsight | null> {
    const found = this.#cached.get(JSON.stringify([subjectId, key]));
    return found === undefined || found.expiresAt <= this.#now() ? null : found.insight;
  }

  async find(id: string): Promise<StoredInsight | null> {
    return this.saved.find((one) => one.id === id) ?? null;
  }

  async queue(): Promise<never> {
    throw new UpstreamUnavailableError('there is no queue in memory');
  }

  async review(): Promise<never> {
    throw new UpstreamUnavailableError('there is no review in memory');
  }
}
