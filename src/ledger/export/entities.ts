import type { OperationRecord } from '../operation-record.ts';
import type { Detail, Entity } from './audit-event.ts';
import { ENTITY_ROLE, ENTITY_TYPE, PHIELD } from './codes.ts';
import type { DeedField, DeedRow } from './deeds.ts';
import { fhirText } from './fhir-text.ts';
import { rowReference, rowType } from './references.ts';

export function patientEntity(subject: string): Entity {
  return { what: rowReference('Patient', subject), type: ENTITY_TYPE.person, role: ENTITY_ROLE.patient };
}

/** The row that was read, as BALP's `data` slice: an event of the read, create and update profiles has exactly one. */
export function dataEntity(row: DeedRow, more: readonly Detail[] = []): Entity {
  return { ...rowEntity(row, more), what: rowReference(row.type, row.id), type: ENTITY_TYPE.object };
}

/**
 * One of several rows. BALP slices entities by type alone and admits one System Object, the query, in an event of a
 * query: rows therefore bear the code of their FHIR type.
 */
export function rowEntity({ type, id, fields }: DeedRow, more: readonly Detail[] = []): Entity {
  const details: Detail[] = fields.map(({ coordinate, decision, mask, reason }) => {
    if (decision === 'DENY') return detail('gql.denied', `${coordinate}:${reason}`);
    return decision === 'MASK'
      ? detail('gql.masked', `${coordinate}:${mask}`)
      : detail('gql.field', coordinate);
  });
  for (const category of distinct(fields.flatMap((field) => field.category?.split('+') ?? []))) {
    details.push(detail('gql.category', category));
  }
  for (const grant of distinct(fields.map((field) => field.grant))) {
    details.push(detail('gql.grant', grant));
  }
  return {
    ...(id !== '' && { what: rowReference(type, id) }),
    type: rowType(type),
    role: ENTITY_ROLE.domain,
    detail: [...details, ...more],
  };
}

/**
 * The request in the form in which it names no value: variables are PHI and not in the ledger, so the document's hash
 * and the operation's name stand for what was asked. BALP forbids `detail`, and sev-1 a name, on a query.
 */
export function queryEntity({ document, operation }: OperationRecord, searched: readonly string[]): Entity {
  const request = JSON.stringify({ documentId: document, operationName: operation });
  const by = searched.length === 0 ? '' : `; by ${[...new Set(searched)].join(', ')}`;
  return {
    type: ENTITY_TYPE.object,
    role: ENTITY_ROLE.query,
    description: fhirText(`${operation ?? 'unnamed operation'} ${document ?? ''}${by}`),
    query: Buffer.from(request).toString('base64'),
  };
}

/** Correlation: `Phield-Request-Id`, and what holds for the whole operation. */
export function requestEntity(record: OperationRecord): Entity {
  const { document, operation, policyVersion, session, assurance, count, insight } = record;
  const details = [
    document === null ? null : detail('gql.document', document),
    operation === null ? null : detail('gql.operation', operation),
    policyVersion === '' ? null : detail('gql.policyVersion', policyVersion),
    session === null ? null : detail('gql.session', session),
    assurance.length === 0 ? null : detail('gql.assurance', assurance.join(' ')),
    count > 1 ? detail('gql.count', String(count)) : null,
    ...(insight === undefined
      ? []
      : [
          detail('gql.insight', insight.coordinate),
          detail('gql.model', insight.model),
          detail('gql.guardrail', insight.guardrail),
          detail('gql.guardrailPolicy', insight.guardrailPolicy),
          detail('gql.prompt', `sha256:${insight.promptHash}`),
          detail('gql.evidence', `sha256:${insight.evidenceHash}`),
          detail('gql.sent', String(insight.sent)),
        ]),
  ].filter((one) => one !== null);
  return {
    what: { identifier: { system: `${PHIELD}:request`, value: fhirText(record.request) } },
    type: ENTITY_TYPE.request,
    ...(details.length > 0 && { detail: details }),
  };
}

export function consentEntity(consent: string): Entity {
  return { what: rowReference('Consent', consent), type: ENTITY_TYPE.consent };
}

/** What a reading of the ledger was about: the record itself (DICOM PS3.15 A.5.3.2, Audit Log Used). */
export function ledgerEntity(tenant: string | null, fields: readonly DeedField[]): Entity {
  return {
    what: { identifier: { system: `${PHIELD}:ledger`, value: fhirText(tenant ?? 'all') } },
    type: ENTITY_TYPE.object,
    role: ENTITY_ROLE.security,
    name: 'Security Audit Log',
    ...(fields.length > 0 && { detail: fields.map(({ coordinate }) => detail('gql.field', coordinate)) }),
  };
}

export function detail(type: string, value: string): Detail {
  return { type, valueString: fhirText(value) };
}

function distinct(values: readonly (string | null)[]): readonly string[] {
  return [...new Set(values.filter((value) => value !== null))];
}
