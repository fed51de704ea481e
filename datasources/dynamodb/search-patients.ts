import type { PatientSearch, PatientWithFacts } from '../health-data.ts';
import { searchEntries } from './blind-index.ts';
import { requiredText } from './item.ts';
import { queryPages } from './query-pages.ts';
import type { ReadPatient } from './read-patient.ts';
import type { ReadScope } from './read-scope.ts';

/** Candidates looked at together. */
const CHUNK = 25;

/**
 * Patients who have every entry asked for: a Query over the most telling, the others looked up by key. Where the
 * Query finds nobody, a patient who cannot be is read instead, so that a value nobody has takes the calls of one
 * that somebody has whom the actor may not find. How many share a value still shows in the size of those calls.
 */
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
  let nobodyYet = true;
  for await (const items of queryPages(scope.store, { pk, Limit: CHUNK, ConsistentRead: true })) {
    const ids = items.map((item) => requiredText(item, 'sk'));
    const candidates = ids.length === 0 && nobodyYet ? [decoyId(scope)] : ids;
    nobodyYet = false;
    const found = await Promise.all(
      candidates.map(async (sk) => {
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

/** Another each time: what was read in this request is not read again. */
function decoyId({ store }: ReadScope): string {
  return Buffer.from(store.random(16)).toString('hex');
}
