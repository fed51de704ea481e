import { access } from 'node:fs/promises';
import { openLedgerStore } from '../../datasources/dynamodb/ledger-store.ts';
import type { Config } from '../config.ts';
import { ledgerDirectory } from '../ledger/ledger-directory.ts';
import { LedgerMissingError } from '../ledger/verify/check-segments.ts';
import { readTableDump } from '../ledger/verify/check-table.ts';
import type { Trust } from '../ledger/verify/trust.ts';
import { type Verification, type VerifyOptions, verifyLedger } from '../ledger/verify/verify-ledger.ts';
import { openVerifiedLog } from './open-verified-log.ts';
import { tableItems } from './table-items.ts';

/** What is verified; what is absent, where the configuration says that it lies. */
export interface VerifiedPlaces {
  /** Folder or address of the log. */
  readonly log?: string;
  /** Folder. */
  readonly segments?: string;
  /** File: a dump of the ledger's table. */
  readonly table?: string;
  /** The table itself. */
  readonly dynamodb?: boolean;
}

/** Whom it believes. */
export interface Believed {
  readonly trust: Trust;
  /** The auditor's own word, not the installation's. */
  readonly pinned: boolean;
}

/**
 * The whole ledger, as `phield ledger verify` looks at it. Nothing is written.
 * @throws LedgerMissingError, LogUnreadableError, UpstreamUnavailableError
 */
export async function verifyPlaces(
  config: Config,
  places: VerifiedPlaces,
  { trust, pinned }: Believed,
  onProgress: VerifyOptions['onProgress'],
): Promise<Verification> {
  const elsewhere = places.log !== undefined || places.table !== undefined || places.dynamodb === true;
  const own = ledgerDirectory(config.dataDir);
  const segments = places.segments ?? (elsewhere || !(await isThere(config, own)) ? null : own);
  const store = places.dynamodb ? await openLedgerStore(config) : null;
  const dump = places.table === undefined ? null : readTableDump(places.table);
  try {
    return await verifyLedger({
      trust,
      pinned,
      // Segments elsewhere are those of some log elsewhere, if of any.
      log:
        places.segments !== undefined && places.log === undefined
          ? null
          : openVerifiedLog(config, places.log),
      segments,
      allSegments: config.ledger.require === 'file' && segments !== null,
      allTable: config.ledger.require === 'dynamodb',
      table: store === null ? dump : tableItems(store.source),
      heartbeat: config.ledger.heartbeatSeconds,
      clock: () => performance.now(),
      onProgress,
    });
  } finally {
    await store?.close();
  }
}

/** In production the segments are whatever this machine wrote; on one machine they are the ledger. */
async function isThere({ profile }: Config, directory: string): Promise<boolean> {
  const there = await access(directory).then(
    () => true,
    () => false,
  );
  if (!there && profile === 'embedded')
    throw new LedgerMissingError(`There is no ledger in ${directory} yet.`);
  return there;
}
