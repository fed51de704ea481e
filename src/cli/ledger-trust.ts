import type { Command } from 'commander';
import { loadConfig } from '../config.ts';
import { newestTrust, trustText } from '../ledger-places/newest-trust.ts';
import { openVerifiedLog } from '../ledger-places/open-verified-log.ts';

/** `phield ledger trust`: what an auditor keeps elsewhere, to ask later whether anything has changed. */
export function registerLedgerTrust(ledger: Command): void {
  ledger
    .command('trust')
    .description(
      'Print the trust file: public keys and the newest checkpoint. Whoever keeps it apart from this installation can tell any later change.',
    )
    .option('--json', 'print it as one line')
    .action(async ({ json = false }: { json?: boolean }) => {
      const config = loadConfig(process.env);
      const newest = await newestTrust(config, openVerifiedLog(config, undefined));
      if (newest === null) {
        process.stderr.write(
          'phield ledger trust: there is no log yet; start the gateway, or phield ledger sequence\n',
        );
        process.exitCode = 1;
        return;
      }
      process.stdout.write(trustText(newest.file, json ? 0 : 2));
      if (newest.unsigned) {
        process.stderr.write(
          'phield ledger trust: the checkpoint is not signed by this log; run phield ledger verify\n',
        );
        process.exitCode = 1;
      }
    });
}
