import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as endOfTurn } from 'node:timers/promises';
import { getHeapSpaceStatistics } from 'node:v8';
import { assemblePhield } from '../../bench/assemble-phield.ts';
import { openBenchData } from '../../bench/bench-data.ts';
import { WORKLOADS } from '../../bench/workloads.ts';

/**
 * A process of its own, started with `--expose-gc`: tells the bytes of old space that an operation of W3 leaves
 * behind when it has been answered and young objects have been collected.
 */
const OPERATIONS = 40;
const { gc } = globalThis;
const workload = WORKLOADS.find(({ name }) => name === 'W3');
if (gc === undefined || workload === undefined) throw new Error('needs --expose-gc');

const directory = await mkdtemp(join(tmpdir(), 'phield-bench-'));
const { gateway, authorization } = await assemblePhield({
  openData: openBenchData(),
  ledger: { append: async () => {}, available: true, close: async () => {} },
  persona: { role: 'PHYSICIAN', purpose: 'TREAT' },
  directory,
});
const request = {
  method: 'POST',
  headers: { authorization, 'content-type': 'application/json' },
  search: '',
  body: { query: workload.query, variables: workload.variables },
  remoteAddress: '127.0.0.1',
};
const operate = async () => {
  const answer = await gateway.handle(request);
  if (answer.status !== 200) throw new Error(`answered ${answer.status}`);
  await endOfTurn();
};
const oldSpace = () =>
  getHeapSpaceStatistics().find(({ space_name }) => space_name === 'old_space')?.space_used_size ?? 0;

// Caches fill and code is compiled first.
for (let done = 0; done < 100; done += 1) await operate();
gc();
const before = oldSpace();
for (let done = 0; done < OPERATIONS; done += 1) {
  await operate();
  // Twice: what survives the first collection of young objects moves to old space with the second.
  gc({ type: 'minor', execution: 'sync' });
  gc({ type: 'minor', execution: 'sync' });
}
process.send?.({ perOperation: (oldSpace() - before) / OPERATIONS });
await rm(directory, { recursive: true });
