import type { Clock } from './clock.ts';
import type { ChecksOf } from './documents/document-checks.ts';
import type { DocumentStore } from './documents/document-store.ts';
import { recheckDocuments } from './documents/recheck-documents.ts';
import type { Ledger } from './ledger/ledger.ts';
import type { OperationRecord } from './ledger/operation-record.ts';
import { privilegedRecord } from './ledger/privileged-record.ts';
import type { Log } from './log.ts';

/**
 * Looks at all tenants' documents again under the schema and the policies of now: what reaches further than was
 * approved waits for review again, on record before it does. Until that is stored, `withinApproved` keeps it from running.
 * @throws UpstreamUnavailableError, LedgerUnavailableError
 */
export async function recheckTenants(
  tenants: readonly string[],
  parts: {
    readonly checksOf: ChecksOf;
    readonly store: DocumentStore;
    readonly ledger: Ledger;
    readonly clock: Clock;
    readonly newId: () => string;
    readonly log: Log;
  },
): Promise<void> {
  const { checksOf, store, ledger, clock, newId, log } = parts;
  for (const tenant of tenants) {
    const checks = checksOf(tenant);
    if (checks === null) continue;
    const about = () => ({ id: newId(), time: new Date(clock()).toISOString(), tenant });
    const rechecked = await recheckDocuments({ ...checks, store, tenant, clock }, (client, id) =>
      ledger.append(sentBack(about(), checks.policyVersion, `${client}/${id}`)),
    );
    const count = rechecked.filter((one) => one.sentBack !== null).length;
    if (count > 0) log.warn('documents.sent_back', { tenant, count });
  }
}

/** Nobody asked for it: the gateway itself takes back what its reviewer did not see. */
function sentBack(
  { id, time, tenant }: { readonly id: string; readonly time: string; readonly tenant: string },
  policyVersion: string,
  document: string,
): OperationRecord {
  const act = { id, time, tenant, actor: 'phield', client: 'phield', operation: 'documents', subject: null };
  return {
    ...privilegedRecord(act),
    policyVersion,
    shapes: [
      {
        type: 'RegisteredDocument',
        fields: [['RegisteredDocument.status', null, 'PERMIT', 'NONE', 'PRIVILEGED', null]],
        via: null,
      },
    ],
    subjects: [
      { subject: null, groups: [{ shape: 0, resources: [document], consent: null, breakGlass: null }] },
    ],
  };
}
