/**
 * `node src/console/codegen.ts`: one file of types for each of the console's documents, with the id by which the page
 * asks for it. What it writes is committed, so that nothing is generated before the page is built.
 */
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { codegen } from '@graphql-codegen/core';
import * as operations from '@graphql-codegen/typescript-operations';
import { buildASTSchema, concatAST, type DocumentNode, Kind, parse, validate } from 'graphql';
import { loadSdl } from '../../directives/load-sdl.ts';
import { type ConsoleDocument, readConsoleDocuments } from './read-console-documents.ts';

/** As the generated files import it. */
const DOCUMENT_TYPE = '../console-document.ts';
const GENERATED = join(import.meta.dirname, 'page', 'generated');

export interface ConsoleTypes {
  /** Text by path under `page/generated/`. */
  readonly files: ReadonlyMap<string, string>;
  /** Documents that do not fit the schema, each with why. */
  readonly findings: readonly string[];
}

export async function generateConsoleTypes(): Promise<ConsoleTypes> {
  const schema = concatAST(
    (await loadSdl(join(import.meta.dirname, '..', '..', 'schema'))).map(({ body }) => parse(body)),
  );
  const built = buildASTSchema(schema);
  const files = new Map<string, string>();
  const findings: string[] = [];
  for (const document of await readConsoleDocuments()) {
    const parsed = parse(document.text);
    const errors = validate(built, parsed);
    findings.push(...errors.map(({ message }) => `documents/${document.name}.graphql: ${message}`));
    if (errors.length === 0) files.set(`${document.name}.ts`, await typesOf(document, parsed, schema));
  }
  return { files, findings };
}

async function typesOf({ name, id }: ConsoleDocument, parsed: DocumentNode, schema: DocumentNode) {
  const types = await codegen({
    documents: [{ location: `${name}.graphql`, document: parsed }],
    filename: `${name}.ts`,
    schema,
    config: {
      enumType: 'string-literal',
      useTypeImports: true,
      immutableTypes: true,
      avoidOptionals: { field: true },
      disableDescriptions: true,
      defaultScalarType: 'string',
      scalars: { ID: 'string' },
      skipTypename: true,
    },
    plugins: [{ operations: {} }],
    pluginMap: { operations },
  });
  const { constant, type } = namesOf(parsed);
  return `// Generated from documents/${name}.graphql; \`npm run codegen\` writes it anew.
import type { ConsoleDocument } from '${DOCUMENT_TYPE}';

${types.trim()}

export const ${constant}: ConsoleDocument<${type}, ${type}Variables> = Object.freeze({
  id: '${id}',
});
`;
}

/** `query ConsoleLedgerEvents` is the constant `ledgerEvents` and the type `ConsoleLedgerEventsQuery`. */
function namesOf({ definitions }: DocumentNode): { readonly constant: string; readonly type: string } {
  for (const definition of definitions) {
    if (definition.kind !== Kind.OPERATION_DEFINITION) continue;
    const name = /^Console([A-Z])(\w*)$/.exec(definition.name?.value ?? '');
    if (name === null) throw new Error('an operation of the console is named Console…');
    const [whole, first = '', rest = ''] = name;
    const kind = definition.operation === 'query' ? 'Query' : 'Mutation';
    return { constant: `${first.toLowerCase()}${rest}`, type: `${whole}${kind}` };
  }
  throw new Error('no operation');
}

if (import.meta.main) {
  const { files, findings } = await generateConsoleTypes();
  await mkdir(GENERATED, { recursive: true });
  const documents = new Set((await readConsoleDocuments()).map(({ name }) => `${name}.ts`));
  for (const name of await readdir(GENERATED)) if (!documents.has(name)) await rm(join(GENERATED, name));
  for (const [name, text] of files) await writeFile(join(GENERATED, name), text);
  process.stdout.write(`src/console/page/generated: ${files.size} written\n`);
  for (const finding of findings) process.stderr.write(`${finding}\n`);
  if (findings.length > 0) process.exitCode = 1;
}
