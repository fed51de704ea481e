import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { readEarlierKeys } from '../datasources/keys/earlier-ledger-keys.ts';
import { openInstallation, openLogKey } from '../datasources/keys/open-ledger-keys.ts';
import { type Config, ConfigError } from './config.ts';
import { DataIntegrityError } from './errors.ts';
import { ledgerDirectory } from './ledger/ledger-directory.ts';
import type { TreeHead } from './ledger/log/check-proofs.ts';
import { openCheckpoint } from './ledger/log/checkpoint.ts';
import { openFileLeaseCell } from './ledger/log/file-lease-cell.ts';
import { createHttpWitness } from './ledger/log/http-witness.ts';
import { createMemoryFile } from './ledger/log/known-file.ts';
import { createLease } from './ledger/log/lease.ts';
import type { LogName } from './ledger/log/load-log.ts';
import { Sequencer } from './ledger/log/sequencer.ts';
import type { AssembledSequencer, SequencerPorts } from './ledger/log/sequencer-messages.ts';
import { Witnesses } from './ledger/log/witnesses.ts';
import { createFileSource } from './ledger/segments/file-source.ts';
import { createUlid } from './ledger/ulid.ts';
import { openLogStore } from './open-log-store.ts';

export interface SequencerSettings {
  readonly config: Config;
  /** File with the last checkpoint that somebody keeps elsewhere, or `null`. */
  readonly trust: string | null;
}

/**
 * A sequencer over what the configuration names. Runs in the sequencer's thread.
 * @param settings `SequencerSettings`, through the door of the thread.
 * @throws ConfigError for a witness without its key; UpstreamUnavailableError, DataIntegrityError
 */
export async function assembleSequencer(
  settings: unknown,
  { report, recordLost }: SequencerPorts,
): Promise<AssembledSequencer> {
  const { config, trust } = Settings.parse(settings);
  const { ledger, dataDir } = config;
  const now = () => performance.now();
  const state = join(dataDir, 'ledger-state');
  const installation = await openInstallation(config);
  const logKey = await openLogKey(config, installation);
  const earlier = await readEarlierKeys(dataDir);
  const name: LogName = { origin: installation.origin, keys: [{ ...logKey, type: 'note' }, ...earlier.log] };
  const trusted = trust === null ? null : await knownHead(trust, name);
  const witnesses = ledger.witnesses.map((text) => {
    const witness = createHttpWitness(text);
    if (witness !== null) return witness;
    throw new ConfigError(
      'PHIELD_LEDGER_WITNESSES: expected <address>#<key>, as phield ledger witness prints it',
    );
  });
  // What must be closed again is opened when nothing can be refused any more.
  const table = ledger.require === 'file' ? null : await openTable(config);
  const logStore = await openLogStore(config);
  const files = createFileSource(ledgerDirectory(dataDir));
  const sequencer = new Sequencer({
    ...name,
    logKey,
    installationKeys: [
      installation.key.publicKey,
      ...earlier.installation.flatMap(({ key, until }) => (until === null ? [key.publicKey] : [])),
    ],
    endedKeys: earlier.installation.map(({ key }) => key.publicKey),
    store: logStore.store,
    sources: [...(ledger.require === 'dynamodb' ? [] : [files]), ...(table === null ? [] : [table.source])],
    witnesses: new Witnesses({ witnesses, now, report }),
    memory: createMemoryFile(join(state, 'sequencer.json')),
    trusted,
    now,
    heartbeat: ledger.heartbeatSeconds * 1000,
    report,
    recordLost,
  });
  const lease = createLease({
    cell: table === null ? await openFileLeaseCell(join(state, 'lease')) : table.leaseCell,
    holder: createUlid(Date.now, randomBytes)(),
    now,
  });
  return {
    sequencer,
    lease,
    async close() {
      logStore.close();
      await table?.close();
    },
  };
}

/** Loaded where there is one: the thread of a gateway without has nothing to say to AWS. */
async function openTable(config: Config) {
  const { openLedgerStore } = await import('../datasources/dynamodb/ledger-store.ts');
  return openLedgerStore(config);
}

/** The same process made it; the thread's door has no types. */
const Settings = z.object({ config: z.custom<Config>(isObject), trust: z.string().nullable() });

function isObject(given: unknown): boolean {
  return typeof given === 'object' && given !== null;
}

/**
 * A trust file's checkpoint (docs/ledger-log.md, "The trust file").
 * @throws ConfigError for a file that is none; DataIntegrityError for that of another log.
 */
async function knownHead(file: string, { origin, keys }: LogName): Promise<TreeHead | null> {
  const text = await readFile(file, 'utf8').catch(() => {
    throw new ConfigError('--trust: the trust file cannot be read');
  });
  const trust = Trust.safeParse(jsonOf(text));
  if (!trust.success) throw new ConfigError('--trust: expected a file as phield ledger trust prints it');
  const { checkpoint } = trust.data;
  if (checkpoint === null) return null;
  const head = openCheckpoint(Buffer.from(checkpoint), origin, keys);
  if (head === null) throw new DataIntegrityError(`the trust file’s checkpoint is not one of ${origin}`);
  return head;
}

const Trust = z.object({ checkpoint: z.string().nullable() });

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
