import type { OperationRecord } from './operation-record.ts';

/** Who did what to the ledger itself. */
export interface PrivilegedAct {
  readonly id: string;
  /** RFC 3339, UTC, milliseconds. */
  readonly time: string;
  readonly actor: string;
  readonly client: string;
  /** A constant name such as `ledger_query`. */
  readonly operation: string;
  /** The tenant whose events are read; `null`: all. */
  readonly tenant: string | null;
  /** The patient whose events are read; `null`: all. */
  readonly subject: string | null;
}

/** The record of a reading or an export of the ledger. No policy of the schema permits it, so it names none. */
export function privilegedRecord({ subject, ...act }: PrivilegedAct): OperationRecord {
  return {
    v: 1,
    kind: 'privileged',
    ...act,
    roles: [],
    assurance: [],
    network: null,
    address: null,
    purpose: null,
    policyVersion: '',
    document: null,
    request: act.id,
    session: null,
    refusal: null,
    count: 1,
    shapes: [],
    subjects: subject === null ? [] : [{ subject, groups: [] }],
  };
}
