import { actingOf } from './acting.ts';
import type { ResolverContext } from './context.ts';

/**
 * Puts a reviewer's look on record: it MUST be before anything is read.
 * @param id of what is looked at: a policy's version, or the tenant for all of them. Nothing that was not checked.
 * @throws LedgerUnavailableError, and nothing of the operation is answered.
 */
export async function look(context: ResolverContext, coordinate: string, id: string): Promise<void> {
  await actingOf(context).record({ coordinate, subject: null, resource: { type: 'TenantPolicy', id } });
}
