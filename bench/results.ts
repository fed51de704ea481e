import { mkdir, writeFile } from 'node:fs/promises';
import { cpus, release, type } from 'node:os';
import { dirname } from 'node:path';
import type { Measurement } from './compare.ts';
import type { FieldCost } from './field-cost.ts';
import type { StoreCost } from './measure-store.ts';
import type { Options } from './options.ts';
import type { Summary } from './summarize.ts';
import type { Workload } from './workloads.ts';

/** Everything one comparison found, as kept in `bench/results`. */
export interface Results {
  /** RFC 3339. */
  readonly time: string;
  readonly machine: Machine;
  readonly options: Options;
  readonly leaves: Readonly<Record<Workload['name'], number>>;
  readonly summaries: readonly Summary[];
  readonly fields: readonly FieldCost[];
  readonly store: readonly StoreCost[];
  readonly measurements: readonly Measurement[];
}

interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly node: string;
  readonly platform: string;
}

export function thisMachine(): Machine {
  const [first] = cpus();
  return {
    cpu: first?.model.trim() ?? 'unknown',
    cores: cpus().length,
    node: process.versions.node,
    platform: `${type()} ${release()}`,
  };
}

export async function keepResults(results: object, files: readonly string[]): Promise<void> {
  for (const file of files) {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, `${JSON.stringify(results, null, 2)}\n`);
  }
}
