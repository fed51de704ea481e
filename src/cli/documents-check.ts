import type { Command } from 'commander';
import { z } from 'zod';
import { assertLintClean } from '../../directives/lint-schema.ts';
import { loadSdl } from '../../directives/load-sdl.ts';
import { checkDocument } from '../documents/check-document.ts';
import { documentRules } from '../documents/document-checks.ts';
import type { DocumentFinding } from '../documents/manifest-entry.ts';
import { ManifestRefusedError } from '../documents/manifest-entry.ts';
import { type NeverRead, neverRead } from '../documents/never-read.ts';
import { SCHEMA_FOLDER } from '../schema-folder.ts';
import { askedPolicy } from './asked-policy.ts';
import { readDocumentFiles } from './read-document-files.ts';
import { safeText } from './safe-text.ts';

const Options = z.object({
  role: z.string().transform((text) => [...new Set(text.split(',').map((name) => name.trim()))]),
  tenant: z.string().optional(),
  tenants: z.string().optional(),
  schema: z.string(),
  json: z.boolean().default(false),
});

interface CheckedFile {
  readonly id: string;
  readonly place: string;
  readonly name: string | null;
  readonly never: readonly NeverRead[];
}

/**
 * `phield documents check`: at build time, what operations ask for in vain. Exit 0 nothing, 1 a field that these roles
 * can never read or a document that does not fit, 2 usage.
 */
export function registerDocumentsCheck(documents: Command): void {
  const command = documents
    .command('check')
    .description('tell which fields of operations a role can never read, whatever patient or purpose')
    .argument('<files...>', 'manifests (.json) or operations (.graphql)')
    .requiredOption('--role <role,…>', 'one or more roles, held together')
    .option('--tenant <name>', 'as this tenant narrows it; without it as the schema declares it')
    .option('--tenants <folder>', 'folder of overlays (default: PHIELD_TENANTS_DIR)')
    .option('--schema <folder>', 'folder of *.graphql files', SCHEMA_FOLDER)
    .option('--json', 'print one JSON object')
    .action(async (files: readonly string[], raw: unknown) => {
      const refuse = (message: string): never => command.error(`phield documents check: ${message}`);
      const options = Options.parse(raw);
      const sdlFiles = await loadSdl(options.schema);
      const { sdl, model } = assertLintClean(sdlFiles);
      const policy = await askedPolicy(model, options, refuse);
      const stranger = options.role.find((role) => !policy.roles.includes(role));
      if (stranger !== undefined) refuse(`--role: ${stranger} is not declared`);
      const rules = documentRules(sdl.schema);
      const checked: CheckedFile[] = [];
      const { entries, findings } = await entriesOf(files);
      for (const entry of entries) {
        const result = checkDocument(entry, rules);
        if ('findings' in result) findings.push(...result.findings);
        else {
          const { id, name, document } = result.checked;
          const never = neverRead(sdl.schema, model, document, policy, options.role);
          checked.push({ id, place: entry.place, name, never });
        }
      }
      const fine = findings.length === 0 && checked.every(({ never }) => never.length === 0);
      process.stdout.write(
        options.json
          ? `${JSON.stringify({ ok: fine, roles: options.role, documents: checked, findings })}\n`
          : safeText(linesOf(checked, findings, options.role)),
      );
      process.exitCode = fine ? 0 : 1;
    });
}

async function entriesOf(files: readonly string[]) {
  const findings: DocumentFinding[] = [];
  try {
    return { entries: await readDocumentFiles(files), findings };
  } catch (error) {
    if (!(error instanceof ManifestRefusedError)) throw error;
    findings.push(...error.findings);
    return { entries: [], findings };
  }
}

const WORDS = Object.freeze({ DENIED: 'never permitted', NULL: 'always null under its mask' });

/** A line for each field, the widest columns deciding. */
function linesOf(
  checked: readonly CheckedFile[],
  findings: readonly DocumentFinding[],
  roles: readonly string[],
): string {
  const rows = checked.flatMap(({ place, name, never }) =>
    never.map(({ coordinate, why }) => [place, name ?? '-', coordinate, WORDS[why]] as const),
  );
  const widths = [0, 1, 2].map((column) => Math.max(0, ...rows.map((row) => row[column]?.length ?? 0)));
  const table = rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  const refused = findings.map(({ place, message }) => `${place}: ${message}`);
  const count = `${checked.length} documents, ${rows.length} fields that ${roles.join(' with ')} can never read`;
  return `${[...refused, ...table, count].join('\n')}\n`;
}
