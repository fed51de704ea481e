import { randomBytes } from 'node:crypto';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { pino } from 'pino';
import { openFileInstallation } from '../datasources/keys/open-ledger-keys.ts';
import { openFileLedger } from '../src/ledger/file-ledger.ts';
import type { OperationRecord } from '../src/ledger/operation-record.ts';

/** Who writes the same records, each in a process of its own. */
export const LEDGER_CONTENDERS = Object.freeze({
  phield: 'the ledger as it ships: encoded, hashed, chained, signed, group commit, fdatasync',
  naive: 'a JSON line and an fdatasync for each operation, no hash and no signature',
  pino: 'a JSON line each through pino to a file, nobody waiting for the device: what is not durable',
} as const);
export type LedgerContender = keyof typeof LEDGER_CONTENDERS;

export function isLedgerContender(name: unknown): name is LedgerContender {
  return typeof name === 'string' && Object.hasOwn(LEDGER_CONTENDERS, name);
}

/** Takes one record; resolves when this contender calls it written. */
export interface RecordKeeper {
  append(record: OperationRecord): Promise<void>;
  close(): Promise<void>;
}

/** @param directory an empty one, on the device that is measured. */
export async function openContender(name: LedgerContender, directory: string): Promise<RecordKeeper> {
  if (name === 'phield') {
    return openFileLedger({
      installation: await openFileInstallation(directory),
      directory: join(directory, 'ledger'),
      clock: Date.now,
      random: randomBytes,
      onFatal: (detail) => {
        throw new Error(`ledger: ${detail}`);
      },
    });
  }
  return name === 'naive' ? openNaive(join(directory, 'naive.log')) : openPino(join(directory, 'pino.log'));
}

async function openNaive(path: string): Promise<RecordKeeper> {
  const file = await open(path, 'ax');
  return {
    async append(record) {
      await file.appendFile(`${JSON.stringify(record)}\n`);
      await file.datasync();
    },
    close: () => file.close(),
  };
}

async function openPino(path: string): Promise<RecordKeeper> {
  const destination = pino.destination({ dest: path, sync: false, minLength: 4096 });
  const log = pino({ base: null, timestamp: false }, destination);
  return {
    append: async (record) => {
      log.info(record);
      // As a server would: a turn of the event loop lets the file be written.
      await new Promise((resolve) => setImmediate(resolve));
    },
    close: () =>
      new Promise((resolve, reject) => destination.flush((error) => (error ? reject(error) : resolve()))),
  };
}
