import type { OperationRecord } from '../operation-record.ts';
import { clientAgent, type ExportSite, serverAgent, userAgent } from './agents.ts';
import type { AuditEvent, Outcome } from './audit-event.ts';
import { AGENT_TYPE, EVENT_TYPE, SUBTYPE } from './codes.ts';
import { composeEvent } from './compose-event.ts';
import { patientEntity } from './entities.ts';

/** Refused since something is not there or does not answer. */
const OUTAGES: ReadonlySet<string> = new Set(['LEDGER_UNAVAILABLE', 'UPSTREAM_UNAVAILABLE']);
/** Refused since the request is none that can be answered, or comes too often: whoever asks. */
const MALFORMED: ReadonlySet<string> = new Set([
  'BAD_REQUEST',
  'BAD_USER_INPUT',
  'CONFLICT',
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'OPERATION_TOO_COMPLEX',
  'PERSISTED_QUERY_NOT_FOUND',
  'PERSISTED_QUERY_NOT_SUPPORTED',
  'RATE_LIMITED',
]);

/** A request that was refused before or instead of being executed; counted refusals are one event with their number. */
export function rollUpRefusal(
  record: OperationRecord,
  refusal: string,
  site: ExportSite,
  ordinal: number,
): readonly AuditEvent[] {
  const outcome = outcomeOf(refusal);
  const subjects = record.subjects.length === 0 ? [null] : record.subjects.map(({ subject }) => subject);
  return subjects.map((subject, index) =>
    composeEvent(record, site, {
      profile: null,
      type: EVENT_TYPE.rest,
      subtype: outcome === '8' ? [SUBTYPE.graphql, SUBTYPE.role] : [SUBTYPE.graphql],
      action: 'E',
      outcome,
      outcomeDesc: `refused: ${refusal}`,
      purpose: record.purpose,
      ordinal: ordinal + index,
      agent: [
        clientAgent(AGENT_TYPE.source, record),
        serverAgent(AGENT_TYPE.destination, site),
        ...userAgent(AGENT_TYPE.recipient, record, record.purpose),
      ],
      entity: subject === null ? [] : [patientEntity(subject)],
    }),
  );
}

/** An unknown code is taken for a refusal by policy, as IHE's deny example has it. */
function outcomeOf(refusal: string): Outcome {
  if (OUTAGES.has(refusal)) return '12';
  return MALFORMED.has(refusal) ? '4' : '8';
}
