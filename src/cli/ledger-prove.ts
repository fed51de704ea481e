import { writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { loadConfig } from '../config.ts';
import { readEventId } from '../ledger/event-id.ts';
import { openVerifiedLog } from '../ledger-places/open-verified-log.ts';
import { proveEvent } from '../ledger-places/prove-event.ts';

/** `phield ledger prove EVENT`: a file that proves to anybody with the public keys that the event is on record. */
export function registerLedgerProve(ledger: Command): void {
  const command = ledger
    .command('prove <event>')
    .description(
      'Write a proof that an event is in the log, to be checked offline: phield ledger verify --proof.',
    )
    .option('--out <file>', 'write it here, not to standard output')
    .action(async (event: string, { out }: { out?: string }) => {
      if (readEventId(event) === null) {
        command.error(
          'phield ledger prove: expected the id of an event, as phield ledger query --json prints it',
        );
        return;
      }
      const config = loadConfig(process.env);
      const proof = await proveEvent(config, openVerifiedLog(config, undefined), event, null);
      if (proof === null) {
        process.stderr.write('phield ledger prove: the log has no such event yet\n');
        process.exitCode = 1;
        return;
      }
      if (out === undefined) process.stdout.write(proof);
      else await writeFile(out, proof, { mode: 0o600 });
    });
}
