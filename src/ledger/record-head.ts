import type { Actor } from '../identity/actor.ts';
import type { OperationRecord } from './operation-record.ts';
import { recordedMethods } from './recorded-methods.ts';

/** What a record says of the operation itself. */
export interface OperationHeader {
  readonly id: string;
  /** RFC 3339, UTC. */
  readonly time: string;
  readonly request: string;
  readonly network: string | null;
  readonly address: string | null;
  readonly document: string | null;
  readonly operation: string | null;
  readonly policyVersion: string;
}

/** All of a record but its rows: which operation, and whose. */
export function recordHead(
  kind: 'operation' | 'privileged',
  header: OperationHeader,
  actor: Actor,
): Omit<OperationRecord, 'shapes' | 'subjects'> {
  return {
    v: 1,
    kind,
    ...header,
    tenant: actor.tenant,
    actor: actor.id,
    roles: actor.roles,
    assurance: recordedMethods(actor.assurance),
    client: actor.client,
    purpose: actor.purpose,
    session: actor.session,
    refusal: null,
    count: 1,
  };
}
