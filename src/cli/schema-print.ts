import type { Command } from 'commander';
import { z } from 'zod';
import { assertLintClean } from '../../directives/lint-schema.ts';
import { loadSdl } from '../../directives/load-sdl.ts';
import { printRoleSchema } from '../print-role-schema.ts';
import { ROOT_RULES } from '../root-rules.ts';
import { SCHEMA_FOLDER } from '../schema-folder.ts';
import { askedPolicy } from './asked-policy.ts';
import { parseOptions } from './parse-options.ts';
import { writeLine } from './write-line.ts';

const Names = z
  .string()
  .transform((text) => [...new Set(text.split(',').map((name) => name.trim()))].filter((name) => name !== ''))
  .refine((names) => names.length > 0, 'expected a name');

const Options = z.object({
  role: Names,
  purpose: Names.optional(),
  tenant: z.string().optional(),
  tenants: z.string().optional(),
  schema: z.string(),
  json: z.boolean().optional(),
});

/** `phield schema print`: what some roles can ever use of the schema, as SDL. Exit 0 fine, 2 usage. */
export function registerSchemaPrint(schema: Command): void {
  const command = schema
    .command('print')
    .description(
      'print the schema as a role can ever use it: what it can never read is left out, masks are told',
    )
    .requiredOption('--role <role,…>', 'one or more roles, held together')
    .option('--purpose <code,…>', 'under these purposes only')
    .option('--tenant <name>', 'as this tenant narrows it; without it as the schema declares it')
    .option('--tenants <folder>', 'folder of overlays (default: PHIELD_TENANTS_DIR)')
    .option('--schema <folder>', 'folder of *.graphql files', SCHEMA_FOLDER)
    .option('--json', 'print {roles, tenant, purposes, sdl, leftOut, masked} as one line of JSON')
    .action(async (raw: unknown) => {
      const refuse = (message: string): never => command.error(`phield schema print: ${message}`);
      const options = parseOptions(command, 'schema print', Options, raw);
      const files = await loadSdl(options.schema);
      const { sdl, model } = assertLintClean(files);
      const policy = await askedPolicy(model, options, refuse);
      const roles = known('role', options.role, policy.roles, refuse);
      const declared = Object.keys(model.purposeAncestors);
      const purposes = known('purpose', options.purpose ?? declared, declared, refuse);
      const asked = { ...policy, roles, purposes };
      const { text, leftOut, masked } = printRoleSchema(sdl.schema, model, ROOT_RULES(model), asked);
      const { tenant = null } = options;
      if (options.json === true) {
        await writeLine(
          process.stdout,
          JSON.stringify({ roles, tenant, purposes: options.purpose ?? null, sdl: text, leftOut, masked }),
        );
        return;
      }
      await writeLine(
        process.stdout,
        `# What ${roles.join(' and ')} can ever use${tenant === null ? '' : ` in ${tenant}`}.\n\n${text}`,
      );
    });
}

/** A name nobody declared is a mistake, not an empty schema. */
function known(
  option: string,
  names: readonly string[],
  all: readonly string[],
  refuse: (message: string) => never,
): readonly string[] {
  const stranger = names.find((name) => !all.includes(name));
  return stranger === undefined ? names : refuse(`--${option}: ${stranger} is not declared`);
}
