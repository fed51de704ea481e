import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import Table from 'cli-table3';
import { Command } from 'commander';
import { type EvalTable, isEvalPart } from './eval-table.ts';
import { MissingSample } from './missing-sample.ts';
import { unpackSamples } from './unpack-samples.ts';

interface PartResult {
  readonly part: string;
  readonly tables: readonly EvalTable[];
  /** Why nothing was measured; else `null`. */
  readonly skipped: string | null;
}

const known = await findParts();
const command = new Command('npm run eval --')
  .description('Measures the parts of insights on labelled text that nobody here wrote.')
  .argument('[part...]', `any of: ${known.join(', ')} (default: all)`)
  .option('--json', 'one JSON document instead of tables', false)
  .parse();
const unknown = command.args.filter((part) => !known.includes(part));
if (unknown.length > 0) command.error(`unknown part: ${unknown.join(', ')}`, { exitCode: 2 });
const { json } = command.opts<{ json: boolean }>();

const samples = await unpackSamples();
try {
  const results: PartResult[] = [];
  for (const part of command.args.length > 0 ? command.args : known) {
    const result = await runPart(part, samples.folder);
    results.push(result);
    if (!json) print(result);
  }
  if (json) console.log(JSON.stringify(results, null, 2));
} finally {
  await samples.dispose();
}

/** Files of this folder that measure something; the others are what these share. */
async function findParts(): Promise<readonly string[]> {
  const files = (await readdir(import.meta.dirname)).filter((name) => /^[a-z-]+\.ts$/.test(name)).sort();
  const parts: string[] = [];
  for (const file of files.filter((name) => name !== 'main.ts')) {
    if (isEvalPart(await import(join(import.meta.dirname, file)))) parts.push(file.replace(/\.ts$/, ''));
  }
  return parts;
}

async function runPart(part: string, folder: string): Promise<PartResult> {
  const loaded: unknown = await import(join(import.meta.dirname, `${part}.ts`));
  if (!isEvalPart(loaded)) throw new Error(`eval/${part}.ts exports no run`);
  try {
    return { part, tables: [await loaded.run(folder)].flat(), skipped: null };
  } catch (error) {
    if (error instanceof MissingSample) return { part, tables: [], skipped: error.message };
    throw error;
  }
}

function print({ part, tables, skipped }: PartResult): void {
  if (skipped !== null) console.log(`\n${part}: skipped, ${skipped}`);
  for (const { title, columns, rows, notes } of tables) {
    const table = new Table({ head: [...columns], style: { head: [], border: [] } });
    table.push(...rows.map((row) => [...row]));
    console.log(`\n${title}\n${table.toString()}`);
    for (const note of notes) console.log(`  ${note}`);
  }
}
