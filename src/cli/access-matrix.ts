import type { Command } from 'commander';
import { z } from 'zod';
import { codesOf, readCategoryGrants } from '../../directives/vocabulary.ts';
import { accessMatrix, type MatrixPolicy } from '../access/access-matrix.ts';
import { categoryTable } from '../access/category-table.ts';
import { mayUseRoots } from '../may-use-roots.ts';
import { CELL_DECISIONS, coordinateTable, type ShownSelection } from '../review/coordinate-table.ts';
import { matrixPolicy } from '../review/matrix-policy.ts';
import { coordinatesOf, coordinateTypes, selectCoordinates } from '../review/select-coordinates.ts';
import { SCHEMA_FOLDER } from '../schema-folder.ts';
import { Names } from './names-option.ts';
import { printCells } from './print-cells.ts';
import { type Declared, NotDeclaredError, readDeclared } from './read-declared.ts';
import { renderCategoryTable } from './render-category-table.ts';

const Options = z.object({
  schema: z.string(),
  tenant: z.string().optional(),
  tenants: z.string().optional(),
  asOf: z.string().optional(),
  coordinate: Names,
  type: Names,
  category: Names,
  identifier: Names,
  sensitivity: Names,
  role: Names,
  purpose: Names,
  decision: Names,
  labels: Names,
  json: z.boolean().optional(),
  csv: z.boolean().optional(),
});
type Options = z.output<typeof Options>;

/** `phield access matrix`: what the schema declares, or what a tenant leaves of it, now or as of a git ref. */
export function registerAccessMatrix(access: Command): void {
  const command = access
    .command('matrix')
    .description(
      'print category × role, or the coordinates asked for × role, with the line of each grant; every cell with --json or --csv',
    )
    .option('--tenant <name>', 'as this tenant narrows it')
    .option('--tenants <folder>', 'folder of overlays (default: PHIELD_TENANTS_DIR)')
    .option('--as-of <git-ref>', 'schema and tenants as this branch, tag or commit has them')
    .option('--coordinate <Type.field,…>', 'these coordinates only')
    .option('--type <Type,…>', 'coordinates of these types only')
    .option('--category <code,…>', 'these categories only')
    .option('--identifier <code,…>', 'fields that are one of these HIPAA identifiers only, such as SSN')
    .option('--sensitivity <label,…>', 'fields that the schema labels with one of these only, such as HIV')
    .option('--role <role,…>', 'these roles only')
    .option('--purpose <code,…>', 'these purposes only')
    .option('--decision <decision,…>', 'cells of these decisions only: WHOLE, MASKED, BREAK_GLASS, DENIED')
    .option('--labels <label,…>', 'as of rows that bear all of these labels')
    .option('--schema <folder>', 'folder of *.graphql files', SCHEMA_FOLDER)
    .option('--json', 'print each cell as one line of JSON: coordinate × category × role × purpose')
    .option('--csv', 'print the same cells as CSV')
    .action(async (raw: unknown) => {
      const options = Options.parse(raw);
      const warn = (message: string) => process.stderr.write(`phield access matrix: ${message}\n`);
      try {
        await print(await readDeclared(options, warn), options);
      } catch (error) {
        if (error instanceof NotDeclaredError) command.error(`phield access matrix: ${error.message}`);
        throw error;
      }
    });
}

async function print({ sdl, model, overlay }: Declared, options: Options): Promise<void> {
  const narrowed = matrixPolicy(model, overlay);
  const policy = { ...narrowed, mayUse: mayUseRoots(model, narrowed) };
  const selection = selectionOf({ sdl, model, overlay }, policy, options);
  if (options.json === true || options.csv === true) {
    await printCells(accessMatrix(model, policy, selection), selection.decisions, options.csv === true);
    return;
  }
  const { coordinate, type, identifier, sensitivity, purpose, decision } = options;
  const byCoordinate = [coordinate, type, identifier, sensitivity, purpose, decision].some(
    (given) => given !== undefined,
  );
  const rows = byCoordinate
    ? coordinateTable(model, policy, selection)
    : categoryTable(model, policy, readCategoryGrants(sdl.schema), selection);
  const denials = decision?.includes('DENIED') ?? false;
  process.stdout.write(renderCategoryTable(rows, process.stdout.isTTY, denials));
}

/** A name nobody declared is a mistake, not an empty answer. */
function selectionOf({ sdl, model }: Declared, policy: MatrixPolicy, options: Options): ShownSelection {
  const known = (option: keyof Options, names: readonly string[] | undefined, all: readonly string[]) => {
    const unknown = names?.find((name) => !all.includes(name));
    if (unknown !== undefined) throw new NotDeclaredError(`--${option}: ${unknown} is not declared`);
    return names;
  };
  const all = coordinatesOf(model).map(({ coordinate }) => coordinate);
  const narrowed = [options.coordinate, options.type, options.identifier, options.sensitivity];
  known('decision', options.decision, CELL_DECISIONS);
  const coordinates = selectCoordinates(model, {
    coordinates: known('coordinate', options.coordinate, all),
    types: known('type', options.type, coordinateTypes(model)),
    identifiers: known('identifier', options.identifier, codesOf(sdl.schema, 'HipaaIdentifier')),
    sensitivities: known('sensitivity', options.sensitivity, model.sensitivities),
  });
  return {
    coordinates: narrowed.every((given) => given === undefined) ? undefined : coordinates,
    categories: known('category', options.category, model.categories),
    roles: known('role', options.role, policy.roles),
    purposes: known('purpose', options.purpose, Object.keys(model.purposeAncestors)),
    labels: known('labels', options.labels, model.sensitivities),
    decisions: CELL_DECISIONS.filter((decision) => options.decision?.includes(decision) ?? true),
  };
}
