import { type OverseenPage, overseen } from '../../src/insight/overseen-insight.ts';
import type { InsightReviewState } from '../../src/insight/stored-insight.ts';
import type { PageRequest } from '../health-data.ts';
import type { CommandScope } from './command-scope.ts';
import { listInsights } from './insight-queue.ts';
import { queueShift } from './insight-save.ts';
import { instantKey } from './sort-key.ts';

/**
 * The tenant's insights under review, of all use cases, newest first: nothing but what is overseen leaves here.
 * @param page `before`: those alone that were made before it, milliseconds since the epoch.
 */
export async function overseeInsights(
  scope: CommandScope,
  { before, ...page }: PageRequest & { readonly state: InsightReviewState | null; readonly before?: number },
): Promise<OverseenPage> {
  const after = page.after ?? (before === undefined ? null : await placeOf(scope, before));
  const { rows, hasNextPage } = await listInsights(scope, { ...page, after });
  return {
    rows: rows.map(({ insight, position }) => ({ record: overseen(insight), position })),
    hasNextPage,
  };
}

/** Behind all that was made from then on: no id comes before a hyphen. */
async function placeOf({ keyring, tenant }: CommandScope, instant: number): Promise<string> {
  const { secrets } = await keyring.open(tenant);
  return `${instantKey(instant, queueShift(secrets.index))}#-`;
}
