import type { Command } from 'commander';
import { z } from 'zod';
import { loadConfig } from '../config.ts';
import { ledgerDirectory } from '../ledger/ledger-directory.ts';
import { createLogServer } from '../ledger/log/serve-log.ts';
import { CHECKPOINT_PATH } from '../ledger/log/tile-path.ts';
import { listSegments } from '../ledger/segments/list-segments.ts';
import { openLogPlace } from '../ledger-places/open-log-place.ts';
import { wholeNumber } from '../whole-number.ts';
import { parseOptions } from './parse-options.ts';
import { serveUntilSignalled } from './serve-loopback.ts';

const Options = z.object({
  host: z.string().min(1).default('127.0.0.1'),
  port: wholeNumber(0, 65_535).default(4010),
  entries: z.boolean().default(false),
});

const NONE_YET =
  'there is no checkpoint yet; one is served as soon as a gateway, or phield ledger sequence, has made it';

/** `phield ledger serve-checkpoint`: what an auditor or a witness fetches. Reads only; nothing needs a token. */
export function registerLedgerServeCheckpoint(ledger: Command): void {
  const command = ledger
    .command('serve-checkpoint')
    .description('Serve the log’s checkpoint and its tiles of hashes, which hold no ids, over HTTP.')
    .option('--host <address>', 'where to listen', '127.0.0.1')
    .option('--port <number>', 'where to listen; 0: anywhere', '4010')
    .option('--entries', 'serve the entries too: they hold ids of patients and actors, and what was read')
    .action(async (raw: unknown) => {
      const { host, port, entries } = parseOptions(command, 'ledger serve-checkpoint', Options, raw);
      const config = loadConfig(process.env);
      // Where nobody has recorded anything there is nothing to serve, and nothing to be made.
      if (config.ledger.bucket === null) await listSegments(ledgerDirectory(config.dataDir));
      const { log, close } = openLogPlace(config);
      const isEmpty = await log.get(CHECKPOINT_PATH).then(
        (checkpoint) => checkpoint === null,
        () => false,
      );
      const listening = (url: string) => {
        process.stdout.write(`${url}/checkpoint\n`);
        if (isEmpty) process.stderr.write(`phield ledger serve-checkpoint: ${NONE_YET}\n`);
      };
      try {
        const answer = createLogServer({ store: log, entries });
        await serveUntilSignalled({ host, port, bodyBytes: 0, answer, listening });
      } finally {
        close();
      }
    });
}
