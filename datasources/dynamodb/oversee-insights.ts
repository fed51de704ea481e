import { type OverseenPage, overseen } from '../../src/insight/overseen-insight.ts';
import type { InsightReviewState } from '../../src/insight/stored-insight.ts';
import type { PageRequest } from '../health-data.ts';
import type { CommandScope } from './command-scope.ts';
import { listInsights } from './insight-queue.ts';

/** The tenant's insights under review, of all use cases, newest first: nothing but what is overseen leaves here. */
export async function overseeInsights(
  scope: CommandScope,
  page: PageRequest & { readonly state: InsightReviewState | null },
): Promise<OverseenPage> {
  const { rows, hasNextPage } = await listInsights(scope, page);
  return {
    rows: rows.map(({ insight, position }) => ({ record: overseen(insight), position })),
    hasNextPage,
  };
}
