import { batchWrite } from './batch-write.ts';
import type { BatchPlan } from './plan-batch.ts';
import type { StoreCalls } from './store-calls.ts';

/** Puts, then deletes, then the locators that say it is done. What the plan holds is not its business. */
export async function carryOut(
  store: StoreCalls,
  { puts, deletes, done }: Pick<BatchPlan, 'puts' | 'deletes' | 'done'>,
): Promise<void> {
  await batchWrite(store, { puts, deletes: [] });
  await batchWrite(store, { puts: [], deletes });
  await batchWrite(store, { puts: done, deletes: [] });
}
