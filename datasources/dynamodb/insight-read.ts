import type { PatientKey } from '../keys/tenant-keys.ts';
import { batchGet } from './batch-get.ts';
import type { CommandScope } from './command-scope.ts';
import { type FoundInsight, openInsight } from './insight-item.ts';
import { type Item, requiredText } from './item.ts';
import { readPatientKey } from './read-patient.ts';

/** Whose insight it is, and which. */
export interface InsightPlace {
  readonly subjectId: string;
  readonly id: string;
}

export interface ReadInsight extends FoundInsight {
  /** Of its patient. */
  readonly key: PatientKey;
}

/** Insights in the order of their places, each read with its patient and the patient's key; `null`: none, or no more. */
export async function readInsights(
  scope: CommandScope,
  places: readonly InsightPlace[],
): Promise<readonly (ReadInsight | null)[]> {
  const { store, itemKeys } = scope;
  const items = await batchGet(
    store,
    places.flatMap(({ subjectId, id }) => [
      itemKeys.patient(subjectId),
      itemKeys.patientKey(subjectId),
      itemKeys.insight(subjectId, id),
    ]),
  );
  return Promise.all(
    places.map(({ subjectId }, at) =>
      open(scope, subjectId, [items[3 * at], items[3 * at + 1], items[3 * at + 2]]),
    ),
  );
}

async function open(
  scope: CommandScope,
  subjectId: string,
  [patient, keyItem, item]: readonly (Item | null | undefined)[],
): Promise<ReadInsight | null> {
  if (!patient || !keyItem || !item) return null;
  const key = await readPatientKey(scope, subjectId, keyItem);
  return key === null ? null : { ...openInsight(key, item), key };
}

/** By id alone: its locator, then the insight. Where there is no locator the second batch asks for nobody's. */
export async function readInsight(scope: CommandScope, id: string): Promise<ReadInsight | null> {
  const { store, itemKeys } = scope;
  const [locator = null] = await batchGet(store, [itemKeys.insightLocator(id)]);
  const subjectId = locator === null ? '' : requiredText(locator, 'p');
  const [found = null] = await readInsights(scope, [{ subjectId, id }]);
  return found;
}
