import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { openVersion, VERSION_MEASURES } from './open-version.ts';
import { VERSION_WORKLOADS } from './version-workloads.ts';

/** What the process of one version is told to do: run so many operations, or give the hash of an answer's data. */
export const VersionOrder = z.object({
  workload: z.string(),
  measure: z.enum(VERSION_MEASURES),
  operations: z.int().min(0),
});
export type VersionOrder = z.output<typeof VersionOrder>;

/** A process of its own per version, so that neither shapes the other's compiled code. */
if (import.meta.main) {
  const [root = '', governed = ''] = process.argv.slice(2);
  const directory = mkdtempSync(join(tmpdir(), 'phield-bench-'));
  process.on('exit', () => rmSync(directory, { recursive: true, force: true }));
  process.on('disconnect', () => process.exit());
  const runs = await openVersion(root, directory, governed === 'governed');
  process.on('message', async (message) => {
    const { workload: name, measure, operations } = VersionOrder.parse(message);
    const workload = VERSION_WORKLOADS.find((one) => one.name === name);
    if (workload === undefined) throw new Error(`no workload ${name}`);
    const run = runs[measure](workload);
    if (operations === 0) {
      process.send?.({ answer: hashOf(await run()) });
      return;
    }
    // No collection is forced: a process pays for its own garbage, and a full one leaves its caches cold.
    const before = process.cpuUsage();
    for (let done = 0; done < operations; done += 1) await run();
    const { user, system } = process.cpuUsage(before);
    process.send?.({ microseconds: user + system });
  });
  process.send?.({ ready: true });
}

/** Of the data alone: extensions and headers hold what differs by operation and version. */
function hashOf(answer: unknown): string {
  const WithData = z.object({ data: z.record(z.string(), z.unknown()), errors: z.undefined().optional() });
  const WithBody = z.object({ status: z.literal(200), body: z.string() });
  const whole = WithBody.safeParse(answer);
  const { data } = WithData.parse(whole.success ? JSON.parse(whole.data.body) : answer);
  return createHash('sha256').update(JSON.stringify(data)).digest('hex');
}
