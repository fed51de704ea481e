import { randomBytes } from 'node:crypto';
import { userInfo } from 'node:os';
import type { Config } from '../config.ts';
import type { Installation } from '../ledger/chain/installation.ts';
import type { OperationRecord } from '../ledger/operation-record.ts';
import { createUlid } from '../ledger/ulid.ts';
import { openCommandLedger } from './open-command-ledger.ts';
import type { About } from './tenant-acts.ts';

/**
 * Puts an act of this machine's user into the ledger, by a writer of its own.
 * @param certifier what certifies the writer, where it is not the key in force.
 * @returns the record's id.
 * @throws when it is not durable: then it MUST NOT be done.
 */
export async function recordByOperator(
  config: Config,
  compose: (about: About) => OperationRecord,
  certifier?: Installation,
): Promise<string> {
  const ledger = await openCommandLedger(config, certifier);
  try {
    const id = createUlid(Date.now, randomBytes)();
    const time = new Date().toISOString();
    await ledger.append(compose({ id, time, actor: `os-user:${userInfo().username}`, client: 'phield-cli' }));
    return id;
  } finally {
    await ledger.close();
  }
}
