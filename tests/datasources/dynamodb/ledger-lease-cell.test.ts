import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createDynamoClient } from '../../../datasources/dynamodb/dynamo-client.ts';
import { createDynamoLeaseCell } from '../../../datasources/dynamodb/ledger-lease-cell.ts';
import { ensureLedgerTable, type LedgerTable } from '../../../datasources/dynamodb/ledger-table.ts';
import { UpstreamUnavailableError } from '../../../src/errors.ts';
import { createLease } from '../../../src/ledger/log/lease.ts';
import { testStores } from '../../support/test-stores.ts';
import { type LyingStore, startLyingStore } from './ledger-lying-store.ts';

describe.each(testStores())('a lease in a table ($name)', (kind) => {
  let store: LyingStore;
  let client: LedgerTable['client'];
  let stop: () => Promise<void>;
  let tables = 0;

  beforeAll(async () => {
    const started = await kind.start();
    store = await startLyingStore(started.endpoint);
    client = createDynamoClient({ endpoint: () => store.endpoint, region: 'us-east-1', requestTimeout: 250 });
    stop = async () => {
      client.destroy();
      await store.close();
      await started.stop();
    };
  }, 60_000);
  afterAll(() => stop());
  beforeEach(() => store.lie(() => 'truth'));

  async function cell() {
    tables += 1;
    const table = { client, name: `lease-${tables}`, random: randomBytes, deadline: 1_500 };
    await ensureLedgerTable(table);
    return createDynamoLeaseCell(table);
  }

  it('is replaced only by who knows what is there', async () => {
    const one = await cell();
    expect(await one.read()).toBeNull();
    expect(await one.replace('a', 'x')).toBe(false);
    expect(await one.replace('a', null)).toBe(true);
    expect(await one.replace('b', null)).toBe(false);
    expect(await one.replace('b', 'x')).toBe(false);
    expect(await one.replace('b', 'a')).toBe(true);
    expect(await one.read()).toBe('b');
  });

  it('of many at once one gets it', async () => {
    const one = await cell();
    const taken = await Promise.all(Array.from({ length: 20 }, (_, at) => one.replace(`holder ${at}`, null)));
    expect(taken.filter(Boolean)).toHaveLength(1);
    expect(await one.read()).toBe(`holder ${taken.indexOf(true)}`);
  });

  it('an answer that was lost does not lose the lease', async () => {
    const one = await cell();
    store.lie((_operation, call) => (call === 1 ? '500 after' : 'truth'));
    expect(await one.replace('a', null)).toBe(true);
    store.lie(() => 'cut before');
    await expect(one.read()).rejects.toThrow(UpstreamUnavailableError);
  });

  it('is one among several processes, and another’s once its holder says nothing', async () => {
    const one = await cell();
    let now = 0;
    const lease = (holder: string) => createLease({ cell: one, holder, now: () => now, ttl: 1_000 });
    const [a, b] = [lease('a'), lease('b')];
    expect([await a.hold(), await b.hold()]).toEqual([true, false]);
    now += 900;
    expect([await a.hold(), await b.hold()]).toEqual([true, false]);
    now += 1_100;
    expect(await b.hold()).toBe(true);
    expect(await a.hold()).toBe(false);
  });
});
