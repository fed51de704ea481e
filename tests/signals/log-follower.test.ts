import { rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { SignalBlock } from '../../src/access/signal-block.ts';
import { IndexDamagedError } from '../../src/ledger/index/index-damaged-error.ts';
import type { OperationRecord } from '../../src/ledger/operation-record.ts';
import type { SignalFinding } from '../../src/signals/finding.ts';
import type { FollowedTenant } from '../../src/signals/follow/follow-messages.ts';
import { readFollowState, writeFollowState } from '../../src/signals/follow/follow-state.ts';
import { LogFollower } from '../../src/signals/follow/log-follower.ts';
import { SignalScan } from '../../src/signals/signal-scan.ts';
import { type FollowedLog, Found, firstDays, followedLog } from './followed-log.ts';
import { DAY, HOUR, made, NOON, scanOf, several } from './made-records.ts';

const star = (time: number, actor = 'nurse') => ({ time, actor, patients: ['star'] });
const NORTH: readonly FollowedTenant[] = [
  { tenant: 'north', settings: SignalBlock.parse({ vips: ['star'] }) },
];

let log: FollowedLog;
beforeEach(() => {
  log = followedLog();
});
afterEach(() => log.close());

describe('following the log', () => {
  let all: readonly OperationRecord[];
  let tenants: readonly FollowedTenant[];
  let expected: readonly SignalFinding[];
  beforeAll(() => {
    ({ all, tenants } = firstDays());
    const [followed] = tenants;
    if (followed === undefined) throw new Error('nobody to follow');
    const scan = scanOf({}, followed);
    const found = [...all.flatMap((record) => scan.observe(record)), ...scan.open()];
    expected = found.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  });

  it('finds what one scan of all of it finds, however often it is ended and gone on with', async () => {
    expect(expected.length).toBeGreaterThan(3);
    const found = new Found();
    const part = Math.ceil(all.length / 4);
    for (let at = 0; at < all.length; at += part) {
      await log.add(all.slice(at, at + part));
      const follower = new LogFollower({ ...log, step: 2_000 });
      found.exhaust(follower, tenants);
      follower.save();
      // Seen, told, and not saved: it comes again.
      found.exhaust(new LogFollower(log), tenants);
    }
    expect(found.sorted()).toEqual(expected);
    // Where nobody remembers, everything is seen again, and no more than a step at a time.
    rmSync(log.state);
    const again = new LogFollower({ ...log, step: 600 });
    expect(again.advance(tenants)).toMatchObject({ seen: 600, more: true });
    expect(new Found().exhaust(new LogFollower(log), tenants).sorted()).toEqual(expected);
  });
});

describe('what is told', () => {
  it('is new, or has more than before', async () => {
    const follower = new LogFollower(log);
    await log.add(made([star(NOON)]));
    expect(follower.advance(NORTH).tenants[0]?.found).toHaveLength(1);
    expect(follower.advance(NORTH)).toEqual({
      tenants: [{ tenant: 'north', found: [], gone: [] }],
      seen: 0,
      more: false,
    });
    await log.add(made([star(NOON + HOUR)]));
    expect(follower.advance(NORTH).tenants[0]?.found[0]?.evidence.sightings).toBe(2);
    follower.save();
    expect(new LogFollower(log).advance(NORTH).tenants[0]?.found).toEqual([]);
  });

  it('is taken back once it turns out to be usual, after a restart too', async () => {
    await log.add(made([star(NOON), star(NOON + HOUR, 'second')]));
    const first = new LogFollower(log);
    const told = first.advance(NORTH).tenants[0]?.found.map(({ id }) => id) ?? [];
    expect(told).toHaveLength(2);
    first.save();
    await log.add(made([star(NOON + 2 * HOUR, 'third')]));
    const [{ found, gone } = { found: [], gone: [] }] = new LogFollower(log).advance(NORTH).tenants;
    expect(found).toEqual([]);
    expect(gone.toSorted()).toEqual(told.toSorted());
  });

  it('is not taken back for being over', async () => {
    const follower = new LogFollower(log);
    await log.add(made([star(NOON)]));
    expect(follower.advance(NORTH).tenants[0]?.found).toHaveLength(1);
    await log.add(made([{ time: NOON + 3 * DAY }]));
    expect(follower.advance(NORTH).tenants).toEqual([{ tenant: 'north', found: [], gone: [] }]);
  });

  it('is found again where what was saved cannot be gone on with', async () => {
    await log.add(made([star(NOON)]));
    const follower = new LogFollower(log);
    follower.advance(NORTH);
    follower.save();
    const saved = readFollowState(log.state);
    if (saved === null) throw new Error('nothing was saved');
    const [north] = saved.tenants;
    for (const scan of ['{}', `${north?.scan}`.replace('"tenant":"north"', '"tenant":"south"')]) {
      writeFollowState(log.state, { ...saved, tenants: [{ tenant: 'north', scan, told: [] }] });
      expect(new LogFollower(log).advance(NORTH)).toMatchObject({ seen: 1, tenants: [{ gone: [] }] });
    }
    await writeFile(log.state, 'no state');
    expect(new LogFollower(log).advance(NORTH).tenants[0]?.found).toHaveLength(1);
  });

  it('is of each tenant its own, and of one that has come since', async () => {
    await log.add(made([star(NOON), { ...star(NOON), tenant: 'south' }]));
    const south = { tenant: 'south', settings: SignalBlock.parse({ vips: ['star'] }) };
    const both = new LogFollower(log).advance([...NORTH, south]).tenants;
    expect(both.map(({ tenant, found }) => [tenant, found.map((one) => one.tenant)])).toEqual([
      ['north', ['north']],
      ['south', ['south']],
    ]);
    const follower = new LogFollower(log);
    follower.advance(NORTH);
    await log.add(made([{ ...star(NOON + HOUR), tenant: 'south' }]));
    expect(follower.advance([...NORTH, south]).tenants[1]?.found).toHaveLength(1);
  });

  it('follows what a tenant has set since', async () => {
    const follower = new LogFollower(log);
    const nobody = [{ tenant: 'north', settings: SignalBlock.parse({}) }];
    await log.add(made([star(NOON)]));
    expect(follower.advance(nobody).tenants[0]?.found).toEqual([]);
    await log.add(made([star(NOON + HOUR)]));
    expect(follower.advance(NORTH).tenants[0]?.found).toHaveLength(1);
  });
});

describe('a step that fails half-way', () => {
  const WEEK = [star(NOON), { time: NOON + 3 * DAY }, { time: NOON + 4 * DAY }];
  const before = made(WEEK.slice(0, 1));
  const after = made(WEEK).slice(before.length);

  it('takes nothing back that was told, and loses nothing that was not', async () => {
    const follower = new LogFollower(log);
    await log.add(before);
    expect(follower.advance(NORTH).tenants[0]?.found).toHaveLength(1);
    await log.add(after);
    log.damaged(() => expect(() => follower.advance(NORTH)).toThrow(IndexDamagedError));
    expect(follower.advance(NORTH).tenants).toEqual([{ tenant: 'north', found: [], gone: [] }]);
    await log.replace();
    const other = new LogFollower({ ...log, state: `${log.state}.other` });
    await log.add([...before, ...after]);
    log.damaged(() => expect(() => other.advance(NORTH)).toThrow(IndexDamagedError));
    expect(other.advance(NORTH).tenants[0]?.found).toHaveLength(1);
  });

  it('is not saved as seen', async () => {
    const follower = new LogFollower(log);
    await log.add(before);
    follower.advance(NORTH);
    follower.save();
    await log.add(after);
    log.damaged(() => {
      expect(() => follower.advance(NORTH)).toThrow(IndexDamagedError);
      follower.save();
    });
    expect(new LogFollower(log).advance(NORTH).tenants).toEqual([{ tenant: 'north', found: [], gone: [] }]);
    // Handed over, it is.
    follower.advance(NORTH);
    follower.save();
    expect(new LogFollower(log).advance(NORTH).seen).toBe(0);
  });

  it('is seen by none twice where one could not look at a record', async () => {
    const south = { tenant: 'south', settings: SignalBlock.parse({ vips: ['star'] }) };
    await log.add(made([star(NOON)]));
    const follower = new LogFollower(log);
    const { observe } = SignalScan.prototype;
    let looks = 0;
    const looking = vi.spyOn(SignalScan.prototype, 'observe').mockImplementation(function (
      this: SignalScan,
      record,
    ) {
      looks += 1;
      if (looks === 2) throw new RangeError('cannot be looked at');
      return observe.call(this, record);
    });
    expect(() => follower.advance([...NORTH, south])).toThrow(RangeError);
    looking.mockRestore();
    await log.add(made([star(NOON + HOUR)]));
    const [north] = follower.advance([...NORTH, south]).tenants;
    expect(north?.found.map(({ evidence }) => evidence.sightings)).toEqual([2]);
  });
});

describe('a log', () => {
  it('without an index is looked at later', async () => {
    const follower = new LogFollower(log);
    expect(() => follower.advance(NORTH)).toThrow();
    await log.add(made([star(NOON)]));
    expect(follower.advance(NORTH).tenants[0]?.found).toHaveLength(1);
  });

  it('whose index is being built anew is waited for, and not seen twice', async () => {
    const records = made(several(10, (at) => star(NOON + at * HOUR)));
    await log.add(records.slice(0, 9));
    const follower = new LogFollower(log);
    follower.advance(NORTH);
    await log.replace();
    await log.add([]);
    expect(follower.advance(NORTH).seen).toBe(0);
  });

  it('that is another is begun with anew', async () => {
    await log.add(made(several(3, (at) => star(NOON + at * HOUR))));
    const follower = new LogFollower(log);
    follower.advance(NORTH);
    follower.save();
    await log.replace();
    await log.add(made(several(3, (at) => star(NOON + 5 * DAY + at * HOUR, 'other'))));
    for (const one of [follower, new LogFollower(log)]) {
      const [finding] = one.advance(NORTH).tenants[0]?.found ?? [];
      expect([finding?.actor, finding?.evidence.sightings]).toEqual(['other', 3]);
    }
  });
});
