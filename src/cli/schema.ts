import type { Command } from 'commander';
import { describe } from '../../directives/finding.ts';
import { lintSchema } from '../../directives/lint-schema.ts';
import { loadSdl } from '../../directives/load-sdl.ts';
import { SCHEMA_FOLDER } from '../schema-folder.ts';
import { safeText } from './safe-text.ts';
import { registerSchemaPrint } from './schema-print.ts';

interface LintOptions {
  readonly schema: string;
  readonly json?: boolean;
}

/** `phield schema lint`: what the server would refuse to start with. Exit 0 fine, 1 a finding, 2 usage. And `print`. */
export function registerSchemaCommands(program: Command): void {
  const schema = program.command('schema').description('the schema and what it declares');
  schema
    .command('lint')
    .description('check that everything is classified, granted and masked as it can be enforced')
    .option('--schema <folder>', 'folder of *.graphql files', SCHEMA_FOLDER)
    .option('--json', 'print one JSON object')
    .action(async (options: LintOptions) => {
      const files = await loadSdl(options.schema);
      const findings = lintSchema(files);
      const fine = findings.length === 0;
      const text = fine ? `${files.length} files, no finding` : findings.map(describe).join('\n');
      const output = options.json === true ? JSON.stringify({ ok: fine, findings }) : safeText(text);
      process.stdout.write(`${output}\n`);
      process.exitCode = fine ? 0 : 1;
    });
  registerSchemaPrint(schema);
}
