import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Clock } from '../../src/clock.ts';
import type { HealthDataWriter, ResourceToWrite, WriteOutcome } from '../health-data.ts';
import type { RandomBytes } from '../keys/key-service.ts';
import type { PatientKey } from '../keys/tenant-keys.ts';
import { batchGet, type ItemKey, keyName } from './batch-get.ts';
import { batchWaves } from './batch-waves.ts';
import { batchWrite } from './batch-write.ts';
import { carryOut } from './carry-out.ts';
import { tenantItemKeys } from './item-keys.ts';
import { type Locator, readLocator } from './locator.ts';
import { mergeTies } from './merge-ties.ts';
import { createPatientKeyStore } from './patient-key-store.ts';
import { createPendingWrites, type PendingWrites } from './pending-writes.ts';
import { asVersioned, isOfEitherKind, leftBehind, planBatch, subjectsOf, targetOf } from './plan-batch.ts';
import { consentSettler } from './settle-consents.ts';
import { dateShift } from './sort-key.ts';
import type { StoreCalls } from './store-calls.ts';
import type { Tables } from './tables.ts';
import type { TenantKeyring } from './tenant-keyring.ts';

export interface WriterOptions {
  readonly client: DynamoDBClient;
  readonly tables: Tables;
  readonly keyring: TenantKeyring;
  readonly tenant: string;
  readonly clock: Clock;
  readonly random: RandomBytes;
  readonly signal: AbortSignal | null;
  /** Takes patients in again that were erased; without it their resources are refused. */
  readonly readmitErased?: boolean;
  /** Milliseconds one call may take, its retries included. */
  readonly deadline?: number;
}

/** Ties and locators held in memory after which a write flushes by itself. */
const FLUSH_AT = 20_000;
/** Ties merged at once. */
const MERGE = 500;

/**
 * The writer of one tenant. Consents where access reads them, then rows, then ties, then locators: a locator says
 * that its resource is done, so a run cut off anywhere is healed by running it again. Several batches may be under
 * way at once, but a resource MUST NOT stand in two of them. After a rejection the same calls may be made again.
 */
export function createDynamoWriter(options: WriterOptions): HealthDataWriter {
  const { client, tables, keyring, tenant, clock, random, signal, deadline = 30_000 } = options;
  const store: StoreCalls = { client, tables, random, signal, deadline };
  const itemKeys = tenantItemKeys(tenant);
  const readmitErased = options.readmitErased ?? false;
  const patientKeys = createPatientKeyStore({ store, keyring, tenant, readmitErased });
  const settle = consentSettler({ store, itemKeys, patientKeys });
  /** The last one gathers; those before it wait for, or are in, a flush. */
  const generations: PendingWrites[] = [createPendingWrites()];
  let flushing: Promise<void> = Promise.resolve();

  function waiting(key: ItemKey): Locator | null {
    return generations.findLast((generation) => generation.locator(key) !== null)?.locator(key) ?? null;
  }

  async function storedOf(batch: readonly ResourceToWrite[]): Promise<(key: ItemKey) => Locator | null> {
    const keys = batch.flatMap((write) => [
      ...(write.subjectId !== null || isOfEitherKind(write)
        ? [itemKeys.locator(write.resourceType, write.id)]
        : []),
      ...(write.subjectId === null || isOfEitherKind(write)
        ? [itemKeys.organizational(write.resourceType, write.id)]
        : []),
    ]);
    // A flush may end while the store is read: what waited before was written too late to be read.
    const waited = keys.map(waiting);
    const items = await batchGet(store, keys);
    const found = new Map<string, Locator>();
    for (const [at, key] of keys.entries()) {
      const item = items[at] ?? null;
      const locator = waited[at] ?? (item === null ? null : readLocator(key, item));
      if (locator !== null) found.set(keyName(key), locator);
    }
    return (key) => found.get(keyName(key)) ?? null;
  }

  async function writeWave(batch: readonly ResourceToWrite[]): Promise<readonly WriteOutcome[]> {
    const tenantKeys = await keyring.open(tenant);
    const stored = await storedOf(batch);
    const context = { itemKeys, tenantKeys, random };
    const own = batch.map((write) => targetOf(context, write, stored));
    const settled = await settle(own);
    const targets = [
      ...settled.targets.map(asVersioned),
      ...own.flatMap((target) => leftBehind(context, target, stored) ?? []),
    ];
    const keys = await patientKeys.get(subjectsOf(targets));
    const plan = planBatch(context, targets, keys, clock(), (key) => waiting(key) !== null);
    await carryOut(store, plan);
    for (const held of plan.held) generations.at(-1)?.hold(held);
    return plan.outcomes.slice(0, own.length).map((outcome, at) => settled.outcomes.get(at) ?? outcome);
  }

  async function commit(generation: PendingWrites): Promise<void> {
    const { secrets } = await keyring.open(tenant);
    const context = { store, itemKeys, shift: dateShift(secrets.index) };
    const changes = generation.changes();
    for (let at = 0; at < changes.length; at += MERGE) {
      const some = changes.slice(at, at + MERGE);
      const keys = new Map<string, PatientKey>();
      const ids = [...new Set(some.map(({ patientId }) => patientId))];
      for (const [id, key] of await patientKeys.get(ids)) if (key !== 'erased') keys.set(id, key);
      await mergeTies(context, some, keys);
    }
    await batchWrite(store, { puts: generation.items(), deletes: [] });
  }

  async function flushAll(): Promise<void> {
    if (generations.at(-1)?.size !== 0) generations.push(createPendingWrites());
    for (let oldest = generations[0]; oldest !== undefined && generations.length > 1; ) {
      await commit(oldest);
      generations.shift();
      oldest = generations[0];
    }
  }

  function flush(): Promise<void> {
    flushing = flushing.catch(() => undefined).then(flushAll);
    return flushing;
  }

  return Object.freeze({
    async write(batch: readonly ResourceToWrite[]) {
      const outcomes = new Array<WriteOutcome>(batch.length).fill('invalid');
      for (const wave of batchWaves(batch)) {
        const written = await writeWave(wave.map(({ write }) => write));
        for (const [at, { index }] of wave.entries()) outcomes[index] = written[at] ?? 'invalid';
      }
      if ((generations.at(-1)?.size ?? 0) >= FLUSH_AT) await flush();
      return outcomes;
    },
    flush,
  });
}
