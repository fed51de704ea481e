import { randomBytes } from 'node:crypto';
import { DeleteItemCommand, PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDynamoClient } from '../../datasources/dynamodb/dynamo-client.ts';
import { createProofStore } from '../../datasources/dynamodb/proof-store.ts';
import { createRevocationStore, type RevocationStore } from '../../datasources/dynamodb/revocation-store.ts';
import {
  createDynamoSessionStore,
  type DynamoSessionStore,
} from '../../datasources/dynamodb/session-store.ts';
import type { StoreCalls } from '../../datasources/dynamodb/store-calls.ts';
import { UpstreamUnavailableError } from '../../src/errors.ts';
import { endableKey } from '../../src/identity/session-key.ts';
import type { Sighting } from '../../src/identity/sessions.ts';
import { FAULTS, type FaultProxy, startFaultProxy } from '../support/fault-proxy.ts';
import { testStores } from '../support/test-stores.ts';
import { type DynamoBackend, NOW, openDynamoBackend } from './backends.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const ISSUER = 'https://issuer.example/pool';

function sighting(key: string, now: number, changes: Partial<Sighting> = {}): Sighting {
  return {
    key,
    now,
    seenAfter: now - 15 * MINUTE,
    startedAfter: now - 12 * HOUR,
    notAfter: now + 5_000,
    keepUntil: now + 2 * DAY,
    ...changes,
  };
}

describe.each(testStores().map((store) => [store.name, store] as const))('in %s', (_name, store) => {
  let backend: DynamoBackend;
  let calls: StoreCalls;
  let sessions: DynamoSessionStore;
  let proxy: FaultProxy;
  let failing: StoreCalls;
  beforeAll(async () => {
    backend = await openDynamoBackend(store);
    const random = (size: number) => randomBytes(size);
    calls = { client: backend.client, tables: backend.tables, random, signal: null, deadline: 5_000 };
    sessions = createDynamoSessionStore(calls);
    const endpoint = await backend.client.config.endpoint?.();
    proxy = await startFaultProxy(`http://${endpoint?.hostname}:${endpoint?.port}`);
    const client = createDynamoClient({
      endpoint: () => proxy.endpoint,
      region: 'us-east-1',
      requestTimeout: 200,
      maxAttempts: 1,
    });
    failing = { ...calls, client, deadline: 400 };
  });
  afterAll(async () => {
    failing.client.destroy();
    await proxy.close();
    await backend.close();
  });

  async function items(begins: string) {
    const { Items = [] } = await backend.client.send(
      new ScanCommand({ TableName: backend.tables.data, ConsistentRead: true }),
    );
    return Items.filter(({ pk }) => pk?.S?.startsWith(begins));
  }

  describe('a session', () => {
    it('keeps when it began, and is noted with each sighting', async () => {
      expect(await sessions.see(sighting('a', NOW))).toBe(NOW);
      expect(await sessions.see(sighting('a', NOW + 14 * MINUTE))).toBe(NOW);
      expect(await sessions.see(sighting('a', NOW + 28 * MINUTE))).toBe(NOW);
    });

    it.each<[string, number, Partial<Sighting>, boolean]>([
      ['a moment before it is idle', 15 * MINUTE - 1, {}, true],
      ['when it is idle', 15 * MINUTE, {}, false],
      ['long after', 30 * DAY, {}, false],
      ['idle for long, which is no matter', 11 * HOUR, { seenAfter: 0 }, true],
      ['when it is over', 12 * HOUR, { seenAfter: 0 }, false],
      ['a moment before its beginning', -5_000, {}, true],
      ['before its beginning', -5_001, {}, false],
      ['a day before its beginning', -DAY, {}, false],
    ])('%s', async (what, later, changes, open) => {
      await sessions.see(sighting(what, NOW));
      expect(await sessions.see(sighting(what, NOW + later, changes))).toBe(open ? NOW : null);
    });

    it('that ended is not begun anew, nor seen by being asked for', async () => {
      await sessions.see(sighting('b', NOW));
      for (let minute = 15; minute < 60; minute += 5) {
        expect(await sessions.see(sighting('b', NOW + minute * MINUTE))).toBeNull();
      }
    });

    it('that many replicas see at once for the first time began once', async () => {
      const starts = await Promise.all(
        Array.from({ length: 10 }, (_, at) => sessions.see(sighting('c', NOW + at))),
      );
      expect(new Set(starts).size).toBe(1);
    });

    it('is ended for good, before it began or after', async () => {
      await sessions.see(sighting('d', NOW));
      for (const key of ['d', 'never seen']) {
        await sessions.end(key, NOW, NOW + 30 * DAY);
        expect(await sessions.see(sighting(key, NOW + 1))).toBeNull();
        expect(await sessions.see(sighting(key, NOW + DAY, { seenAfter: 0 }))).toBeNull();
      }
      expect(await sessions.see(sighting('e', NOW))).toBe(NOW);
    });

    it('has a record that outlives it, in seconds as time-to-live counts', async () => {
      await sessions.see(sighting('f', NOW, { keepUntil: NOW + 30 * DAY }));
      const [item] = await items('S#f');
      expect(item?.expiresAt).toEqual({ N: String((NOW + 30 * DAY) / 1000) });
    });
  });

  describe('a proof', () => {
    it('is used once, however many try', async () => {
      const proofs = createProofStore(calls);
      const taken = await Promise.all(Array.from({ length: 10 }, () => proofs.use('p', NOW)));
      expect(taken.filter((first) => first)).toHaveLength(1);
      expect(await proofs.use('q', NOW)).toBe(true);
    });

    it('stays used when its time is over and nobody has cleaned up', async () => {
      const proofs = createProofStore(calls);
      await proofs.use('old', 0);
      expect(await proofs.use('old', NOW)).toBe(false);
    });
  });

  describe('a revocation', () => {
    const order = (id: string, now = NOW) =>
      ({ kind: 'token', issuer: ISSUER, id, reason: 'stolen', now }) as const;
    const keyOf = (id: string) => endableKey('token', ISSUER, id);

    async function emptied(): Promise<RevocationStore> {
      for (const { pk, sk } of await items('REVOKED')) {
        const Key = { pk: pk ?? { S: '' }, sk: sk ?? { S: '' } };
        await backend.client.send(new DeleteItemCommand({ TableName: backend.tables.data, Key }));
      }
      return createRevocationStore(calls);
    }

    it('is read after the one before it, each once and in order', async () => {
      const revocations = await emptied();
      expect(await revocations.after(0)).toEqual([]);
      for (const id of ['a', 'b', 'c']) await revocations.revoke(order(id));
      const all = await revocations.after(0);
      expect(all).toEqual(['a', 'b', 'c'].map((id, at) => ({ key: keyOf(id), position: at + 1 })));
      expect(await revocations.after(2)).toEqual(all.slice(2));
      expect(await revocations.after(3)).toEqual([]);
    });

    it('is one of many at once: no number is left out or given twice', async () => {
      const revocations = await emptied();
      const ids = Array.from({ length: 8 }, (_, at) => `m${at}`);
      await Promise.all(ids.map((id) => revocations.revoke(order(id))));
      const all = await revocations.after(0);
      expect(all.map(({ position }) => position)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
      expect(new Set(all.map(({ key }) => key))).toEqual(new Set(ids.map(keyOf)));
    });

    it('holds for longer than any token, whatever a clock says, and is then taken away by a later one', async () => {
      const revocations = await emptied();
      await revocations.revoke(order('first'));
      await revocations.revoke(order('second', NOW - DAY));
      await revocations.revoke(order('a day ahead', NOW + 2 * DAY));
      expect(await revocations.after(0)).toHaveLength(3);
      await revocations.revoke(order('days later', NOW + 4 * DAY));
      expect(await revocations.after(0)).toEqual([
        { key: keyOf('a day ahead'), position: 3 },
        { key: keyOf('days later'), position: 4 },
      ]);
      await revocations.revoke(order('a year later', NOW + 365 * DAY));
      expect(await revocations.after(0)).toEqual([{ key: keyOf('a year later'), position: 5 }]);
    });

    it('ends the session of its name too, which refreshed tokens share for longer', async () => {
      const revocations = await emptied();
      await revocations.revoke({ ...order('sid'), kind: 'session' });
      expect(await sessions.see(sighting(endableKey('session', ISSUER, 'sid'), NOW + 1))).toBeNull();
      expect(await sessions.see(sighting(endableKey('token', ISSUER, 'sid'), NOW + 1))).toBe(NOW + 1);
    });

    it('names nobody in the store', async () => {
      const revocations = await emptied();
      await revocations.revoke(order('canary'));
      expect(JSON.stringify([await items('REVOKED'), await items('S#')])).not.toMatch(
        /canary|issuer\.example/,
      );
    });

    it('that cannot be read is no empty list', async () => {
      const revocations = await emptied();
      const Item = { pk: { S: 'REVOKED' }, sk: { S: 'x' }, key: { S: 'y' } };
      await backend.client.send(new PutItemCommand({ TableName: backend.tables.data, Item }));
      await expect(revocations.after(0)).rejects.toMatchObject({ code: 'INTERNAL_SERVER_ERROR' });
      await emptied();
    });
  });

  it.each(FAULTS)('a store that is %s is unavailable, whatever is asked', async (_fault, fault) => {
    proxy.set(fault);
    try {
      const revocations = createRevocationStore(failing);
      const order = { kind: 'token', issuer: ISSUER, id: 'x', reason: 'left', now: NOW } as const;
      const asked = await Promise.allSettled([
        createDynamoSessionStore(failing).see(sighting('x', NOW)),
        createProofStore(failing).use('x', NOW),
        revocations.after(0),
        revocations.revoke(order),
      ]);
      for (const outcome of asked) {
        expect(outcome).toMatchObject({ reason: expect.any(UpstreamUnavailableError) });
      }
    } finally {
      proxy.set({ kind: 'none' });
    }
  });
});
