import { access, readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { openLedgerStore } from '../../datasources/dynamodb/ledger-store.ts';
import { type Config, loadConfig } from '../config.ts';
import { ledgerDirectory } from '../ledger/ledger-directory.ts';
import { LedgerMissingError } from '../ledger/verify/check-segments.ts';
import { readTableDump } from '../ledger/verify/check-table.ts';
import { parseTrust, type Trust, TrustFileError, trustKeys } from '../ledger/verify/trust.ts';
import { type Verification, verifyLedger } from '../ledger/verify/verify-ledger.ts';
import { openVerifiedLog } from '../ledger-places/open-verified-log.ts';
import { ownTrust } from '../ledger-places/own-trust.ts';
import { tableItems } from '../ledger-places/table-items.ts';
import { printVerification, showProgress } from './print-verification.ts';
import { verifyProofFile } from './verify-proof-file.ts';

export interface VerifyFlags {
  readonly trust?: string;
  readonly log?: string;
  readonly segments?: string;
  readonly table?: string;
  readonly dynamodb?: boolean;
  readonly proof?: string;
  readonly json?: boolean;
}

/** `phield ledger verify`: exit 0 for a whole ledger, 1 with the first bad record otherwise, 2 for wrong usage. */
export function registerLedgerVerify(ledger: Command): void {
  const command = ledger
    .command('verify')
    .description(
      'Check the whole ledger, or one proof, with nothing but public keys: signatures, chains, the Merkle log, and that every store holds the same bytes.',
    )
    .option(
      '--trust <file>',
      'the trust file that you keep (phield ledger trust); without it, this installation’s word',
    )
    .option('--log <place>', 'folder or http(s) address of the log; without it, the installation’s')
    .option(
      '--segments <folder>',
      'folder of segments; without it, the installation’s, unless --log or --table is given',
    )
    .option('--table <file>', 'dump of the ledger’s table, an item {pk, sk, b, z} as JSON per line')
    .option('--dynamodb', 'the ledger’s table itself')
    .option('--proof <file>', 'check this proof (phield ledger prove) and nothing else')
    .option('--json', 'print the result as one line of JSON')
    .action(async (flags: VerifyFlags) => {
      const config = loadConfig(process.env);
      try {
        const trust = await trustOf(config, flags);
        if (flags.proof !== undefined) await verifyProofFile(flags.proof, trust, flags);
        else printVerification(await verify(config, flags, trust), flags);
      } catch (error) {
        if (error instanceof TrustFileError) command.error(`phield ledger verify: --trust: ${error.message}`);
        throw error;
      }
    });
}

/** @throws TrustFileError */
async function trustOf(config: Config, { trust }: VerifyFlags): Promise<Trust> {
  if (trust === undefined) return trustKeys(await ownTrust(config));
  const text = await readFile(trust, 'utf8').catch(() => {
    throw new TrustFileError('the trust file cannot be read');
  });
  return parseTrust(text);
}

async function verify(config: Config, flags: VerifyFlags, trust: Trust): Promise<Verification> {
  const elsewhere = flags.log !== undefined || flags.table !== undefined || flags.dynamodb === true;
  const own = ledgerDirectory(config.dataDir);
  const segments = flags.segments ?? (elsewhere || !(await isThere(config, own)) ? null : own);
  const store = flags.dynamodb ? await openLedgerStore(config) : null;
  const dump = flags.table === undefined ? null : readTableDump(flags.table);
  try {
    return await verifyLedger({
      trust,
      pinned: flags.trust !== undefined,
      // Segments elsewhere are those of some log elsewhere, if of any.
      log:
        flags.segments !== undefined && flags.log === undefined ? null : openVerifiedLog(config, flags.log),
      segments,
      allSegments: config.ledger.require === 'file' && segments !== null,
      allTable: config.ledger.require === 'dynamodb',
      table: store === null ? dump : tableItems(store.source),
      heartbeat: config.ledger.heartbeatSeconds,
      clock: () => performance.now(),
      onProgress: showProgress(process.stderr, () => performance.now()),
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
