/**
 * `node examples/portal/codegen.ts`: types of the portal's operations, by codegen's `client-preset` over the
 * shipped schema. What it writes is committed, so that nothing is generated before the portal is built.
 */
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { preset } from '@graphql-codegen/client-preset';
import { codegen } from '@graphql-codegen/core';
import { buildASTSchema, concatAST, parse } from 'graphql';
import { loadSdl } from '../../directives/load-sdl.ts';

const APP = join(import.meta.dirname, 'app');
/** Operations stand in files of this ending, in calls of `graphql(…)`. */
const ENDING = '.graphql.ts';
const CALL = /graphql\(\s*`([^`]+)`/g;

/** @returns text by path under `app/`. */
export async function generatePortalTypes(): Promise<ReadonlyMap<string, string>> {
  const schema = concatAST(
    (await loadSdl(join(import.meta.dirname, '..', '..', 'schema'))).map(({ body }) => parse(body)),
  );
  const names = (await readdir(APP)).filter((name) => name.endsWith(ENDING)).sort();
  const documents = await Promise.all(
    names.map(async (name) => {
      const [, rawSDL = ''] = [...(await readFile(join(APP, name), 'utf8')).matchAll(CALL)][0] ?? [];
      return { location: join('app', name), document: parse(rawSDL), rawSDL };
    }),
  );
  const sections = await preset.buildGeneratesSection({
    baseOutputDir: 'app/generated/',
    schema,
    schemaAst: buildASTSchema(schema),
    documents,
    config: {
      documentMode: 'string',
      enumsAsTypes: true,
      useTypeImports: true,
      immutableTypes: true,
      avoidOptionals: { field: true },
      defaultScalarType: 'string',
      importExtension: '.ts',
      emitLegacyCommonJSImports: false,
    },
    presetConfig: { fragmentMasking: false },
    plugins: [],
    pluginMap: {},
    pluginContext: {},
  });
  const files = new Map<string, string>();
  for (const section of sections) files.set(section.filename, await codegen(section));
  return files;
}

if (import.meta.main) {
  for (const [name, text] of await generatePortalTypes()) {
    const path = join(import.meta.dirname, name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
    process.stdout.write(`examples/portal/${name} written\n`);
  }
}
