import { expect, test, vi } from 'vitest';
import { LedgerUnavailableError } from '../../src/errors.ts';
import { decodeRecord } from '../../src/ledger/decode-record.ts';
import { encodeRecord } from '../../src/ledger/encode-record.ts';
import { expandRecord } from '../../src/ledger/expand-record.ts';
import { createNetworkHash } from '../../src/ledger/network-hash.ts';
import type { OperationRecord } from '../../src/ledger/operation-record.ts';
import { createRefusalCounter, type RefusalCounterOptions } from '../../src/ledger/refusal-counter.ts';

function setUp(change: Partial<RefusalCounterOptions> = {}) {
  const records: OperationRecord[] = [];
  let ids = 0;
  const networkHash = createNetworkHash(Buffer.alloc(32, 7));
  const counter = createRefusalCounter({
    append: async (record) => {
      records.push(record);
    },
    networkHash,
    clock: () => Date.parse('2026-11-21T10:00:00Z'),
    newId: () => `id-${ids++}`,
    policyVersion: 'p1',
    ...change,
  });
  const counted = () => records.map(({ network, refusal, count }) => ({ network, refusal, count }));
  return { records, counted, counter, networkHash };
}

test('a flood from one network is one record per window, with its count', async () => {
  vi.useFakeTimers();
  try {
    const { counter, counted, records, networkHash } = setUp();
    for (let n = 0; n < 10_000; n += 1) counter.count(`192.0.2.${n % 250}`, 'UNAUTHENTICATED');
    expect(records).toEqual([]);
    await vi.advanceTimersByTimeAsync(9_999);
    expect(records).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    const network = networkHash('192.0.2.1');
    expect(counted()).toEqual([{ network, refusal: 'UNAUTHENTICATED', count: 10_000 }]);
    counter.count('192.0.2.9', 'UNAUTHENTICATED');
    await vi.advanceTimersByTimeAsync(10_000);
    expect(counted()[1]).toEqual({ network, refusal: 'UNAUTHENTICATED', count: 1 });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(records).toHaveLength(2);
  } finally {
    vi.useRealTimers();
  }
});

test('sources and codes are told apart, up to a bound', async () => {
  const { counter, counted, networkHash } = setUp({ maxSources: 2 });
  for (let n = 0; n < 5_000; n += 1) counter.count(`10.${n % 200}.0.1`, 'UNAUTHENTICATED');
  counter.count('10.0.0.1', 'BAD_REQUEST');
  counter.count('not an address', 'UNAUTHENTICATED');
  await counter.flush();
  expect(counted()).toEqual([
    { network: networkHash('10.0.0.1'), refusal: 'UNAUTHENTICATED', count: 25 },
    { network: networkHash('10.0.0.1'), refusal: 'BAD_REQUEST', count: 1 },
    { network: networkHash('10.1.0.1'), refusal: 'UNAUTHENTICATED', count: 25 },
    { network: null, refusal: 'UNAUTHENTICATED', count: 4_951 },
  ]);
});

test('counts a failing ledger did not take are kept for the next window', async () => {
  let failing = true;
  const taken: OperationRecord[] = [];
  const { counter } = setUp({
    append: async (record) => {
      if (failing) throw new LedgerUnavailableError('writes fail');
      taken.push(record);
    },
  });
  counter.count('192.0.2.1', 'UNAUTHENTICATED');
  await counter.flush();
  counter.count('192.0.2.1', 'UNAUTHENTICATED');
  failing = false;
  await counter.close();
  expect(taken.map(({ count }) => count)).toEqual([2]);
});

test('a counted refusal is one DENY event of nobody in particular', async () => {
  const { counter, records } = setUp();
  for (let n = 0; n < 3; n += 1) counter.count('2001:db8::1', 'UNAUTHENTICATED');
  await counter.close();
  const [record] = records;
  if (record === undefined) throw new Error('nothing was recorded');
  const decoded = decodeRecord(encodeRecord(record));
  expect([...expandRecord(decoded?.record ?? record)]).toMatchObject([
    {
      id: 'id-0.0',
      kind: 'refusal',
      decision: 'DENY',
      reason: 'UNAUTHENTICATED',
      actor: null,
      tenant: null,
      count: 3,
    },
  ]);
  expect(JSON.stringify(record)).not.toContain('2001');
});
