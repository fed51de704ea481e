import type { Command } from 'commander';
import { z } from 'zod';
import { loadConfig } from '../config.ts';
import { createLogServer } from '../ledger/log/serve-log.ts';
import { openLogStore } from '../open-log-store.ts';
import { serveUntilSignalled } from './serve-loopback.ts';

const Options = z.object({
  host: z.string().min(1).default('127.0.0.1'),
  port: z.coerce.number().int().min(0).max(65_535).default(4010),
  entries: z.boolean().default(false),
});

/** `phield ledger serve-checkpoint`: what an auditor or a witness fetches. Reads only; nothing needs a token. */
export function registerLedgerServeCheckpoint(ledger: Command): void {
  const command = ledger
    .command('serve-checkpoint')
    .description('Serve the log’s checkpoint and its tiles of hashes, which hold no ids, over HTTP.')
    .option('--host <address>', 'where to listen', '127.0.0.1')
    .option('--port <number>', 'where to listen; 0: anywhere', '4010')
    .option('--entries', 'serve the entries too: they hold ids of patients and actors, and what was read')
    .action(async (raw: unknown) => {
      const parsed = Options.safeParse(raw);
      if (!parsed.success) {
        const issue = parsed.error.issues[0];
        return command.error(
          `phield ledger serve-checkpoint: --${String(issue?.path[0])}: ${issue?.message}`,
        );
      }
      const { host, port, entries } = parsed.data;
      const { store, close } = await openLogStore(loadConfig(process.env));
      const answer = createLogServer({ store, entries });
      try {
        await serveUntilSignalled({
          host,
          port,
          bodyBytes: 0,
          answer,
          listening: (url) => process.stdout.write(`${url}/checkpoint\n`),
        });
      } finally {
        close();
      }
    });
}
