import { BadUserInputError } from '../../src/errors.ts';
import { isReviewed } from '../../src/insight/reviewers.ts';
import type { InsightPage, InsightStore } from '../../src/insight/stored-insight.ts';
import { USE_CASES, type UseCaseName } from '../../src/insight/use-case.ts';
import type { CommandScope } from './command-scope.ts';
import { readInsights } from './insight-read.ts';
import { requiredText } from './item.ts';
import { checkFirst } from './list-rows.ts';
import { newestFirst } from './newest-first.ts';
import { type PartitionQuery, queryPages } from './query-pages.ts';
import { readRowPlace } from './sort-key.ts';

/** Insights looked at together while filling a page. */
const CHUNK = 25;

export type InsightQueuePage = Parameters<InsightStore['queue']>[0];

type InsightRow = InsightPage['rows'][number];

/**
 * The tenant's insights under review, newest first: one Query for each use case gives the order, then insights, patients
 * and keys come in one batch. Those that wait have an order of their own, so that looking for them never reads past
 * years of reviewed ones, nor a coder past what clinicians leave; what state an insight is in, it says itself. Both
 * orders name the same positions.
 */
export async function listInsights(scope: CommandScope, page: InsightQueuePage): Promise<InsightPage> {
  checkFirst(page);
  const { first, after, state, useCases = USE_CASES.filter(isReviewed) } = page;
  if (after !== null && readRowPlace(after) === null) {
    throw new BadUserInputError('a position is not of this list');
  }
  const size = Math.max(first + 1, CHUNK);
  const orders = [...new Set(useCases)].map((useCase) =>
    queryPages(scope.store, orderOf(scope, useCase, page, size)),
  );
  const rows: InsightRow[] = [];
  for await (const markers of newestFirst(orders, size)) {
    const places = markers.map((marker) => ({
      subjectId: requiredText(marker, 'p'),
      position: requiredText(marker, 'sk'),
      id: readRowPlace(requiredText(marker, 'sk'))?.id ?? '',
    }));
    const found = await readInsights(scope, places);
    const rowsFound = await Promise.all(
      found.map(async (read, at): Promise<InsightRow | null> => {
        const position = places[at]?.position ?? '';
        // A marker that its insight does not name was left behind, or put there by somebody.
        if (read === null || read.queued !== position) return null;
        const { insight } = read;
        if (state !== null && insight.reviewState !== state) return null;
        return (await (page.admit?.(insight) ?? true)) ? { insight, position } : null;
      }),
    );
    for (const row of rowsFound) {
      if (row === null) continue;
      if (rows.length === first) return { rows, hasNextPage: true };
      rows.push(row);
    }
  }
  return { rows, hasNextPage: false };
}

function orderOf(
  { itemKeys }: CommandScope,
  useCase: UseCaseName,
  { after, state }: InsightQueuePage,
  Limit: number,
): PartitionQuery {
  const pk = itemKeys.insights(useCase, state === 'DRAFT' ? 'DRAFT' : 'ALL');
  return {
    pk,
    ScanIndexForward: false,
    ConsistentRead: true,
    Limit,
    ...(after === null ? {} : { ExclusiveStartKey: { pk: { S: pk }, sk: { S: after } } }),
  };
}
