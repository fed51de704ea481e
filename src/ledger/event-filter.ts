import type { LedgerEvent } from './ledger-event.ts';
import type { Decision, OperationRecord, RecordKind } from './operation-record.ts';

/** Which events to read; what is absent does not narrow. */
export interface EventFilter {
  readonly tenant?: string;
  /** FHIR logical id of the subject, or all names that it may stand under (see `ledger-names.ts`). */
  readonly patient?: string | readonly string[];
  /** Likewise. */
  readonly actor?: string | readonly string[];
  readonly client?: string;
  readonly request?: string;
  readonly coordinate?: string;
  readonly category?: string;
  /** That of the event: BTG where a record was read through a glass. */
  readonly purpose?: string;
  readonly decision?: Decision;
  /** Any of them, and `decision` too where both are given. */
  readonly decisions?: readonly Decision[];
  /** What was read or opened through a glass. */
  readonly glass?: true;
  readonly kinds?: readonly RecordKind[];
  /** Milliseconds since the epoch: `since` included, `until` not. */
  readonly since?: number;
  readonly until?: number;
}

/** @returns all that a filter lets something be called. */
export function namesOf(names: string | readonly string[]): readonly string[] {
  return typeof names === 'string' ? [names] : names;
}

function isOneOf(names: string | readonly string[], name: string | null): boolean {
  return name !== null && namesOf(names).includes(name);
}

/** What a record's head decides for all its events. */
export function recordMatches(record: OperationRecord, filter: EventFilter): boolean {
  const { tenant, actor, client, request, patient, kinds, since, until } = filter;
  if (tenant !== undefined && record.tenant !== tenant) return false;
  if (actor !== undefined && !isOneOf(actor, record.actor)) return false;
  if (client !== undefined && record.client !== client) return false;
  if (request !== undefined && record.request !== request) return false;
  if (kinds !== undefined && !kinds.includes(record.kind)) return false;
  if (patient !== undefined && !record.subjects.some(({ subject }) => isOneOf(patient, subject)))
    return false;
  if (since === undefined && until === undefined) return true;
  const time = Date.parse(record.time);
  // A time that cannot be read is shown rather than lost.
  return !(since !== undefined && time < since) && !(until !== undefined && time >= until);
}

export function eventMatches(event: LedgerEvent, filter: EventFilter): boolean {
  const { patient, coordinate, category, purpose, decision, decisions, glass } = filter;
  return (
    (patient === undefined || isOneOf(patient, event.subject)) &&
    (coordinate === undefined || event.coordinate === coordinate) &&
    (category === undefined || event.category === category) &&
    (purpose === undefined || event.purpose === purpose) &&
    (decision === undefined || event.decision === decision) &&
    (decisions === undefined || decisions.includes(event.decision)) &&
    (glass === undefined || event.reason === 'BREAK_GLASS')
  );
}
