import { randomBytes } from 'node:crypto';
import { userInfo } from 'node:os';
import type { Config } from '../config.ts';
import { ledgerDirectory } from '../ledger/ledger-directory.ts';
import { privilegedRecord } from '../ledger/privileged-record.ts';
import { listSegments } from '../ledger/segments/list-segments.ts';
import { createUlid } from '../ledger/ulid.ts';
import { openCommandLedger } from './open-command-ledger.ts';

/** What of the ledger leaves it, and by which command. */
export interface LedgerUse {
  /** A constant name such as `ledger_exported`. */
  readonly operation: string;
  readonly tenant: string;
  /** FHIR logical id; `null`: everybody. */
  readonly patient: string | null;
}

/**
 * Puts a use of the ledger into it before anything is read, by a writer of its own.
 * @returns the writer, whose own record the reading leaves out.
 * @throws when it is not durable: then nothing may be shown.
 */
export async function recordLedgerUse(config: Config, use: LedgerUse): Promise<string> {
  // A reading must not make a ledger where there is none.
  await listSegments(ledgerDirectory(config.dataDir));
  const ledger = await openCommandLedger(config);
  try {
    await ledger.append(
      privilegedRecord({
        id: createUlid(Date.now, randomBytes)(),
        time: new Date(Date.now()).toISOString(),
        actor: `os-user:${userInfo().username}`,
        client: 'phield-cli',
        operation: use.operation,
        tenant: use.tenant,
        subject: use.patient,
      }),
    );
  } finally {
    await ledger.close();
  }
  return ledger.writer;
}
