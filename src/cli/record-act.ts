import { randomBytes } from 'node:crypto';
import { userInfo } from 'node:os';
import type { Config } from '../config.ts';
import type { OperationRecord } from '../ledger/operation-record.ts';
import { privilegedRecord } from '../ledger/privileged-record.ts';
import { createUlid } from '../ledger/ulid.ts';
import { openCommandLedger } from './open-command-ledger.ts';

/** Something that an operator does by the command line to what access hangs on. Ids and constants only. */
export interface OperatorAct {
  /** A constant name such as `client_suspend`. */
  readonly operation: string;
  /** What it is done by, such as `Client.suspend`. */
  readonly coordinate: string;
  readonly tenant: string | null;
  readonly resource: { readonly type: string; readonly id: string };
}

/**
 * Puts an act of this machine's user into the ledger, by a writer of its own, beside a running gateway or without one.
 * @throws when it is not durable.
 */
export async function recordAct(config: Config, act: OperatorAct): Promise<void> {
  const ledger = await openCommandLedger(config);
  try {
    await ledger.append(recordOf(act));
  } finally {
    await ledger.close();
  }
}

function recordOf({ operation, coordinate, tenant, resource }: OperatorAct): OperationRecord {
  const act = privilegedRecord({
    id: createUlid(Date.now, randomBytes)(),
    time: new Date(Date.now()).toISOString(),
    actor: `os-user:${userInfo().username}`,
    client: 'phield-cli',
    operation,
    tenant,
    subject: null,
  });
  return {
    ...act,
    shapes: [
      {
        type: resource.type,
        fields: [[coordinate, null, 'PERMIT', 'NONE', 'PRIVILEGED', null]],
        via: null,
      },
    ],
    subjects: [
      {
        subject: null,
        groups: [{ shape: 0, resources: [resource.id], consent: null, breakGlass: null }],
      },
    ],
  };
}
