import type { SealedBatch } from '../../../src/ledger/chain/batch.ts';
import type { WriterChain } from '../../../src/ledger/chain/seal-batch.ts';
import { encodeRecord } from '../../../src/ledger/encode-record.ts';
import type { Hold } from '../../../src/ledger/keep/hold.ts';
import { planPruning } from '../../../src/ledger/keep/prune-bundles.ts';
import { PRUNED } from '../../../src/ledger/keep/pruned-things.ts';
import { loadRetention, type Retention } from '../../../src/ledger/keep/retention.ts';
import { surveyLog } from '../../../src/ledger/keep/survey-log.ts';
import { type Named, namingRecord } from '../../../src/ledger/naming-record.ts';
import type { OperationRecord } from '../../../src/ledger/operation-record.ts';
import { sampleRecord } from '../sample-record.ts';
import { createInstallation } from '../support/seal-batches.ts';
import { MemoryLog } from './log-of.ts';
import { NOW, START, YEAR } from './seven-years.ts';

export const SIX_YEARS = loadRetention({});

/** A log in memory that begins at START and is grown by hand, and what would be pruned of it. */
export function growingLog() {
  const log = new MemoryLog();
  const time = { now: START };
  const installation = createInstallation('ledger.test', () => time.now);
  const at = (change: Partial<OperationRecord> = {}) =>
    encodeRecord(sampleRecord({ time: new Date(time.now).toISOString(), ...change }));
  const beats = (chain: WriterChain, count: number): SealedBatch[] =>
    Array.from({ length: count }, () => chain.seal('heartbeat', []));
  const open = async () => {
    const chain = await installation.writer();
    log.append(chain.seal('open', [chain.certificate]));
    return chain;
  };
  const plan = async (holds: readonly Hold[] = [], retention: Retention = SIX_YEARS, now = NOW) =>
    planPruning(log, await surveyLog(log.walk(), { retention, holds, now }), holds, now);
  const record = (chain: WriterChain, named: readonly Named[]) => {
    const about = {
      id: 'r',
      time: new Date(time.now).toISOString(),
      actor: 'os-user:op',
      client: 'phield-cli',
    };
    const bytes = encodeRecord(
      namingRecord({ ...about, operation: PRUNED, tenant: null, subject: null }, named),
    );
    log.append(chain.seal('records', [bytes]));
    return bytes;
  };
  return { log, time, at, beats, open, plan, record };
}

/** Two bundles of 2020 by a writer that closed, one of 2026 by another. */
export async function twoOldOneYoung() {
  const world = growingLog();
  const { log, time, at, beats, open } = world;
  const old = await open();
  log.append(old.seal('records', [at()]), ...beats(old, 507), old.seal('close', []));
  time.now = NOW - YEAR;
  const young = await open();
  log.append(...beats(young, 300));
  if (log.head.size <= 768) throw new Error('three bundles and more expected');
  return { ...world, old, young };
}
