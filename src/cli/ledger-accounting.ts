import type { Command } from 'commander';
import { z } from 'zod';
import { loadSdl } from '../../directives/load-sdl.ts';
import { readAccessModel } from '../../directives/read-access-model.ts';
import { readSdl } from '../../directives/read-sdl.ts';
import { loadConfig } from '../config.ts';
import { FhirId, TenantName } from '../identity/names.ts';
import { accountFor, accountingFile } from '../ledger/export/accounting/account-for.ts';
import type { Accounting } from '../ledger/export/accounting/accounting.ts';
import { gapText } from '../ledger/export/accounting/gap-text.ts';
import { expectFilePlace } from '../ledger/export/write-atomically.ts';
import { SCHEMA_FOLDER } from '../schema-folder.ts';
import { countLine } from './count-line.ts';
import { describeFinding } from './describe-finding.ts';
import { Moment } from './moment-option.ts';
import { parseOptions } from './parse-options.ts';
import { takeFromLedger } from './take-from-ledger.ts';
import { writeOutFile } from './write-out-file.ts';

const Options = z
  .object({
    tenant: TenantName,
    patient: FhirId,
    format: z.enum(['json', 'pdf'], 'expected json or pdf'),
    from: Moment.optional(),
    until: Moment.optional(),
    all: z.boolean().default(false),
    out: z.string().min(1).optional(),
    quiet: z.boolean().default(false),
    json: z.boolean().default(false),
  })
  .refine(({ format, out }) => format !== 'pdf' || out !== undefined, {
    path: ['out'],
    error: 'expected with pdf',
  })
  .refine(({ from, until }) => (from ?? 0) < (until ?? Number.POSITIVE_INFINITY), {
    path: ['from'],
    error: 'expected before --until',
  });
type Options = z.output<typeof Options>;

/** `phield ledger accounting`: exit 0 whole, 1 with a finding or a failure, 2 usage. It is recorded first. */
export function registerLedgerAccounting(ledger: Command): void {
  const command = ledger
    .command('accounting')
    .description(
      'The accounting of disclosures of one patient (45 CFR 164.528), or with --all everybody who looked at the record, ' +
        'as JSON or as a PDF for the patient. That it was asked for is itself recorded before anything is written.',
    )
    .requiredOption('--tenant <name>', 'whose patient')
    .requiredOption('--patient <id>', 'FHIR logical id')
    .requiredOption('--format <format>', 'json or pdf')
    .option('--from <time>', 'from here on: RFC 3339, or an age such as 90d; without it six years back')
    .option('--until <time>', 'up to here, not included: RFC 3339, or an age; without it now')
    .option('--all', 'every access, also those that the rule leaves out')
    .option('--out <file>', 'write here, for the owner alone, whole or not at all; a PDF needs it')
    .option('--quiet', 'show no progress')
    .option('--json', 'with --out: print one JSON object when it is done')
    .action(async (raw: unknown) => {
      await runAccounting(parseOptions(command, 'ledger accounting', Options, raw));
    });
}

async function runAccounting(options: Options): Promise<void> {
  const { tenant, patient, all, quiet, json } = options;
  const config = loadConfig(process.env);
  if (options.out !== undefined) await expectFilePlace(options.out);
  const { purposeAncestors } = readAccessModel(readSdl(await loadSdl(SCHEMA_FOLDER)));
  const bar = quiet || json ? null : countLine(process.stderr, Date.now);
  const use = { operation: 'ledger_accounting', command: 'ledger accounting', tenant, patient, actor: null };
  await takeFromLedger(config, use, async ({ patientNames, read, outsider, ...known }) => {
    const accounting = await accountFor(read, {
      mode: all ? 'all' : 'accounting',
      tenant,
      patient,
      names: patientNames ?? [patient],
      from: options.from ?? null,
      until: options.until ?? null,
      now: Date.now(),
      ancestors: purposeAncestors,
      outsider,
      known,
      onCount: (records) => bar?.show(() => `${records} records`),
    });
    bar?.clear();
    for (const finding of accounting.findings) {
      process.exitCode = 1;
      process.stderr.write(
        `phield ledger accounting: ${describeFinding(finding)}; run phield ledger verify\n`,
      );
    }
    for (const gap of accounting.gaps) {
      if (gap.reason === 'unknown') process.exitCode = 1;
      process.stderr.write(`phield ledger accounting: ${gapText(gap)}\n`);
    }
    await write(accounting, options);
  });
}

async function write(accounting: Accounting, { format, out, quiet, json }: Options): Promise<void> {
  const { entries, total, findings, gaps } = accounting;
  if (out === undefined) {
    for await (const piece of accountingFile(accounting, format)) process.stdout.write(piece);
    return;
  }
  await writeOutFile(out, accountingFile(accounting, format));
  const ok = findings.length === 0 && gaps.every(({ reason }) => reason !== 'unknown');
  if (json) {
    const counts = { entries: entries.length, total, findings: findings.length, gaps: gaps.length };
    process.stdout.write(`${JSON.stringify({ ok, format, ...counts, out })}\n`);
  } else if (!quiet) process.stderr.write(`${entries.length} entries for ${total} disclosures or accesses\n`);
}
