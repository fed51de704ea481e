import type { LedgerEvent } from './ledger-event.ts';
import type { OperationRecord, RecordedField, RecordedGroup } from './operation-record.ts';

/** Reason of a privileged act that stands for no PHI field: a reading of the ledger, an export. */
const PRIVILEGED_ACT = 'PRIVILEGED';
const NO_ROW = Object.freeze({ type: null, id: null });
const NO_GROUP = Object.freeze({ consent: null, breakGlass: null });

/**
 * The events of a record, in stored order: subject, group, resource, field. A refusal without rows gives one
 * DENY event whose reason is the error code; a privileged act without rows gives one event per subject named,
 * or one in all. An operation without rows disclosed nothing and gives none.
 *
 * @param firstOrdinal ordinal of the first event, for a later part of a split record.
 */
export function* expandRecord(record: OperationRecord, firstOrdinal = 0): Generator<LedgerEvent> {
  let ordinal = firstOrdinal;
  let rows = 0;
  for (const { subject, groups } of record.subjects) {
    for (const group of groups) {
      const shape = record.shapes[group.shape];
      if (shape === undefined) continue;
      for (const id of group.resources) {
        rows += 1;
        for (const field of shape.fields) {
          yield event(record, ordinal, subject, { type: shape.type, id }, field, shape.via, group);
          ordinal += 1;
        }
      }
    }
  }
  if (rows > 0) return;
  const act = rowlessAct(record);
  if (act === null) return;
  const subjects = record.subjects.length > 0 ? record.subjects.map((entry) => entry.subject) : [null];
  for (const subject of subjects) {
    yield event(record, ordinal, subject, NO_ROW, act, null, NO_GROUP);
    ordinal += 1;
  }
}

type EventField = readonly [
  coordinate: string | null,
  category: string | null,
  decision: LedgerEvent['decision'],
  mask: string | null,
  reason: string,
  grant: string | null,
];

function rowlessAct(record: OperationRecord): EventField | null {
  if (record.refusal !== null) return [null, null, 'DENY', null, record.refusal, null];
  if (record.kind === 'privileged') return [null, null, 'PERMIT', null, PRIVILEGED_ACT, null];
  return null;
}

function event(
  record: OperationRecord,
  ordinal: number,
  subject: string | null,
  resource: LedgerEvent['resource'],
  field: RecordedField | EventField,
  via: string | null,
  { consent, breakGlass }: Pick<RecordedGroup, 'consent' | 'breakGlass'>,
): LedgerEvent {
  const [coordinate, category, decision, mask, reason, grant] = field;
  const throughGlass = reason === 'BREAK_GLASS';
  return {
    id: `${record.id}.${ordinal}`,
    time: record.time,
    kind: record.kind,
    tenant: record.tenant,
    actor: record.actor,
    roles: record.roles,
    assurance: record.assurance,
    client: record.client,
    network: record.network,
    // Through an opened glass a record is read for one purpose only (HL7 ActReason BTG).
    purpose: throughGlass ? 'BTG' : record.purpose,
    subject,
    resource,
    coordinate,
    category,
    decision,
    mask,
    reason,
    breakGlass: throughGlass ? breakGlass : null,
    consent,
    policyVersion: record.policyVersion,
    document: record.document,
    operation: record.operation,
    request: record.request,
    session: record.session,
    via,
    grant,
    ...(record.insight === undefined ? {} : { insight: record.insight }),
    ...(record.count > 1 ? { count: record.count } : {}),
  };
}
