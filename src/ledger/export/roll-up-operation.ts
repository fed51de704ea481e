import type { OperationRecord } from '../operation-record.ts';
import {
  clientAgent,
  type ExportSite,
  modelAgent,
  organizationAgent,
  serverAgent,
  userAgent,
} from './agents.ts';
import type { AuditEvent, Coding, Entity } from './audit-event.ts';
import { AGENT_TYPE, EVENT_TYPE, SUBTYPE } from './codes.ts';
import { composeEvent } from './compose-event.ts';
import { consentDecision } from './consent-decision.ts';
import { type Deed, type DeedRow, deedsOf } from './deeds.ts';
import { consentEntity, dataEntity, detail, patientEntity, queryEntity, rowEntity } from './entities.ts';

/**
 * What an operation disclosed and what it was denied, by patient. To a recipient of another organisation it is one
 * disclosure; within the house one row is a read, and several of a type, or anything found by a filter, one query.
 */
export function rollUpOperation(
  record: OperationRecord,
  site: ExportSite,
  firstOrdinal: number,
): readonly AuditEvent[] {
  const deeds = deedsOf(record, firstOrdinal);
  const searched = deeds.some(({ rows }) => rows.some(({ id }) => id === ''));
  return deeds.flatMap((deed) => {
    const decisions = consentDecision(record, site, deed);
    if (deed.outcome === 'denied') return [denial(record, site, deed), ...decisions];
    if (deed.subject !== null && isDisclosure(record, site)) {
      return [disclosure(record, site, deed, deed.subject), ...decisions];
    }
    const single = searched ? [] : rowsAlone(deed.rows);
    const many = deed.rows.filter((row) => !single.includes(row));
    return [
      ...single.map((row) => read(record, site, deed, row)),
      ...(many.length === 0 ? [] : [query(record, site, deed, many)]),
      ...decisions,
    ];
  });
}

/** Data leaves the custodian: a model's provider or a third party's application gets it. */
function isDisclosure({ insight, client }: OperationRecord, site: ExportSite): boolean {
  if (insight !== undefined) return insight.sent;
  return client === null || site.isThirdParty(client);
}

function rowsAlone(rows: readonly DeedRow[]): readonly DeedRow[] {
  const ofType = Map.groupBy(rows, ({ type }) => type);
  return rows.filter(({ type }) => ofType.get(type)?.length === 1);
}

function read(record: OperationRecord, site: ExportSite, deed: Deed, row: DeedRow): AuditEvent {
  const purpose = purposeOf(record, deed);
  const document = record.document === null ? [] : [detail('gql.document', record.document)];
  return composeEvent(record, site, {
    profile: deed.subject === null ? 'Read' : 'PatientRead',
    type: EVENT_TYPE.rest,
    subtype: [SUBTYPE.read, SUBTYPE.graphql],
    action: 'R',
    outcome: '0',
    purpose,
    ordinal: row.ordinal,
    agent: [
      serverAgent(AGENT_TYPE.source, site),
      clientAgent(AGENT_TYPE.destination, record),
      ...userAgent(AGENT_TYPE.recipient, record, purpose),
    ],
    entity: [
      ...aboutPatient(deed),
      dataEntity(row, [...document, ...glassOf([row]), ...viaOf(row)]),
      ...consentsOf([row]),
    ],
  });
}

function query(record: OperationRecord, site: ExportSite, deed: Deed, rows: readonly DeedRow[]): AuditEvent {
  const purpose = purposeOf(record, deed);
  const filters = rows.filter(({ id }) => id === '');
  const searched = filters.flatMap(({ fields }) => fields.map(({ coordinate }) => coordinate));
  const found = rows.filter(({ id }) => id !== '');
  return composeEvent(record, site, {
    profile: deed.subject === null ? 'Query' : 'PatientQuery',
    type: EVENT_TYPE.rest,
    subtype: [SUBTYPE.search, SUBTYPE.graphql],
    action: 'E',
    outcome: '0',
    purpose,
    ordinal: firstOf(rows),
    agent: [
      clientAgent(AGENT_TYPE.source, record),
      serverAgent(AGENT_TYPE.destination, site),
      ...userAgent(AGENT_TYPE.recipient, record, purpose),
    ],
    entity: [
      ...aboutPatient(deed),
      queryEntity(record, searched),
      ...found.map((row) => rowEntity(row, [...glassOf([row]), ...viaOf(row)])),
      ...consentsOf(found),
    ],
  });
}

function disclosure(record: OperationRecord, site: ExportSite, deed: Deed, subject: string): AuditEvent {
  const purpose = purposeOf(record, deed);
  const { insight } = record;
  return composeEvent(record, site, {
    profile: 'PrivacyDisclosure.Source',
    type: EVENT_TYPE.export,
    subtype: [SUBTYPE.disclose, deed.rows.length === 1 ? SUBTYPE.read : SUBTYPE.search, SUBTYPE.graphql],
    action: 'R',
    outcome: '0',
    purpose,
    ordinal: firstOf(deed.rows),
    agent: [
      serverAgent(AGENT_TYPE.source, site),
      insight === undefined ? clientAgent(AGENT_TYPE.destination, record) : modelAgent(insight),
      ...userAgent(AGENT_TYPE.recipient, record, purpose),
      organizationAgent(record),
    ],
    entity: [
      patientEntity(subject),
      ...deed.rows.map((row) => dataEntity(row, [...glassOf([row]), ...viaOf(row)])),
      ...consentsOf(deed.rows),
    ],
  });
}

/** What was refused, apart from what was given: every success profile of BALP fixes the outcome. IHE's deny example has 8. */
function denial(record: OperationRecord, site: ExportSite, deed: Deed): AuditEvent {
  const purpose = purposeOf(record, deed);
  const [only] = deed.rows;
  const isRead = deed.rows.length === 1 && only !== undefined && only.id !== '';
  const [from, to] = isRead
    ? [serverAgent(AGENT_TYPE.source, site), clientAgent(AGENT_TYPE.destination, record)]
    : [clientAgent(AGENT_TYPE.source, record), serverAgent(AGENT_TYPE.destination, site)];
  const reasons = new Set(deed.rows.flatMap(({ fields }) => fields.map(({ reason }) => reason)));
  return composeEvent(record, site, {
    profile: null,
    type: EVENT_TYPE.rest,
    subtype: [isRead ? SUBTYPE.read : SUBTYPE.search, SUBTYPE.graphql, ...decidedBy(reasons)],
    action: isRead ? 'R' : 'E',
    outcome: '8',
    outcomeDesc: `denied: ${[...reasons].sort().join(', ')}`,
    purpose,
    ordinal: firstOf(deed.rows),
    agent: [from, to, ...userAgent(AGENT_TYPE.recipient, record, purpose)],
    entity: [
      ...aboutPatient(deed),
      ...(isRead ? deed.rows.map((row) => dataEntity(row)) : [queryEntity(record, [])]),
      ...(isRead ? [] : deed.rows.map((row) => rowEntity(row, viaOf(row)))),
    ],
  });
}

/** Consents, or roles and whatever else is known of the actor. */
function decidedBy(reasons: ReadonlySet<string>): readonly Coding[] {
  if (!reasons.has('CONSENT')) return [SUBTYPE.role];
  return reasons.size === 1 ? [SUBTYPE.consent] : [SUBTYPE.role, SUBTYPE.consent];
}

/** Through an opened glass a record is read for one purpose only (HL7 ActReason BTG). */
function purposeOf({ purpose }: OperationRecord, { outcome }: Deed): string | null {
  return outcome === 'glass' ? 'BTG' : purpose;
}

function aboutPatient({ subject }: Deed): readonly Entity[] {
  return subject === null ? [] : [patientEntity(subject)];
}

function consentsOf(rows: readonly DeedRow[]): readonly Entity[] {
  const consents = new Set(rows.map(({ consent }) => consent).filter((consent) => consent !== null));
  return [...consents].map(consentEntity);
}

function glassOf(rows: readonly DeedRow[]) {
  return rows.flatMap(({ breakGlass, fields }) =>
    breakGlass !== null && fields.some(({ reason }) => reason === 'BREAK_GLASS')
      ? [detail('gql.breakGlass', breakGlass)]
      : [],
  );
}

function viaOf({ via }: DeedRow) {
  return via === null ? [] : [detail('gql.via', via)];
}

function firstOf(rows: readonly DeedRow[]): number {
  return rows.reduce((first, { ordinal }) => Math.min(first, ordinal), Number.POSITIVE_INFINITY);
}
