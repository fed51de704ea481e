import type { Command } from 'commander';
import { z } from 'zod';
import { RELATIONSHIPS } from '../access/access-model.ts';
import { mayUseRoots } from '../may-use-roots.ts';
import { explainDeclared, type Supposed } from '../review/explain-declared.ts';
import { matrixPolicy } from '../review/matrix-policy.ts';
import { coordinatesOf } from '../review/select-coordinates.ts';
import { SCHEMA_FOLDER } from '../schema-folder.ts';
import { explainEvent } from './explain-event.ts';
import { Names } from './names-option.ts';
import { type Declared, NotDeclaredError, readDeclared } from './read-declared.ts';
import { renderExplanation } from './render-explanation.ts';
import { writeLine } from './write-line.ts';

const Options = z.object({
  schema: z.string(),
  tenant: z.string().optional(),
  tenants: z.string().optional(),
  asOf: z.string().optional(),
  role: Names,
  purpose: z.string().optional(),
  relationship: Names,
  scope: z.string().optional(),
  launched: z.boolean().default(false),
  mfa: z.boolean(),
  consent: z.boolean(),
  labels: Names,
  glass: z.boolean().default(false),
  revealed: z.boolean().default(false),
  category: Names,
  event: z.string().optional(),
  json: z.boolean().default(false),
});
export type ExplainOptions = z.output<typeof Options>;

/** `phield access explain`: why somebody would get a field, step by step, or why an event on record was decided so. */
export function registerAccessExplain(access: Command): void {
  const command = access
    .command('explain [coordinate]')
    .description(
      'say step by step, with the line of each grant, what decides about a field, or about an event on record',
    )
    .option('--role <role,…>', 'who asks: all of these roles at once')
    .option('--purpose <code>', 'the purpose of the operation')
    .option('--relationship <code,…>', 'what ties them to the patient, or NONE; left out: whatever it takes')
    .option('--scope <scopes>', "the token's scopes, separated by spaces; left out: a client that needs none")
    .option('--launched', 'the token names the patient (patient/ scopes want it)')
    .option('--no-mfa', 'signed in with one factor only')
    .option('--no-consent', "the patient's consents withhold the row")
    .option('--labels <label,…>', 'labels of the row')
    .option('--glass', 'a glass is open')
    .option('--revealed', "a recorded reason lifts the tenant's mask")
    .option(
      '--category <code,…>',
      'the categories of the row, where rows have their own; left out: each by itself',
    )
    .option('--event <id>', 'instead: an event on record, as phield ledger query --json prints its id')
    .option('--tenant <name>', 'as this tenant narrows it')
    .option('--tenants <folder>', 'folder of overlays (default: PHIELD_TENANTS_DIR)')
    .option('--as-of <git-ref>', 'schema and tenants as this branch, tag or commit has them')
    .option('--schema <folder>', 'folder of *.graphql files', SCHEMA_FOLDER)
    .option('--json', 'print one JSON object')
    .action(async (coordinate: string | undefined, raw: unknown) => {
      const options = Options.parse(raw);
      const warn = (message: string) => process.stderr.write(`phield access explain: ${message}\n`);
      try {
        if (options.event !== undefined) {
          const { role, purpose } = options;
          if (coordinate !== undefined || role !== undefined || purpose !== undefined) {
            throw new NotDeclaredError('--event says itself who asked for which field');
          }
          await explainEvent(options.event, options, warn);
          return;
        }
        if (coordinate === undefined) throw new NotDeclaredError('expected a coordinate such as Patient.ssn');
        const declared = await readDeclared(options, warn);
        const explained = explainDeclared(
          declared.model,
          declared.overlay,
          coordinate,
          supposed(declared, coordinate, options),
        );
        if (explained === null) throw new NotDeclaredError(`${coordinate} is not declared`);
        const { roles, purpose } = explained;
        const mayUse = mayUseRoots(declared.model, matrixPolicy(declared.model, declared.overlay));
        if (/^Query\./.test(coordinate) && !roles.some((role) => mayUse(rootOf(coordinate), role, purpose))) {
          warn(`no grant opens ${rootOf(coordinate)} itself to these roles: it is refused before any filter`);
        }
        if (options.json) await writeLine(process.stdout, JSON.stringify(explained));
        else process.stdout.write(renderExplanation(explained));
      } catch (error) {
        if (error instanceof NotDeclaredError) command.error(`phield access explain: ${error.message}`);
        throw error;
      }
    });
}

function rootOf(coordinate: string): string {
  return coordinate.replace(/\(.*$/, '');
}

/** A name nobody declared is a mistake, not a denial. */
function supposed({ model, overlay }: Declared, coordinate: string, options: ExplainOptions): Supposed {
  const known = (option: string, names: readonly string[], all: readonly string[]) => {
    const unknown = names.find((name) => !all.includes(name));
    if (unknown !== undefined) throw new NotDeclaredError(`${option}: ${unknown} is not declared`);
    return names;
  };
  const given = <T>(option: string, value: T | undefined): T => {
    if (value === undefined) throw new NotDeclaredError(`${option} is needed`);
    return value;
  };
  known(
    'coordinate',
    [coordinate],
    coordinatesOf(model).map((one) => one.coordinate),
  );
  const roles = [...model.roles, ...(overlay?.derivedRoles.keys() ?? [])];
  const purposes = Object.keys(model.purposeAncestors);
  const purpose = given('--purpose', options.purpose);
  const ties = options.relationship;
  const { scope, category, labels = [], launched, glass, revealed, mfa, consent } = options;
  return {
    roles: known('--role', given('--role', options.role), roles),
    purpose: known('--purpose', [purpose], purposes)[0] ?? purpose,
    relationships:
      ties === undefined
        ? null
        : RELATIONSHIPS.filter((one) =>
            known('--relationship', ties, [...RELATIONSHIPS, 'NONE']).includes(one),
          ),
    scopes: scope?.split(/\s+/).filter((one) => one !== '') ?? null,
    ...{ launched, glass, revealed, multiFactor: mfa, consented: consent },
    labels: known('--labels', labels, model.sensitivities),
    categories: category === undefined ? null : known('--category', category, model.categories),
  };
}
