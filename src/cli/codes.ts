import type { Command } from 'commander';
import { z } from 'zod';
import { loadConfig } from '../config.ts';
import { CodeFileError } from '../insight/codes/code-file-error.ts';
import { importCodes } from '../insight/codes/import-codes.ts';
import { type StoredCodes, storedCodes } from '../insight/codes/stored-codes.ts';
import { progressLine } from './import-progress.ts';
import { parseOptions } from './parse-options.ts';

const ImportOptions = z.object({
  system: z.literal('icd10cm', 'expected icd10cm'),
  version: z.string().regex(/^\d{4}([.-][A-Za-z0-9]{1,16})?$/, 'expected a year, such as 2026'),
  quiet: z.boolean().default(false),
  json: z.boolean().default(false),
});

/** `phield codes`: the code sets that suggestions are checked against. Exit 0 fine, 1 a file is refused, 2 usage. */
export function registerCodesCommands(program: Command): void {
  const codes = program
    .command('codes')
    .description('the code sets that coding suggestions are checked against');
  const importing = codes
    .command('import')
    .description(
      'Put the CMS order file of ICD-10-CM (icd10cm_order_YYYY.txt: plain, gzipped, or CMS’s ZIP archive) or the same as ' +
        'JSON Lines ({"code", "billable", "short", "long"}) in use. Running gateways follow within seconds. A file with ' +
        'a mistake anywhere is refused with its line, and the set in use stays.',
    )
    .argument('<path>', 'the file')
    .requiredOption('--system <system>', 'icd10cm')
    .requiredOption('--version <version>', 'the year it is for, such as 2026')
    .option('--quiet', 'show no progress')
    .option('--json', 'print one JSON object')
    .action(async (path: string, raw: unknown) => {
      const { version, quiet, json } = parseOptions(importing, 'codes import', ImportOptions, raw);
      const { dataDir } = loadConfig(process.env);
      const bar = quiet || json ? null : progressLine(process.stderr, Date.now);
      const onBytes = (bytes: number, totalBytes: number) =>
        bar?.show({ phase: 'reading', bytes, totalBytes, resources: 0 });
      await telling(json, async () => {
        try {
          await importCodes({ path, version, dataDir, onBytes });
        } finally {
          bar?.clear();
        }
        return storedCodes(dataDir);
      });
    });
  codes
    .command('list')
    .description('Which code set is in use, and whether its file is whole.')
    .option('--json', 'print one JSON object')
    .action(async ({ json = false }: { readonly json?: boolean }) => {
      await telling(json, () => storedCodes(loadConfig(process.env).dataDir));
    });
}

/** What is in use now, or what is wrong. */
async function telling(json: boolean, run: () => Promise<StoredCodes | null>): Promise<void> {
  try {
    const stored = await run();
    const sets = stored === null ? [] : [stored];
    const lines = sets.map(
      ({ system, version, codes, billable, sha256 }) =>
        `${system} ${version}: ${codes} codes, ${billable} of them billable, sha256 ${sha256}\n`,
    );
    const none = 'no code set is in use: phield codes import --system icd10cm --version YYYY PATH\n';
    process.stdout.write(json ? `${JSON.stringify({ ok: true, sets })}\n` : lines.join('') || none);
  } catch (error) {
    if (!(error instanceof CodeFileError)) throw error;
    const { file, line, reason, message } = error;
    if (json) process.stdout.write(`${JSON.stringify({ ok: false, finding: { file, line, reason } })}\n`);
    else process.stderr.write(`phield codes: ${message}\n`);
    process.exitCode = 1;
  }
}
