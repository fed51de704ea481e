import type { OperationRecord } from '../operation-record.ts';
import { clientAgent, type ExportSite, organizationAgent, serverAgent, userAgent } from './agents.ts';
import type { AuditEvent } from './audit-event.ts';
import { AGENT_TYPE, EVENT_TYPE, SUBTYPE } from './codes.ts';
import { composeEvent } from './compose-event.ts';
import type { Deed } from './deeds.ts';
import { consentEntity, patientEntity } from './entities.ts';

/**
 * That consents of the patient let rows go or withheld them (BALP AuthZconsent). Its entities are closed to anything
 * but patient, consent and token, so which fields were concerned stands in the event beside it.
 */
export function consentDecision(
  record: OperationRecord,
  site: ExportSite,
  deed: Deed,
): readonly AuditEvent[] {
  const { subject, outcome } = deed;
  const deciding = deed.rows.filter(
    ({ consent, fields }) =>
      consent !== null && (outcome !== 'denied' || fields.some(({ reason }) => reason === 'CONSENT')),
  );
  const consents = [...new Set(deciding.map(({ consent }) => consent))].filter((one) => one !== null);
  const purpose = outcome === 'glass' ? 'BTG' : record.purpose;
  const user = userAgent(AGENT_TYPE.recipient, record, purpose);
  // The profile requires a patient, a user and a consent; where one is lacking no consent decided.
  if (consents.length === 0 || subject === null || user.length === 0) return [];
  const { network: _, ...authorizer } = serverAgent(AGENT_TYPE.authorizer, site);
  return [
    composeEvent(record, site, {
      profile: 'AuthZconsent',
      type: EVENT_TYPE.alert,
      subtype: [SUBTYPE.consent],
      action: 'E',
      outcome: outcome === 'denied' ? '8' : '0',
      ...(outcome === 'denied' && { outcomeDesc: 'denied: CONSENT' }),
      purpose,
      ordinal: deciding.reduce((first, { ordinal }) => Math.min(first, ordinal), Number.POSITIVE_INFINITY),
      suffix: 'consent',
      closed: true,
      agent: [clientAgent(AGENT_TYPE.application, record), ...user, organizationAgent(record), authorizer],
      entity: [patientEntity(subject), ...consents.map(consentEntity)],
    }),
  ];
}
