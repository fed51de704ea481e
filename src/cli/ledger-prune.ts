import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import type { Command } from 'commander';
import { z } from 'zod';
import { openLogName } from '../../datasources/keys/open-log-name.ts';
import { type Config, ConfigError, loadConfig } from '../config.ts';
import { type PruneReport, prune } from '../ledger/keep/prune.ts';
import { HoldMissingError, HoldsChangedError } from '../ledger/keep/prune-bundles.ts';
import { PRUNED } from '../ledger/keep/pruned-things.ts';
import { removeSegments } from '../ledger/keep/remove-segments.ts';
import { loadRetention } from '../ledger/keep/retention.ts';
import { type HeadTrust, readHeadTrust, trustedHead } from '../ledger/keep/trusted-head.ts';
import { waitInLog } from '../ledger/keep/wait-in-log.ts';
import { LogDiffersError } from '../ledger/keep/walk-log.ts';
import { ledgerDirectory } from '../ledger/ledger-directory.ts';
import { CHECKPOINT_PATH } from '../ledger/log/tile-path.ts';
import { type Named, namingRecord } from '../ledger/naming-record.ts';
import { createFileSource } from '../ledger/segments/file-source.ts';
import { nodeFiles } from '../ledger/segments/node-files.ts';
import { createUlid } from '../ledger/ulid.ts';
import { wholeNumber } from '../whole-number.ts';
import { holdsStanding } from './ledger-hold.ts';
import { openCommandLedger } from './open-command-ledger.ts';
import { parseOptions } from './parse-options.ts';
import { openPrunePlaces } from './prune-places.ts';

const DAY = 86_400_000;
const Options = z.object({
  dryRun: z.boolean().default(false),
  keepDays: wholeNumber(1, 36_500).default(30),
  trust: z.string().min(1).optional(),
  waitSeconds: wholeNumber(0, 600).default(30),
  json: z.boolean().default(false),
});
type Options = z.output<typeof Options>;

/** Why nothing, or not all, was removed. */
const FINDINGS = Object.freeze({
  logDiffers: 'the log is not what its checkpoint says, so nothing was removed; run phield ledger verify',
  holdMissing:
    'a legal hold stands on record and not among the holds, which were lost or restored from before: set it again, or lift it',
  holdsChanged: 'the holds have changed meanwhile: run it again',
  waiting: 'it is on record, and the log has not taken that record yet: run it again',
});

/** `phield ledger prune`: exit 0 done, 1 a finding or something that waits, 2 usage. */
export function registerLedgerPrune(ledger: Command): void {
  const command = ledger
    .command('prune')
    .description(
      'Remove segments that the log has, and what of the log is past its time (PHIELD_LEDGER_KEEP) and not held. ' +
        'What goes is on record before; the log still verifies. Finished by running it again, wherever it was cut off.',
    )
    .option('--dry-run', 'say what would go, and touch nothing')
    .option('--keep-days <days>', 'segments stay so long after their writer ended', '30')
    .option('--trust <file>', 'the auditor’s file (phield ledger trust): needed where witnesses cosign')
    .option('--wait-seconds <seconds>', 'for the log to take the record in', '30')
    .option('--json', 'print one JSON object')
    .action(async (raw: unknown) => {
      const refuse = (message: string): never => command.error(`phield ledger prune: ${message}`);
      const options = parseOptions(command, 'ledger prune', Options, raw);
      const config = loadConfig(process.env);
      try {
        const report = await run(config, options, await trustOf(config, options.trust));
        tell(options, report);
        if (report.waiting.length > 0 && !options.dryRun) find(options, 'waiting');
      } catch (error) {
        if (error instanceof ConfigError) return refuse(error.message);
        if (error instanceof LogDiffersError) find(options, 'logDiffers');
        else if (error instanceof HoldMissingError) find(options, 'holdMissing', error.holds);
        else if (error instanceof HoldsChangedError) find(options, 'holdsChanged');
        else throw error;
      }
    });
}

async function run(config: Config, options: Options, trust: () => Promise<HeadTrust>): Promise<PruneReport> {
  const directory = ledgerDirectory(config.dataDir);
  const { log, remover, close } = openPrunePlaces(config);
  const head = async () => {
    const bytes = await log.get(CHECKPOINT_PATH);
    return bytes === null ? null : trustedHead(bytes, await trust());
  };
  try {
    const from = (await head())?.size ?? 0;
    return await prune({
      log,
      head,
      source: createFileSource(directory),
      holds: () => holdsStanding(config),
      retention: loadRetention(process.env),
      record: (named) => record(config, named),
      inLog: (id) => waitInLog({ log, head }, id, { from, patience: options.waitSeconds * 1000 }),
      removeSegments: (writer) => removeSegments(directory, writer, nodeFiles),
      remover,
      now: Date.now(),
      keepSegments: options.keepDays * DAY,
      dryRun: options.dryRun,
    });
  } finally {
    close();
  }
}

/** @throws ConfigError where witnesses cosign and nobody says which: their keys are the auditor's to keep. */
async function trustOf(config: Config, file: string | undefined): Promise<() => Promise<HeadTrust>> {
  if (file !== undefined) {
    const trust = readHeadTrust(await readFile(file, 'utf8').catch(() => ''));
    if (trust === null) throw new ConfigError('--trust: expected a file as phield ledger trust prints it');
    return async () => trust;
  }
  if (config.ledger.witnesses.length > 0) {
    throw new ConfigError('--trust: expected, since witnesses cosign this log');
  }
  // Asked for where there is a checkpoint, so that looking makes no keys where there is no log.
  return async () => {
    const { origin, keys } = await openLogName(config);
    return { origin, log: keys, witnesses: [], quorum: 0 };
  };
}

async function record(config: Config, named: readonly Named[]): Promise<string> {
  const id = createUlid(Date.now, randomBytes)();
  const ledger = await openCommandLedger(config);
  try {
    const about = {
      id,
      time: new Date().toISOString(),
      actor: `os-user:${userInfo().username}`,
      client: 'phield-cli',
    };
    await ledger.append(namingRecord({ ...about, operation: PRUNED, tenant: null, subject: null }, named));
  } finally {
    await ledger.close();
  }
  return id;
}

function tell({ json, dryRun }: Options, report: PruneReport): void {
  const { segments, staying, bundles, held, locked, waiting } = report;
  const would = dryRun ? 'would remove' : 'removed';
  if (json) {
    const writers = segments.map(({ writer, lastSeq }) => ({ writer, lastSeq }));
    const stay = [...staying].map(([writer, reason]) => ({ writer, reason }));
    const ok = waiting.length === 0;
    process.stdout.write(
      `${JSON.stringify({ ok, dryRun, writers, stay, bundles, held, locked, waiting })}\n`,
    );
    return;
  }
  const lines = [
    ...segments.map(
      ({ writer, lastSeq }) => `${would} segments of ${writer}, ${lastSeq} batches, all in the log`,
    ),
    ...[...staying].map(([writer, reason]) => `segments of ${writer} stay: ${reason}`),
    `${would} ${bundles.length} bundles of the log; ${held.length} held, ${locked.length} locked, ${waiting.length} wait`,
  ];
  process.stdout.write(lines.map((line) => `${line}\n`).join(''));
}

function find({ json }: Options, reason: keyof typeof FINDINGS, holds: readonly string[] = []): void {
  process.stderr.write(`phield ledger prune: ${[FINDINGS[reason], ...holds].join(' ')}\n`);
  if (json && reason !== 'waiting') {
    process.stdout.write(`${JSON.stringify({ ok: false, finding: { reason, holds } })}\n`);
  }
  process.exitCode = 1;
}
