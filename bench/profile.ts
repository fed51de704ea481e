import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { applyLoad } from './apply-load.ts';
import { bodyOf } from './ask.ts';
import type { Options } from './options.ts';
import { printProfile } from './print-results.ts';
import { readProfile } from './read-profile.ts';
import { ServerProcess } from './server-process.ts';
import { WORKLOADS } from './workloads.ts';

/** Rows of each list that is printed. */
const MOST = 30;

/** Records V8 CPU profiles of Phield under each workload, prints and keeps them. */
export async function profile({ connections, seconds }: Options, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const server = await ServerProcess.start('phield');
  try {
    for (const workload of WORKLOADS) {
      const warm = await applyLoad(server, bodyOf(workload), { connections, amount: connections * 8 });
      const load = { connections, amount: Math.ceil(warm.perSecond * seconds) };
      await applyLoad(server, bodyOf(workload), load);
      const file = join(folder, `local-phield-${workload.name}.cpuprofile`);
      await server.startProfile();
      await applyLoad(server, bodyOf(workload), load);
      await server.saveProfile(file);
      printProfile(workload.name, await readProfile(file, MOST));
    }
    console.log(`\nV8 CPU profiles: ${folder}/local-*.cpuprofile`);
  } finally {
    await server.stop();
  }
}
