import type { PatientSearch, PatientWithFacts } from '../health-data.ts';
import { searchEntries } from './blind-index.ts';
import { requiredText } from './item.ts';
import { queryPages } from './query-pages.ts';
import type { ReadPatient } from './read-patient.ts';
import type { ReadScope } from './read-scope.ts';

/** Candidates looked at together. */
const CHUNK = 25;

/** Patients who have every entry asked for: a Query over the most telling, the others looked up by key. */
export async function searchPatients(
  scope: ReadScope,
  patient: (id: string) => Promise<ReadPatient>,
  search: PatientSearch,
  limit: number,
  admit: (found: PatientWithFacts) => boolean,
): Promise<readonly PatientWithFacts[]> {
  const { secrets } = await scope.tenantKeys();
  const [first, ...others] = searchEntries(secrets.index, search);
  const matches: PatientWithFacts[] = [];
  if (first === undefined || limit < 1) return matches;
  const pk = scope.itemKeys.indexed(first);
  for await (const items of queryPages(scope.store, { pk, Limit: CHUNK, ConsistentRead: true })) {
    const found = await Promise.all(
      items.map(async (item) => {
        const sk = requiredText(item, 'sk');
        const keys = others.map((entry) => ({
          table: 'data' as const,
          pk: scope.itemKeys.indexed(entry),
          sk,
        }));
        const [{ record, facts }, entries] = await Promise.all([patient(sk), scope.items(keys)]);
        return entries.includes(null) ? null : { record, facts };
      }),
    );
    for (const match of found) {
      if (match?.facts.exists !== true || !admit(match)) continue;
      matches.push(match);
      if (matches.length === limit) return matches;
    }
  }
  return matches;
}
