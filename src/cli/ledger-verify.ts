import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { type Config, loadConfig } from '../config.ts';
import { parseTrust, type Trust, TrustFileError, trustKeys } from '../ledger/verify/trust.ts';
import { ownTrust } from '../ledger-places/own-trust.ts';
import { type VerifiedPlaces, verifyPlaces } from '../ledger-places/verify-places.ts';
import { printVerification, showProgress } from './print-verification.ts';
import { verifyProofFile } from './verify-proof-file.ts';

export interface VerifyFlags extends VerifiedPlaces {
  readonly trust?: string;
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
        else {
          const believed = { trust, pinned: flags.trust !== undefined };
          const onProgress = showProgress(process.stderr, () => performance.now());
          printVerification(await verifyPlaces(config, flags, believed, onProgress), flags);
        }
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
