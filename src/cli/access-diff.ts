import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Command } from 'commander';
import { z } from 'zod';
import { openStore } from '../../datasources/open-store.ts';
import { SchemaRefusedError } from '../../directives/finding.ts';
import { TenantOverlayError } from '../access/overlay-source.ts';
import { loadConfig } from '../config.ts';
import { ManifestRefusedError } from '../documents/manifest-entry.ts';
import { comparable } from '../review/comparable-sides.ts';
import { diffLines } from '../review/diff-lines.ts';
import { diffReport } from '../review/diff-report.ts';
import { type DiffSide, readDiffSide } from '../review/diff-side.ts';
import { DiffSourceError, readDiffSource } from '../review/diff-source.ts';
import type { ReviewedDocument } from '../review/diff-touched.ts';
import { markdownDiff } from '../review/markdown-diff.ts';
import { readWaivers, WaiversRefusedError } from '../review/read-waivers.ts';
import { parseOptions } from './parse-options.ts';
import { readDocumentFiles } from './read-document-files.ts';
import { isRunning, readRunning } from './read-running.ts';
import { safeText } from './safe-text.ts';
import { writeLine } from './write-line.ts';

/** Operations that the product ships: told of where no store and no file is named. */
const SHIPPED = join(import.meta.dirname, '..', '..', 'examples', 'third-party', 'vital-signs.graphql');

const Options = z.object({
  repository: z.string().min(1),
  schema: z.string().min(1),
  tenants: z.string().min(1),
  waivers: z.string().min(1).optional(),
  author: z.string().trim().min(1, 'expected who made the change').optional(),
  documents: z.array(z.string()).optional(),
  tokenFile: z.string().min(1).optional(),
  dataDir: z.string().min(1).optional(),
  json: z.boolean().default(false),
  markdown: z.boolean().default(false),
});
type Options = z.output<typeof Options>;

/**
 * `phield access diff`: what a change of schema or tenants does to who may see what. Exit 0 nothing that needs a waiver,
 * 1 something that has none or a waiver that is refused, 2 usage, a schema that would not start among it.
 */
export function registerAccessDiff(access: Command): void {
  const command = access
    .command('diff')
    .description(
      'tell whose access a change widens, narrows, adds or removes; exit 1 where that needs a waiver',
    )
    .argument('<old>', 'a schema file, a folder, a git ref, or the address of a running gateway')
    .argument('<new>', 'the same, as it is to become')
    .option('--repository <folder>', 'working copy that git refs are read from', '.')
    .option('--schema <folder>', 'folder of *.graphql files, from the root of a ref or folder on', 'schema')
    .option('--tenants <folder>', 'folder of overlays, from the root of a ref or folder on', 'tenants')
    .option(
      '--token-file <file>',
      "access token for a running gateway, by which the tenant is the token's (default: PHIELD_TOKEN)",
    )
    .option('--waivers <file>', 'YAML of changes that somebody has signed off')
    .option('--author <name>', 'who made the change: a waiver of the same approver is refused')
    .option('--documents <files...>', 'operations to tell of: manifests (.json) or .graphql')
    .option('--data-dir <folder>', 'tell of the documents approved in this store (default: PHIELD_DATA_DIR)')
    .option('--json', 'print one JSON object')
    .option('--markdown', 'print a comment for a pull request')
    .action(async (old: string, now: string, raw: unknown) => {
      const refuse = (message: string): never => command.error(`phield access diff: ${message}`);
      const options = parseOptions(command, 'access diff', Options, raw);
      if (options.json && options.markdown) return refuse('--json or --markdown, not both');
      try {
        const token = await tokenOf(options);
        const read = (name: string) =>
          isRunning(name) ? readRunning(name, token) : readDiffSource(name, options);
        const [before, after] = await Promise.all([read(old), read(now)]);
        const sides = comparable(
          { side: readDiffSide(before, false), running: isRunning(old) },
          { side: readDiffSide(after, true), running: isRunning(now) },
        );
        const report = diffReport({
          ...sides,
          documents: await documentsOf(options, sides.now),
          waivers: options.waivers === undefined ? [] : await waiversOf(options.waivers),
          author: options.author ?? null,
          at: Date.now(),
        });
        const text = options.json
          ? JSON.stringify(report)
          : safeText((options.markdown ? markdownDiff(report) : diffLines(report)).trimEnd());
        await writeLine(process.stdout, text);
        process.exitCode = report.ok ? 0 : 1;
      } catch (error) {
        if (isUsage(error)) return refuse(error.message);
        throw error;
      }
    });
}

/** A file, so that no token stands in a list of processes. */
async function tokenOf({ tokenFile }: Options): Promise<string | null> {
  if (tokenFile === undefined) return process.env.PHIELD_TOKEN ?? null;
  const text = await readFile(tokenFile, 'utf8').catch(() => {
    throw new DiffSourceError(`--token-file: ${tokenFile} cannot be read`);
  });
  return text.trim();
}

function isUsage(error: unknown): error is Error {
  return [
    DiffSourceError,
    SchemaRefusedError,
    TenantOverlayError,
    WaiversRefusedError,
    ManifestRefusedError,
  ].some((kind) => error instanceof kind);
}

async function waiversOf(file: string) {
  const text = await readFile(file, 'utf8').catch(() => {
    throw new DiffSourceError(`--waivers: ${file} cannot be read`);
  });
  return readWaivers(text, file);
}

/** Files that are named, else what the store has approved for the tenants compared, else what is shipped. */
async function documentsOf(options: Options, now: DiffSide): Promise<readonly ReviewedDocument[]> {
  const stored = options.documents === undefined ? await storedDocuments(options, now) : null;
  if (stored !== null) return stored;
  const files = options.documents ?? [SHIPPED].filter((file) => existsSync(file));
  const entries = await readDocumentFiles(files);
  return entries.map(({ id, text, place, says }) => ({
    name: says?.name ?? nameIn(text) ?? place ?? id,
    text,
  }));
}

/** `null`: there is no store. */
async function storedDocuments(
  { dataDir }: Options,
  now: DiffSide,
): Promise<readonly ReviewedDocument[] | null> {
  const config = loadConfig(
    dataDir === undefined ? process.env : { ...process.env, PHIELD_DATA_DIR: dataDir },
  );
  if (!existsSync(join(config.dataDir, 'store.json')) && !existsSync(join(config.dataDir, 'store'))) {
    if (dataDir !== undefined) throw new DiffSourceError(`--data-dir: ${dataDir} holds no store`);
    return null;
  }
  const store = await openStore(config, Date.now);
  try {
    const lists = await Promise.all(
      [...(now.tenants?.keys() ?? [])].map((tenant) => store.documents.list(tenant, { status: 'APPROVED' })),
    );
    return lists.flat().map(({ tenant, client, name, id, text }) => ({
      name: `${tenant}/${client}/${name ?? id}`,
      text,
    }));
  } finally {
    await store.close();
  }
}

function nameIn(text: string): string | undefined {
  return /\b(?:query|mutation)\s+(\w+)/.exec(text)?.[1];
}
