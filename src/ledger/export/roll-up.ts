import type { OperationRecord } from '../operation-record.ts';
import type { ExportSite } from './agents.ts';
import type { AuditEvent } from './audit-event.ts';
import { rollUpAct } from './roll-up-act.ts';
import { rollUpOperation } from './roll-up-operation.ts';
import { rollUpRefusal } from './roll-up-refusal.ts';

/**
 * The FHIR R4 AuditEvents of one stored record, after IHE BALP 1.1.4. Each ledger event of the record is in exactly
 * one of them, beside which the decision of a consent may stand on its own. An operation that disclosed and refused
 * nothing gives none.
 *
 * @param firstOrdinal ordinal of the first event, for a later part of a split record.
 */
export function rollUp(record: OperationRecord, site: ExportSite, firstOrdinal = 0): readonly AuditEvent[] {
  if (record.kind === 'privileged') return rollUpAct(record, site, firstOrdinal);
  const operation = rollUpOperation(record, site, firstOrdinal);
  if (operation.length > 0 || record.refusal === null) return operation;
  return rollUpRefusal(record, record.refusal, site, firstOrdinal);
}
