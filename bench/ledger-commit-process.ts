import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'graphql';
import { z } from 'zod';
import { encodeRecord } from '../src/ledger/encode-record.ts';
import type { OperationRecord } from '../src/ledger/operation-record.ts';
import { createUlid } from '../src/ledger/ulid.ts';
import { executeInProcess } from './execute-in-process.ts';
import { isLedgerContender, openContender, type RecordKeeper } from './ledger-contenders.ts';
import { WORKLOADS } from './workloads.ts';

/** The process of one contender: writes when told, ends when told. Arguments: its name. */
const Order = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('write'), waiting: z.number(), milliseconds: z.number() }),
  z.object({ kind: z.literal('stop') }),
]);
export type LedgerOrder = z.output<typeof Order>;

/** What one turn did. Times in milliseconds. */
export interface LedgerTurn {
  readonly kind: 'turn';
  readonly operations: number;
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
  /** Processor microseconds per operation, threads included. */
  readonly cpuMicroseconds: number;
  readonly recordBytes: number;
}

const name = process.argv[2];
const answer = process.send?.bind(process);
if (!isLedgerContender(name) || answer === undefined)
  throw new Error('This file is started by bench/main.ts.');
const directory = await mkdtemp(join(tmpdir(), 'phield-bench-ledger-'));
const record = await recordOfW2();
const recordBytes = encodeRecord(record).length;
const keeper = await openContender(name, directory);
const newId = createUlid(Date.now, randomBytes);

process.on('message', async (message) => {
  const order = Order.parse(message);
  if (order.kind === 'write') {
    answer(await write(keeper, order.waiting, order.milliseconds));
    return;
  }
  await keeper.close();
  await rm(directory, { recursive: true, force: true });
  process.disconnect();
});
answer({ kind: 'ready' });

/** What the real composer makes of W2: 50 patients with 12 fields, 600 events. */
async function recordOfW2(): Promise<OperationRecord> {
  const workload = WORKLOADS.find((one) => one.name === 'W2');
  if (workload === undefined) throw new Error('there is no W2');
  const runs = await executeInProcess(directory);
  const made = await runs.recordOf(parse(workload.query), workload.variables);
  if (made === null) throw new Error('W2 left no record');
  return made;
}

/** So many operations at once, each followed by the next as soon as its own is durable. */
async function write(to: RecordKeeper, waiting: number, milliseconds: number): Promise<LedgerTurn> {
  const times: number[] = [];
  const cpu = process.cpuUsage();
  const started = performance.now();
  const end = started + milliseconds;
  const one = async () => {
    for (let from = performance.now(); from < end; from = performance.now()) {
      const id = newId();
      await to.append({ ...record, id, request: id });
      times.push(performance.now() - from);
    }
  };
  await Promise.all(Array.from({ length: waiting }, one));
  const seconds = (performance.now() - started) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  times.sort((a, b) => a - b);
  return {
    kind: 'turn',
    operations: times.length,
    perSecond: times.length / seconds,
    p50: times[times.length >> 1] ?? Number.NaN,
    p99: times[Math.floor(times.length * 0.99)] ?? Number.NaN,
    cpuMicroseconds: (user + system) / times.length,
    recordBytes,
  };
}
