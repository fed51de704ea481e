import { BadUserInputError } from '../../src/errors.ts';
import type { FindingPage, FindingQuery } from '../../src/signals/finding-store.ts';
import { batchGet } from './batch-get.ts';
import { readFinding } from './finding-item.ts';
import { findingKey, idAtPlace, listsFor, listsOf } from './finding-keys.ts';
import { requiredText } from './item.ts';
import { checkFirst } from './list-rows.ts';
import { newestFirst } from './newest-first.ts';
import { queryPages } from './query-pages.ts';
import type { StoreCalls } from './store-calls.ts';

/** Findings looked at together while filling a page. */
const CHUNK = 25;

/**
 * A page of a tenant's findings, newest first: one Query for each list that has them gives the order, then the
 * findings come in one batch. A finding says itself where it stands: what a list names besides is left behind by a
 * change, at most once for each finding and list.
 */
export async function listFindings(
  store: StoreCalls,
  tenant: string,
  query: FindingQuery,
): Promise<FindingPage> {
  checkFirst(query);
  const { first, after, severity } = query;
  if (after !== null && idAtPlace(after) === null) {
    throw new BadUserInputError('a position is not of this list');
  }
  const size = Math.max(first + 1, CHUNK);
  const lists = listsFor(tenant, query).map((pk) =>
    queryPages(store, {
      pk,
      ScanIndexForward: false,
      ConsistentRead: true,
      Limit: size,
      ...(after === null ? {} : { ExclusiveStartKey: { pk: { S: pk }, sk: { S: after } } }),
    }),
  );
  const rows: FindingPage['rows'][number][] = [];
  let last = '';
  for await (const markers of newestFirst(lists, size)) {
    const places = markers.map((marker) => requiredText(marker, 'sk'));
    const items = await batchGet(
      store,
      places.map((place) => findingKey(tenant, idAtPlace(place) ?? '')),
    );
    for (const [at, item] of items.entries()) {
      const position = places[at] ?? '';
      const found = item === null ? null : readFinding(item);
      if (found === null || found.place !== position || position === last) continue;
      if (!listsOf(found.kept).includes(requiredText(markers[at] ?? {}, 'pk'))) continue;
      if (severity !== null && found.kept.finding.severity !== severity) continue;
      if (rows.length === first) return { rows, hasNextPage: true };
      rows.push({ record: found.kept, position });
      last = position;
    }
  }
  return { rows, hasNextPage: false };
}
