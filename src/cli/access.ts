import type { Command } from 'commander';
import { z } from 'zod';
import { assertLintClean } from '../../directives/lint-schema.ts';
import { loadSdl } from '../../directives/load-sdl.ts';
import { readAccessModel } from '../../directives/read-access-model.ts';
import { readSdl } from '../../directives/read-sdl.ts';
import { readCategoryGrants } from '../../directives/vocabulary.ts';
import type { MatrixCell, MatrixPolicy, MatrixSelection } from '../access/access-matrix.ts';
import { accessMatrix, declaredPolicy } from '../access/access-matrix.ts';
import type { AccessModel } from '../access/access-model.ts';
import { categoryTable } from '../access/category-table.ts';
import { overlayGrants } from '../access/overlay-grants.ts';
import { loadConfig } from '../config.ts';
import { loadTenants } from '../load-tenants.ts';
import { renderCategoryTable } from './render-category-table.ts';
import { SCHEMA_FOLDER } from './schema-folder.ts';
import { writeLine } from './write-line.ts';

const Names = z
  .string()
  .transform((text) => text.split(',').map((name) => name.trim()))
  .optional();

const Options = z.object({
  schema: z.string(),
  tenant: z.string().optional(),
  tenants: z.string().optional(),
  coordinate: Names,
  category: Names,
  role: Names,
  purpose: Names,
  json: z.boolean().optional(),
  csv: z.boolean().optional(),
});
type Options = z.output<typeof Options>;

/** `phield access matrix`: what the schema declares, or what a tenant leaves of it. */
export function registerAccessCommands(program: Command): void {
  const access = program.command('access').description('who may see what');
  const command = access
    .command('matrix')
    .description('print category × role with the line of each grant, or every cell with --json or --csv')
    .option('--tenant <name>', 'as this tenant narrows it')
    .option('--tenants <folder>', 'folder of overlays (default: PHIELD_TENANTS_DIR)')
    .option('--coordinate <Type.field,…>', 'with --json or --csv: these coordinates only')
    .option('--category <code,…>', 'these categories only')
    .option('--role <role,…>', 'these roles only')
    .option('--purpose <code,…>', 'with --json or --csv: these purposes only')
    .option('--schema <folder>', 'folder of *.graphql files', SCHEMA_FOLDER)
    .option('--json', 'print each cell as one line of JSON: coordinate × category × role × purpose')
    .option('--csv', 'print the same cells as CSV')
    .action(async (raw: unknown) => {
      const options = Options.parse(raw);
      const files = await loadSdl(options.schema);
      assertLintClean(files);
      const sdl = readSdl(files);
      const model = readAccessModel(sdl);
      const policy = await policyOf(model, options, (message) =>
        command.error(`phield access matrix: ${message}`),
      );
      const selection = selectionOf(model, policy, options, (message) =>
        command.error(`phield access matrix: ${message}`),
      );
      if (options.json === true || options.csv === true) {
        await printCells(accessMatrix(model, policy, selection), options.csv === true);
        return;
      }
      const rows = categoryTable(model, policy, readCategoryGrants(sdl.schema), selection);
      process.stdout.write(renderCategoryTable(rows, process.stdout.isTTY));
    });
}

async function policyOf(
  model: AccessModel,
  options: Options,
  refuse: (message: string) => never,
): Promise<MatrixPolicy> {
  if (options.tenant === undefined) return declaredPolicy(model);
  const overlays = await loadTenants(options.tenants ?? loadConfig(process.env).tenantsDir, model);
  const overlay = overlays.get(options.tenant);
  if (overlay === undefined) return refuse(`--tenant: expected one of ${[...overlays.keys()].join(', ')}`);
  const roles = [...model.roles, ...overlay.derivedRoles.keys()];
  return Object.freeze({ ...overlayGrants(overlay, model), roles });
}

/** A name nobody declared is a mistake, not an empty answer. */
function selectionOf(
  model: AccessModel,
  policy: MatrixPolicy,
  options: Options,
  refuse: (message: string) => never,
): MatrixSelection {
  const coordinates = [
    ...Object.values(model.types).flatMap((type) => type.fields.map((field) => field.coordinate)),
    ...Object.keys(model.filters),
  ];
  const known = (option: string, names: readonly string[] | undefined, all: readonly string[]) => {
    const unknown = names?.find((name) => !all.includes(name));
    return unknown === undefined ? names : refuse(`--${option}: ${unknown} is not declared`);
  };
  return {
    coordinates: known('coordinate', options.coordinate, coordinates),
    categories: known('category', options.category, model.categories),
    roles: known('role', options.role, policy.roles),
    purposes: known('purpose', options.purpose, Object.keys(model.purposeAncestors)),
  };
}

const CSV_HEAD = 'coordinate,category,role,purpose,decision,mask,relationship,file,line';
/** Cells are many: they are written in blocks of this many lines. */
const BLOCK = 1000;

async function printCells(cells: Iterable<MatrixCell>, csv: boolean): Promise<void> {
  let block: string[] = csv ? [CSV_HEAD] : [];
  for (const cell of cells) {
    block.push(csv ? csvLine(cell) : JSON.stringify(cell));
    if (block.length < BLOCK) continue;
    if (process.stdout.destroyed) return;
    await writeLine(process.stdout, block.join('\n'));
    block = [];
  }
  if (block.length > 0) await writeLine(process.stdout, block.join('\n'));
}

/** Names and paths of ours: no value holds a comma but a file's path, which is quoted. */
function csvLine({ grant, relationship, mask, ...cell }: MatrixCell): string {
  const file = grant === null ? '' : `"${grant.file.replaceAll('"', '""')}"`;
  const { coordinate, category, role, purpose, decision } = cell;
  const place = [file, grant?.line ?? ''];
  return [coordinate, category, role, purpose, decision, mask ?? '', relationship.join(' '), ...place].join(
    ',',
  );
}
