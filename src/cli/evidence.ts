import type { Command } from 'commander';
import { z } from 'zod';
import { ConfigError, loadConfig } from '../config.ts';
import { expectPackPlace, PackPlaceError } from '../evidence/write-pack.ts';
import { TenantName } from '../identity/names.ts';
import { TrustFileError } from '../ledger/verify/trust.ts';
import { SCHEMA_FOLDER } from '../schema-folder.ts';
import { countLine } from './count-line.ts';
import { registerEvidenceVerify } from './evidence-verify.ts';
import { type EvidenceMade, makeEvidence } from './make-evidence.ts';
import { Moment } from './moment-option.ts';
import { parseOptions } from './parse-options.ts';
import { readTrustFile } from './read-trust-file.ts';

const COMMAND = 'evidence';
const REQUIRED = ['tenant', 'from', 'out'] as const;

const Options = z.object({
  tenant: TenantName,
  from: Moment,
  to: Moment.optional(),
  out: z.string().min(1, 'expected a folder'),
  schema: z.string().min(1),
  trust: z.string().min(1).optional(),
  json: z.boolean().default(false),
});
type Options = z.output<typeof Options> & { readonly to: number };

/** `phield evidence`: exit 0 made, 1 made of a ledger that is not whole, or not made, 2 usage. It is on record first. */
export function registerEvidenceCommands(program: Command): void {
  // Its subcommand has options of the same names: what stands behind it is its own.
  const command = program
    .enablePositionalOptions()
    .command(COMMAND)
    .description(
      'Make one signed folder for an assessor: who may see what, which policies were in force and what changed, what was ' +
        'used, what was found and reviewed, whether the ledger is whole, and what of HIPAA and GDPR that shows and does ' +
        'not. No patient is in it. The making is itself recorded first.',
    )
    .enablePositionalOptions()
    .option('--tenant <name>', 'whose (required)')
    .option('--from <time>', 'begin of the period: RFC 3339, a date, or an age such as 90d (required)')
    .option('--to <time>', 'its end, not included and not to come; left out: now')
    .option('--out <folder>', 'where: a folder that is not there yet, or is empty (required)')
    .option('--schema <folder>', 'folder of *.graphql files', SCHEMA_FOLDER)
    .option('--trust <file>', 'a trust file kept elsewhere, to verify the ledger by (phield ledger trust)')
    .option('--json', 'print one JSON object, and no progress')
    .action(async (raw: Readonly<Record<string, unknown>>) => {
      const missing = REQUIRED.find((name) => raw[name] === undefined);
      if (missing !== undefined) command.error(`phield ${COMMAND}: --${missing}: expected`);
      const given = parseOptions(command, COMMAND, Options, raw);
      const now = Date.now();
      const options: Options = { ...given, to: given.to ?? now };
      const wrong = wrongPeriod(options, now);
      if (wrong !== null) command.error(`phield ${COMMAND}: ${wrong}`);
      try {
        await expectPackPlace(options.out);
        tell(options, await run(options));
      } catch (error) {
        if (error instanceof PackPlaceError) command.error(`phield ${COMMAND}: --out: ${error.message}`);
        if (error instanceof TrustFileError) command.error(`phield ${COMMAND}: --trust: ${error.message}`);
        if (error instanceof ConfigError) command.error(`phield ${COMMAND}: ${error.message}`);
        throw error;
      }
    });
  registerEvidenceVerify(command);
}

/** What an end to come would show changes while it is read. */
function wrongPeriod({ from, to }: Options, now: number): string | null {
  if (to > now) return '--to: expected a time that is over';
  return from < to ? null : '--from: expected before --to';
}

async function run({ trust, ...options }: Options): Promise<EvidenceMade> {
  const config = loadConfig(process.env);
  const bar = options.json ? null : countLine(process.stderr, Date.now);
  const pinned = trust === undefined ? null : await readTrustFile(trust);
  try {
    return await makeEvidence(config, { ...options, now: Date.now(), trust: pinned }, (text) =>
      bar?.show(text),
    );
  } finally {
    bar?.clear();
  }
}

function tell({ out, json, tenant }: Options, made: EvidenceMade): void {
  if (!made.ok) process.exitCode = 1;
  if (json) {
    process.stdout.write(`${JSON.stringify({ ...made, tenant, out })}\n`);
    return;
  }
  const lines = [
    ...made.attention.map((line) => `* ${line}`),
    `${out}: ${made.files} files, signed; manifest sha256:${made.sha256}`,
    'README.md is read first; phield evidence verify checks it anywhere.',
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}
