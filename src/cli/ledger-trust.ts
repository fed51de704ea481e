import type { Command } from 'commander';
import { loadConfig } from '../config.ts';
import { readCheckpoint } from '../ledger/verify/read-checkpoint.ts';
import { readTrust } from '../ledger/verify/trust.ts';
import { openVerifiedLog } from '../ledger-places/open-verified-log.ts';
import { ownTrust } from '../ledger-places/own-trust.ts';

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
      const own = await ownTrust(config);
      if (own.log.length === 0) {
        process.stderr.write(
          'phield ledger trust: there is no log yet; start the gateway, or phield ledger sequence\n',
        );
        process.exitCode = 1;
        return;
      }
      const bytes = await openVerifiedLog(config, undefined).get('checkpoint');
      // A checkpoint that its own log did not sign is worth nothing to anybody.
      const signed =
        bytes !== null && readCheckpoint(bytes, readTrust({ ...own, quorum: 0 })).problems.length === 0;
      const file = { ...own, checkpoint: signed ? Buffer.from(bytes).toString('utf8') : null };
      process.stdout.write(`${JSON.stringify(file, null, json ? 0 : 2)}\n`);
      if (bytes !== null && !signed) {
        process.stderr.write(
          'phield ledger trust: the checkpoint is not signed by this log; run phield ledger verify\n',
        );
        process.exitCode = 1;
      }
    });
}
