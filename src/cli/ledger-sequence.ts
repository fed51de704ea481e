import { randomBytes } from 'node:crypto';
import type { Command } from 'commander';
import { z } from 'zod';
import { assembleSequencer, type SequencerSettings } from '../assemble-sequencer.ts';
import { loadConfig } from '../config.ts';
import type { Lease } from '../ledger/log/lease.ts';
import { createFindingGate, runSequencer } from '../ledger/log/run-sequencer.ts';
import type { SequencerFinding } from '../ledger/log/sequencer-finding.ts';
import { describeFinding } from '../ledger/log/start-sequencer.ts';
import { writerLostRecord } from '../ledger/log/writer-lost-record.ts';
import { createUlid } from '../ledger/ulid.ts';
import { openCommandLedger } from './open-command-ledger.ts';
import { untilSignalled } from './until-signalled.ts';

const Options = z.object({
  once: z.boolean().default(false),
  trust: z.string().optional(),
  json: z.boolean().default(false),
});

const ALONE: Lease = Object.freeze({ held: true, hold: async () => true, release: async () => undefined });

/** What does not go away by itself. */
const SERIOUS: ReadonlySet<SequencerFinding['code']> = new Set([
  'LOG_BEHIND',
  'LOG_FORKED',
  'LOG_DAMAGED',
  'BATCH_REFUSED',
  'STORE_AWAY',
  'PLAN_WAITS',
]);

/** `phield ledger sequence`: the sequencer alone. Exit 0, 1 when something was found, 2 usage. */
export function registerLedgerSequence(ledger: Command): void {
  ledger
    .command('sequence')
    .description('Take what writers recorded into the one log, beside running gateways or without one.')
    .option('--once', 'take what there is now, and end')
    .option('--trust <file>', 'do not grow a log that is not that of this trust file, grown')
    .option('--json', 'print each growth and finding as one line of JSON')
    .action(async (raw: unknown) => {
      const { once, trust, json } = Options.parse(raw);
      const config = loadConfig(process.env);
      const settings: SequencerSettings = { config, trust: trust ?? null };
      const now = () => performance.now();
      const nextId = createUlid(Date.now, randomBytes);
      const stop = new AbortController();
      const report = createFindingGate((finding) => {
        if (SERIOUS.has(finding.code)) process.exitCode = 1;
        process.stderr.write(
          `${json ? JSON.stringify(finding) : `phield ledger sequence: ${describeFinding(finding)}`}\n`,
        );
      }, now);
      const { sequencer, lease, close } = await assembleSequencer(settings, {
        report,
        recordLost: async (silent) => {
          const own = await openCommandLedger(config);
          try {
            await own.append(writerLostRecord(silent, nextId(), new Date().toISOString()));
          } finally {
            await own.close();
          }
        },
      });
      if (!once) untilSignalled(() => stop.abort());
      try {
        await runSequencer({
          sequencer,
          // One step more than another takes does no harm.
          lease: once ? ALONE : lease,
          now,
          signal: stop.signal,
          progress: (outcome, took) => {
            const done = outcome.kind === 'idle' || outcome.kind === 'held';
            if (once && done) stop.abort();
            if (json) process.stdout.write(`${JSON.stringify({ ...outcome, took: Math.round(took) })}\n`);
            else if (outcome.kind === 'grown') {
              process.stdout.write(
                `${outcome.entries} entries of ${outcome.batches} batches; ${outcome.size} in all\n`,
              );
            }
          },
        });
      } finally {
        await close();
      }
    });
}
