import type { JudgedInsight } from '../../src/insight/judge-insight.ts';
import type { InsightPage, InsightStore, InsightVerdict } from '../../src/insight/stored-insight.ts';
import type { CommandScope } from './command-scope.ts';
import type { HealthCommandsOptions } from './dynamo-health-commands.ts';
import { readCached } from './insight-cache.ts';
import { type InsightQueuePage, listInsights } from './insight-queue.ts';
import { readInsight } from './insight-read.ts';
import { reviewInsight } from './insight-review.ts';
import { saveInsight } from './insight-save.ts';
import { tenantItemKeys } from './item-keys.ts';

/** InsightStore with what the store keeps besides: all verdicts, and lists narrowed before they are counted. */
export interface ReviewedInsightStore extends InsightStore {
  cached(subjectId: string, cacheKey: string): Promise<JudgedInsight | null>;
  find(id: string): Promise<JudgedInsight | null>;
  queue(page: InsightQueuePage): Promise<InsightPage>;
  review(id: string, verdict: InsightVerdict): Promise<JudgedInsight | 'conflict' | null>;
}

/** The insights of one tenant, for one actor and operation. */
export function openInsightStore(options: HealthCommandsOptions): ReviewedInsightStore {
  const { client, tables, keyring, tenant, actor, clock, random, signal, deadline = 5_000 } = options;
  const store = { client, tables, random, signal, deadline };
  const scope: CommandScope = { tenant, actor, store, keyring, itemKeys: tenantItemKeys(tenant), clock };
  const insights: ReviewedInsightStore = {
    save: (insight, cacheKey, expiresAt) => saveInsight(scope, insight, cacheKey, expiresAt),
    cached: async (subjectId, cacheKey) => (await readCached(scope, subjectId, cacheKey))?.insight ?? null,
    find: async (id) => (await readInsight(scope, id))?.insight ?? null,
    queue: (page) => listInsights(scope, page),
    review: (id, verdict) => reviewInsight(scope, id, verdict),
  };
  return Object.freeze(insights);
}
