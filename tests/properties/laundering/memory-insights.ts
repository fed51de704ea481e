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

  async queue({ first, after, state, useCases, admit }: Parameters<InsightStore['queue']>[0]) {
    const start = after === null ? 0 : this.all.findIndex(({ id }) => id === after) + 1;
    const wanted: StoredInsight[] = [];
    for (const insight of this.all.slice(start)) {
      const { reviewState, useCase } = insight;
      const isAsked = (state === null || reviewState === state) && (useCases?.includes(useCase) ?? true);
      if (isAsked && ((await admit?.(insight)) ?? true)) wanted.push(insight);
    }
    const rows = wanted.slice(0, first).map((insight) => ({ insight, position: insight.id }));
    return { rows, hasNextPage: wanted.length > first };
  }

  async review(): Promise<null> {
    return null;
  }
}
