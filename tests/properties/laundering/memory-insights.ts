import type { InsightStore, StoredInsight } from '../../../src/insight/stored-insight.ts';

/** Stored insights as the store keeps them, with nothing decided about them. */
export class MemoryInsights implements InsightStore {
  readonly all: StoredInsight[] = [];
  readonly #byKey = new Map<string, StoredInsight>();

  async save(insight: StoredInsight, cacheKey: string): Promise<'stored'> {
    this.all.unshift(insight);
    this.#byKey.set(`${insight.subjectId} ${cacheKey}`, insight);
    return 'stored';
  }

  async cached(subjectId: string, cacheKey: string): Promise<StoredInsight | null> {
    return this.#byKey.get(`${subjectId} ${cacheKey}`) ?? null;
  }

  async find(id: string): Promise<StoredInsight | null> {
    return this.all.find((one) => one.id === id) ?? null;
  }

  async queue({ first, after, state }: Parameters<InsightStore['queue']>[0]) {
    const wanted = this.all.filter(({ reviewState }) => state === null || reviewState === state);
    const start = after === null ? 0 : wanted.findIndex(({ id }) => id === after) + 1;
    const rows = wanted.slice(start, start + first).map((insight) => ({ insight, position: insight.id }));
    return { rows, hasNextPage: wanted.length > start + first };
  }

  async review(): Promise<null> {
    return null;
  }
}
