import { applyLoad, type LoadResult } from './apply-load.ts';
import { bodyOf } from './ask.ts';
import type { ContestantName } from './contestants.ts';
import type { Options } from './options.ts';
import type { ServerProcess } from './server-process.ts';
import { WORKLOADS, type Workload } from './workloads.ts';

/** One contestant under one workload in one round. */
export interface Measurement extends LoadResult {
  readonly round: number;
  readonly workload: Workload['name'];
  readonly contestant: ContestantName;
}

/**
 * Rounds of every workload, contestants taking turns within each, so that what else the machine does meets
 * all of them alike. The first, unmeasured load warms up and tells how many requests fill the time.
 */
export async function compare(
  servers: readonly ServerProcess[],
  { rounds, connections, seconds }: Options,
  progress: (text: string) => void,
): Promise<readonly Measurement[]> {
  const amounts = new Map<string, number>();
  for (const { server, workload } of pairs(servers)) {
    progress(`warming up ${server.name} ${workload.name}`);
    let amount = connections;
    for (let spent = 0; spent < seconds; ) {
      const warm = await applyLoad(server, bodyOf(workload), { connections, amount });
      spent += warm.seconds;
      amount = Math.ceil(Math.max(connections * 2, Math.min(warm.perSecond * seconds, amount * 10)));
    }
    amounts.set(`${workload.name} ${server.name}`, amount);
  }
  const measured: Measurement[] = [];
  for (let round = 1; round <= rounds; round += 1) {
    for (const { server, workload } of pairs(servers)) {
      progress(`round ${round} of ${rounds}: ${workload.name} ${server.name}`);
      const amount = amounts.get(`${workload.name} ${server.name}`) ?? connections;
      const result = await applyLoad(server, bodyOf(workload), { connections, amount });
      measured.push({ round, workload: workload.name, contestant: server.name, ...result });
    }
  }
  return measured;
}

function pairs(servers: readonly ServerProcess[]): { server: ServerProcess; workload: Workload }[] {
  return WORKLOADS.flatMap((workload) => servers.map((server) => ({ server, workload })));
}
