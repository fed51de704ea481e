import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { z } from 'zod';

/** Processor nanoseconds per PHI field, execution alone. */
const FieldCost = z
  .object({
    workload: z.enum(['W1', 'W2', 'W3']),
    phiFields: z.number(),
    unprotected: z.number(),
    shield: z.number(),
    phield: z.number(),
    /** Phield with its ledger record composed and encoded, not written. */
    recorded: z.number(),
  })
  .readonly();
export type FieldCost = z.output<typeof FieldCost>;

/** Measures in a process of its own. */
export async function fieldCosts(rounds: number): Promise<readonly FieldCost[]> {
  const costs: FieldCost[] = [];
  const child = fork(join(import.meta.dirname, 'measure-fields.ts'), [String(rounds)], {
    execArgv: ['--no-warnings'],
    env: { ...process.env, NODE_ENV: 'production' },
  });
  child.on('message', (message) => costs.push(FieldCost.parse(message)));
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`measuring fields ended with code ${code}`);
  return costs;
}
