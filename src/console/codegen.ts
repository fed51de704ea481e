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

/** As the generated files import them. */
const DOCUMENT_TYPE = '../console-document.ts';
const SCHEMA_TYPES = 'schema-types.ts';
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
  const fitting: { readonly name: string; readonly parsed: DocumentNode }[] = [];
  for (const document of await readConsoleDocuments()) {
    const parsed = parse(document.text);
    const errors = validate(built, parsed);
    findings.push(...errors.map(({ message }) => `documents/${document.name}.graphql: ${message}`));
    if (errors.length > 0) continue;
    fitting.push({ name: document.name, parsed });
    files.set(`${document.name}.ts`, await operationOf(document, parsed, schema));
  }
  const types = await typesOf(SCHEMA_TYPES, fitting, schema, { generateOperationTypes: false });
  files.set(SCHEMA_TYPES, `${HEAD} from what its documents use of the schema; ${AGAIN}\n${types}\n`);
  return { files, findings };
}

const HEAD = '// Generated';
const AGAIN = '`npm run codegen` writes it anew.';

async function typesOf(
  filename: string,
  documents: readonly { readonly name: string; readonly parsed: DocumentNode }[],
  schema: DocumentNode,
  config: Readonly<Record<string, unknown>>,
): Promise<string> {
  const types = await codegen({
    documents: documents.map(({ name, parsed }) => ({ location: `${name}.graphql`, document: parsed })),
    filename,
    schema,
    config: {
      ...config,
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
  return types.trim();
}

/** Types of one document over those of the schema, and its id. */
async function operationOf({ name, id }: ConsoleDocument, parsed: DocumentNode, schema: DocumentNode) {
  const types = await typesOf(`${name}.ts`, [{ name, parsed }], schema, {
    importSchemaTypesFrom: SCHEMA_TYPES,
    importExtension: '.ts',
  });
  const { constant, type } = namesOf(parsed);
  return `${HEAD} from documents/${name}.graphql; ${AGAIN}
import type { ConsoleDocument } from '${DOCUMENT_TYPE}';

${types}

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
  const documents = new Set([
    SCHEMA_TYPES,
    ...(await readConsoleDocuments()).map(({ name }) => `${name}.ts`),
  ]);
  for (const name of await readdir(GENERATED)) if (!documents.has(name)) await rm(join(GENERATED, name));
  for (const [name, text] of files) await writeFile(join(GENERATED, name), text);
  process.stdout.write(`src/console/page/generated: ${files.size} written\n`);
  for (const finding of findings) process.stderr.write(`${finding}\n`);
  if (findings.length > 0) process.exitCode = 1;
}
