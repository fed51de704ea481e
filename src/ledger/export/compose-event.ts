import { hash } from 'node:crypto';
import { isFhirId } from '../../fhir-id.ts';
import type { OperationRecord } from '../operation-record.ts';
import { type ExportSite, observer, purposeConcept } from './agents.ts';
import type { AuditEvent } from './audit-event.ts';
import { type BalpProfile, profile, SOURCE_TYPE } from './codes.ts';
import { requestEntity } from './entities.ts';
import { fhirText } from './fhir-text.ts';

/** What is particular to one event. */
export interface EventParts extends Pick<AuditEvent, 'type' | 'action' | 'outcome' | 'agent'> {
  readonly profile: BalpProfile | null;
  readonly subtype: NonNullable<AuditEvent['subtype']>;
  readonly outcomeDesc?: string;
  readonly purpose: string | null;
  readonly entity: NonNullable<AuditEvent['entity']>;
  /** Ordinal of the first ledger event it stands for. */
  readonly ordinal: number;
  /** Set where another event of ours stands for the same ledger events. */
  readonly suffix?: 'consent';
  /** Whether the request is among the entities; a closed slicing leaves no room for it. */
  readonly closed?: boolean;
}

/** The event with what every one of a record has in common. The same record gives the same bytes, however often. */
export function composeEvent(record: OperationRecord, site: ExportSite, parts: EventParts): AuditEvent {
  const { purpose, entity, outcomeDesc, closed = false } = parts;
  const purposes = purpose === null ? undefined : [purposeConcept(purpose)];
  return Object.freeze({
    resourceType: 'AuditEvent',
    id: eventId(record.id, parts),
    ...(parts.profile !== null && { meta: { profile: [profile(parts.profile)] } }),
    type: parts.type,
    subtype: parts.subtype,
    action: parts.action,
    recorded: record.time,
    outcome: parts.outcome,
    ...(outcomeDesc !== undefined && { outcomeDesc: fhirText(outcomeDesc) }),
    ...(purposes !== undefined && { purposeOfEvent: purposes }),
    agent: parts.agent,
    source: {
      ...(record.tenant !== null && { site: fhirText(record.tenant) }),
      observer: observer(site),
      type: [SOURCE_TYPE.application],
    },
    entity: closed ? entity : [...entity, requestEntity(record)],
  });
}

/** `<record id>.<ordinal>`, as `phield ledger prove` takes it. A record's id is a ULID; another than ours may not fit. */
function eventId(record: string, { ordinal, suffix }: EventParts): string {
  const end = `.${ordinal}${suffix === undefined ? '' : `.${suffix}`}`;
  const id = `${record}${end}`;
  return isFhirId(id) ? id : `${hash('sha256', record, 'hex').slice(0, 32)}${end}`;
}
