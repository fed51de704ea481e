import type { Command } from 'commander';
import { z } from 'zod';
import { openStore } from '../../datasources/open-store.ts';
import { type Config, loadConfig } from '../config.ts';
import { TenantName } from '../identity/names.ts';
import { createDryWriter } from '../import/dry-writer.ts';
import { type FoundInputs, findInputs } from '../import/find-inputs.ts';
import { ImportUnderWayError, lockImport } from '../import/import-lock.ts';
import type { ImportReport } from '../import/import-report.ts';
import { type ImportDependencies, runImport } from '../import/run-import.ts';
import { spoolInput } from '../import/spool-input.ts';
import { expectDataFolder } from './expect-data-folder.ts';
import { findStored, findStoredPatients, findStoredRows } from './find-stored.ts';
import { progressLine } from './import-progress.ts';
import { importSummary } from './import-summary.ts';
import { knownTenant } from './known-tenant.ts';
import { parseOptions } from './parse-options.ts';

const STDIN = '-';

type Stored = Pick<ImportDependencies, 'writer' | 'find' | 'findRows' | 'findPatients'>;

const Options = z.object({
  tenant: TenantName,
  base: z.array(z.url({ protocol: /^https?$/ })).default([]),
  dryRun: z.boolean().default(false),
  quiet: z.boolean().default(false),
  json: z.boolean().default(false),
});
type Options = z.output<typeof Options>;

/** `phield import`: FHIR R4 files into a tenant. Exit 0 fine, 1 something was skipped for an error, 2 usage. */
export function registerImportCommand(program: Command): void {
  const command = program
    .command('import')
    .description('Import FHIR R4 Bundles, NDJSON files and bulk exports, plain or gzipped, into a tenant.')
    .argument('<path...>', 'files or folders; - for standard input')
    .requiredOption('--tenant <name>', 'tenant to import into')
    .option('--base <url...>', 'FHIR base address whose absolute references are to resources imported here')
    .option('--dry-run', 'read and check everything, write nothing')
    .option('--quiet', 'show no progress')
    .option('--json', 'print the report as one JSON object, every skipped resource in it')
    .action(async (paths: readonly string[], raw: unknown) => {
      const options = parseOptions(command, 'import', Options, raw);
      const config = loadConfig(process.env);
      await knownTenant(config, options.tenant);
      await expectDataFolder(config);
      const report = await importInto(config, options, paths);
      process.stdout.write(options.json ? `${JSON.stringify(report)}\n` : importSummary(report));
      const fine = report.errors === 0 && report.unreadableFiles.length === 0 && !report.interrupted;
      process.exitCode = fine ? 0 : 1;
    });
}

async function importInto(config: Config, options: Options, paths: readonly string[]): Promise<ImportReport> {
  const { inputs, dispose } = await openInputs(paths);
  try {
    const run = (stored: Stored) => importFrom(inputs, options, stored);
    if (options.dryRun) {
      return await run({
        writer: createDryWriter(),
        find: async () => null,
        findRows: async () => [],
        async *findPatients() {},
      });
    }
    const lock = await lockImport(config.dataDir, options.tenant).catch(explainLock);
    try {
      const store = await openStore(config, Date.now);
      try {
        const { tenant } = options;
        return await run({
          writer: store.openWriter(tenant),
          find: findStored(store, tenant),
          findRows: findStoredRows(store, tenant),
          findPatients: findStoredPatients(store, tenant),
        });
      } finally {
        await store.close();
      }
    } finally {
      await lock.release();
    }
  } finally {
    await dispose();
  }
}

async function importFrom(inputs: FoundInputs, options: Options, stored: Stored): Promise<ImportReport> {
  const { tenant, base, dryRun, quiet, json } = options;
  const progress = quiet || json ? null : progressLine(process.stderr, Date.now);
  const interrupted = stopOnSignal();
  try {
    return await runImport(
      { tenant, inputs, dryRun, bases: base.map((url) => url.replace(/\/+$/, '')) },
      {
        ...stored,
        clock: Date.now,
        peakMegabytes: () => process.resourceUsage().maxRSS / 1024,
        onProgress: (now) => progress?.show(now),
        signal: interrupted.signal,
      },
    );
  } finally {
    interrupted.release();
    progress?.clear();
  }
}

/** Standard input is spooled (encrypted), since everything is read twice. */
async function openInputs(
  paths: readonly string[],
): Promise<{ readonly inputs: FoundInputs; readonly dispose: () => Promise<void> }> {
  const found = await findInputs(paths.filter((path) => path !== STDIN));
  if (!paths.includes(STDIN)) return { inputs: found, dispose: async () => {} };
  const spooled = await spoolInput(STDIN, process.stdin);
  return { inputs: { ...found, files: [...found.files, spooled] }, dispose: spooled.dispose };
}

/** The first signal ends the import after what is under way, a second one at once. */
function stopOnSignal(): { readonly signal: AbortSignal; readonly release: () => void } {
  const controller = new AbortController();
  const stop = () => {
    if (controller.signal.aborted) process.exit(1);
    controller.abort();
    process.stderr.write('\nstopping after what is under way; once more to stop at once\n');
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  return {
    signal: controller.signal,
    release: () => {
      process.off('SIGINT', stop);
      process.off('SIGTERM', stop);
    },
  };
}

function explainLock(error: unknown): never {
  if (!(error instanceof ImportUnderWayError)) throw error;
  throw new Error(
    `another import into this tenant is under way (process ${error.pid}); if it is not, remove ${error.file}`,
  );
}
