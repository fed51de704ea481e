import type { OperationRecord } from '../operation-record.ts';
import { type ActForm, actForm } from './acts.ts';
import { clientAgent, type ExportSite, serverAgent, userAgent } from './agents.ts';
import type { Agent, AuditEvent, Entity } from './audit-event.ts';
import { AGENT_TYPE, type BalpProfile, SUBTYPE } from './codes.ts';
import { composeEvent } from './compose-event.ts';
import { type DeedRow, deedsOf } from './deeds.ts';
import { consentEntity, dataEntity, detail, ledgerEntity, patientEntity, rowEntity } from './entities.ts';

/** A privileged act: what a person or the gateway itself did to access, to the record, or to what hangs on them. */
export function rollUpAct(
  record: OperationRecord,
  site: ExportSite,
  firstOrdinal: number,
): readonly AuditEvent[] {
  const deeds = deedsOf(record, firstOrdinal);
  if (deeds.length === 0) {
    const subjects = record.subjects.length === 0 ? [null] : record.subjects.map(({ subject }) => subject);
    return subjects.map((subject, index) => act(record, site, subject, null, firstOrdinal + index));
  }
  return deeds.flatMap(({ subject, rows }) =>
    rows.map((row) => act(record, site, subject, row, row.ordinal)),
  );
}

function act(
  record: OperationRecord,
  site: ExportSite,
  subject: string | null,
  row: DeedRow | null,
  ordinal: number,
): AuditEvent {
  const form = actForm(row?.fields[0]?.coordinate ?? null, record.operation);
  const purpose = form.subtype === SUBTYPE.glassOpened ? 'BTG' : record.purpose;
  return composeEvent(record, site, {
    profile: profileOf(form, subject, row),
    type: form.type,
    subtype: isChange(form) || form.kind === 'read' ? [form.subtype, SUBTYPE.graphql] : [form.subtype],
    action: form.action,
    outcome: form.outcome,
    ...(form.outcome !== '0' && { outcomeDesc: record.operation ?? 'failed' }),
    purpose,
    ordinal,
    agent: agentsOf(form, record, site, purpose),
    entity: [...(subject === null ? [] : [patientEntity(subject)]), ...aboutRow(form, record, row)],
  });
}

/** An act of the kinds that BALP has a profile for, where it names a row; the patient's where a patient is known. */
function profileOf({ kind }: ActForm, subject: string | null, row: DeedRow | null): BalpProfile | null {
  if (row === null) return null;
  const known = subject !== null;
  if (kind === 'read') return known ? 'PatientRead' : 'Read';
  if (kind === 'create') return known ? 'PatientCreate' : 'Create';
  if (kind === 'update') return known ? 'PatientUpdate' : 'Update';
  return null;
}

/** Whoever changes something is its author, and the data flows from the client to us; else they receive it. */
function agentsOf(
  form: ActForm,
  record: OperationRecord,
  site: ExportSite,
  purpose: string | null,
): readonly Agent[] {
  if (isChange(form)) {
    return [
      clientAgent(AGENT_TYPE.source, record),
      serverAgent(AGENT_TYPE.destination, site),
      ...userAgent(AGENT_TYPE.author, record, purpose),
    ];
  }
  return [
    serverAgent(AGENT_TYPE.source, site),
    clientAgent(AGENT_TYPE.destination, record),
    ...userAgent(AGENT_TYPE.recipient, record, purpose),
  ];
}

function isChange({ kind }: ActForm): boolean {
  return kind === 'create' || kind === 'update';
}

function aboutRow(form: ActForm, record: OperationRecord, row: DeedRow | null): readonly Entity[] {
  if (form.kind === 'logUsed') return [ledgerEntity(record.tenant, row?.fields ?? [])];
  if (row === null) return [];
  const glass = row.breakGlass === null ? [] : [detail('gql.breakGlass', row.breakGlass)];
  const about = form.kind === 'alert' ? rowEntity(row, glass) : dataEntity(row, glass);
  const consents = row.consent === null || row.type === 'Consent' ? [] : [consentEntity(row.consent)];
  return [about, ...consents];
}
