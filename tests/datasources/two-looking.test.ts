import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createFindingStore } from '../../datasources/dynamodb/finding-store.ts';
import { createDynamoLeaseCell } from '../../datasources/dynamodb/ledger-lease-cell.ts';
import { SignalBlock } from '../../src/access/signal-block.ts';
import { createLease, type Lease } from '../../src/ledger/log/lease.ts';
import { startFollowing } from '../../src/signals/follow/follow-thread.ts';
import { SignalDuty } from '../../src/signals/follow/signal-duty.ts';
import { type FollowedLog, followedLog } from '../signals/followed-log.ts';
import { DAY, made, NOON, several } from '../signals/made-records.ts';
import { DYNALITE } from '../support/test-stores.ts';
import { type DynamoBackend, openDynamoBackend } from './backends.ts';

const ALL = { state: null, severity: null, detector: null, first: 50, after: null };
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };

describe('two gateways on one store', () => {
  let backend: DynamoBackend;
  let log: FollowedLog;
  beforeAll(async () => {
    backend = await openDynamoBackend(DYNALITE);
    log = followedLog();
    const looks = several(5, (at) => ({ time: NOON + at * 2 * DAY, patients: ['star'] }));
    await log.add(made(looks));
  });
  afterAll(async () => {
    log.close();
    await backend.close();
  });

  const store = () => ({
    client: backend.client,
    tables: backend.tables,
    random: randomBytes,
    signal: null,
    deadline: 5_000,
  });
  const leaseOf = (holder: string, now: () => number) => {
    const table = { client: backend.client, name: backend.tables.data, deadline: 5_000 };
    return createLease({ cell: createDynamoLeaseCell(table, 'SIGNALS'), holder, now, ttl: 1_000 });
  };
  const duty = (name: string, lease: Lease, announced: string[]) =>
    new SignalDuty({
      lease,
      follow: () => startFollowing({ index: log.index, state: `${log.state}.${name}` }),
      tenants: async () => [{ tenant: 'north', settings: SignalBlock.parse({ vips: ['star'] }) }],
      announce: async () => void announced.push(name),
      findings: createFindingStore(store()),
      notify: null,
      log: silent,
      clock: () => NOON,
    });
  const kept = async () => (await createFindingStore(store()).list('north', ALL)).rows;

  it('that both look at once find the same, and it is kept once', async () => {
    const always: Lease = { held: true, hold: async () => true, release: async () => {} };
    const both = ['one', 'other'].map((name) => duty(name, always, []));
    await Promise.all(both.map((one) => one.turn()));
    expect((await kept()).map(({ record }) => record.version)).toEqual([1, 1, 1, 1, 1]);
    await Promise.all(both.map((one) => one.close()));
  });

  it('share a lease: one looks, and the other once that one is gone', async () => {
    let now = 0;
    const announced: string[] = [];
    const killed = duty(
      'killed',
      leaseOf('killed', () => now),
      announced,
    );
    const next = duty(
      'next',
      leaseOf('next', () => now),
      announced,
    );
    await killed.turn();
    await next.turn();
    expect(announced).toEqual(['killed']);
    now += 1_001;
    await next.turn();
    expect(announced).toEqual(['killed', 'next']);
    await next.close();
    const third = duty(
      'third',
      leaseOf('third', () => now),
      announced,
    );
    await third.turn();
    expect(announced).toEqual(['killed', 'next', 'third']);
    expect(await kept()).toHaveLength(5);
    await Promise.all([killed.close(), third.close()]);
  });
});
