import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'graphql';
import { expandRecord } from '../src/ledger/expand-record.ts';
import { executeInProcess } from './execute-in-process.ts';
import type { FieldCost } from './field-cost.ts';
import { median } from './quantiles.ts';
import { WORKLOADS } from './workloads.ts';

/** PHI fields executed per contestant and round. */
const FIELDS = 60_000;
const CONTESTANTS = ['unprotected', 'shield', 'phield', 'recorded'] as const;

/** A process of its own: NODE_ENV decides how fast graphql-js is, and nothing else shall run beside it. */
const rounds = Number(process.argv[2]);
const directory = await mkdtemp(join(tmpdir(), 'phield-bench-'));
const runs = await executeInProcess(directory);
for (const workload of WORKLOADS) {
  const document = parse(workload.query);
  const record = await runs.recordOf(document, workload.variables);
  const events = record === null ? 0 : [...expandRecord(record)].length;
  if (events !== workload.phiFields) {
    throw new Error(`${workload.name}: ${events} events recorded, ${workload.phiFields} expected`);
  }
  const iterations = Math.ceil(FIELDS / workload.phiFields);
  const samples = new Map(CONTESTANTS.map((name) => [name, [] as number[]]));
  // The first round warms up and does not count.
  for (let round = 0; round <= rounds; round += 1) {
    for (const [name, taken] of samples) {
      const before = process.cpuUsage();
      for (let done = 0; done < iterations; done += 1) await runs[name](document, workload.variables);
      const { user, system } = process.cpuUsage(before);
      if (round > 0) taken.push(((user + system) * 1000) / (iterations * workload.phiFields));
    }
  }
  const of = (name: (typeof CONTESTANTS)[number]) => median(samples.get(name) ?? []);
  const cost: FieldCost = {
    workload: workload.name,
    phiFields: workload.phiFields,
    unprotected: of('unprotected'),
    shield: of('shield'),
    phield: of('phield'),
    recorded: of('recorded'),
  };
  process.send?.(cost);
}
await rm(directory, { recursive: true, force: true });
