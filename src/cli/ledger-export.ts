import { once } from 'node:events';
import type { Command } from 'commander';
import { z } from 'zod';
import { openInstallation } from '../../datasources/keys/open-ledger-keys.ts';
import { loadConfig } from '../config.ts';
import { FhirId, ProviderId, TenantName, Text } from '../identity/names.ts';
import type { EventFilter } from '../ledger/event-filter.ts';
import type { ExportSite } from '../ledger/export/agents.ts';
import { EXPORT_FORMATS, type ExportCount, exportLines } from '../ledger/export/export-lines.ts';
import type { ExportSource } from '../ledger/export/export-source.ts';
import { expectFilePlace } from '../ledger/export/write-atomically.ts';
import { wholeNumber } from '../whole-number.ts';
import { countLine } from './count-line.ts';
import { describeFinding } from './describe-finding.ts';
import { Moment } from './moment-option.ts';
import { parseOptions } from './parse-options.ts';
import { type LedgerReading, takeFromLedger } from './take-from-ledger.ts';
import { writeOutFile } from './write-out-file.ts';

const Options = z.object({
  tenant: TenantName,
  format: z.enum(EXPORT_FORMATS, `expected ${EXPORT_FORMATS.join(', ')}`),
  patient: FhirId.optional(),
  actor: ProviderId.optional(),
  client: ProviderId.optional(),
  request: Text.optional(),
  since: Moment.optional(),
  until: Moment.optional(),
  out: z.string().min(1).optional(),
  bundle: z.enum(['batch', 'collection'], 'expected batch or collection').default('batch'),
  bundleSize: wholeNumber(1, 10_000).default(100),
  quiet: z.boolean().default(false),
  json: z.boolean().default(false),
});
type Options = z.output<typeof Options>;

/** `phield ledger export`: exit 0 whole, 1 with a finding or a failure, 2 usage. The export is recorded first. */
export function registerLedgerExport(ledger: Command): void {
  const command = ledger
    .command('export')
    .description(
      'Write what the ledger has of a tenant: FHIR R4 AuditEvents after IHE BALP (one a line, or in Bundles), NDJSON ' +
        'with one event per PHI field, or CSV. The export is itself recorded before anything is written.',
    )
    .requiredOption('--tenant <name>', 'whose')
    .requiredOption('--format <format>', EXPORT_FORMATS.join(', '))
    .option('--patient <id>', 'what is about this patient (FHIR logical id)')
    .option('--actor <id>', 'what this actor did')
    .option('--client <id>', 'what was done by way of this client')
    .option('--request <id>', 'what the request with this Phield-Request-Id did')
    .option('--since <time>', 'from here on: RFC 3339, or an age such as 15m, 2h, 7d')
    .option('--until <time>', 'up to here, not included: RFC 3339, or an age')
    .option('--bundle <type>', 'batch, to be posted to an audit repository, or collection', 'batch')
    .option('--bundle-size <events>', 'AuditEvents in a Bundle; one Bundle a line', '100')
    .option(
      '--out <file>',
      'write here, for the owner alone, whole or not at all; without it to the standard output',
    )
    .option('--quiet', 'show no progress')
    .option('--json', 'with --out: print one JSON object when it is done')
    .action(async (raw: unknown) => {
      await runExport(parseOptions(command, 'ledger export', Options, raw));
    });
}

async function runExport(options: Options): Promise<void> {
  const { tenant, patient = null, actor = null } = options;
  const config = loadConfig(process.env);
  if (options.out !== undefined) await expectFilePlace(options.out);
  const use = { operation: 'ledger_exported', command: 'ledger export', tenant, patient, actor };
  await takeFromLedger(config, use, async (reading) => {
    const { origin } = await openInstallation(config);
    const site = { gateway: origin, isThirdParty: (client: string) => reading.outsider(client) !== null };
    await write(options, reading.read(filterOf(options, reading)), filterOf(options, reading), site);
  });
}

async function write(
  { format, bundle, bundleSize, out, quiet, json }: Options,
  source: ExportSource,
  filter: EventFilter,
  site: ExportSite,
): Promise<void> {
  const bar = quiet || json ? null : countLine(process.stderr, Date.now);
  let count: ExportCount = { records: 0, events: 0 };
  let findings = 0;
  const pieces = exportLines(source, {
    format,
    filter,
    site,
    bundleType: bundle,
    bundleSize,
    onFinding: (finding) => {
      findings += 1;
      bar?.clear();
      process.stderr.write(`phield ledger export: ${describeFinding(finding)}; run phield ledger verify\n`);
    },
    onCount: (now) => {
      count = now;
      bar?.show(() => `${now.events} events of ${now.records} records`);
    },
  });
  try {
    if (out === undefined) await writeOut(pieces);
    else await writeOutFile(out, pieces);
  } finally {
    bar?.clear();
  }
  if (findings > 0) process.exitCode = 1;
  if (json && out !== undefined) {
    process.stdout.write(`${JSON.stringify({ ok: findings === 0, format, ...count, findings, out })}\n`);
  } else if (!quiet) {
    process.stderr.write(`${count.events} events of ${count.records} records\n`);
  }
}

function filterOf(
  { tenant, client, request, since, until }: Options,
  { patientNames, actorNames }: LedgerReading,
): EventFilter {
  return {
    tenant,
    ...(patientNames === null ? {} : { patient: patientNames }),
    ...(actorNames === null ? {} : { actor: actorNames }),
    ...(client === undefined ? {} : { client }),
    ...(request === undefined ? {} : { request }),
    ...(since === undefined ? {} : { since }),
    ...(until === undefined ? {} : { until }),
  };
}

/** To a reader who may be slower, or go away first, as `head` does. */
async function writeOut(pieces: AsyncIterable<string>): Promise<void> {
  let wanted = true;
  process.stdout.once('error', () => {
    wanted = false;
  });
  for await (const piece of pieces) {
    if (!wanted) return;
    if (!process.stdout.write(piece)) await once(process.stdout, 'drain').catch(() => undefined);
  }
}
