import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SignalBlock } from '../../src/access/signal-block.ts';
import { createLease, type LeaseCell } from '../../src/ledger/log/lease.ts';
import type { LogFields } from '../../src/log.ts';
import { type Following, startFollowing } from '../../src/signals/follow/follow-thread.ts';
import { SignalDuty, type SignalDutyParts } from '../../src/signals/follow/signal-duty.ts';
import { MemoryFindings } from '../support/memory-findings.ts';
import { type FollowedLog, followedLog } from './followed-log.ts';
import { DAY, HOUR, made, NOON } from './made-records.ts';

const star = (time: number, actor = 'nurse') => made([{ time, actor, patients: ['star'] }]);
const ALL = { state: null, severity: null, detector: null, first: 50, after: null };
const TTL = 30_000;

let log: FollowedLog;
let now: number;
let findings: MemoryFindings;
let cell: LeaseCell;
let said: string[];
const threads: Following[] = [];

beforeEach(() => {
  log = followedLog();
  now = NOON;
  findings = new MemoryFindings();
  said = [];
  let text: string | null = null;
  cell = {
    read: async () => text,
    replace: async (next, expected) => {
      if (text !== expected) return false;
      text = next;
      return true;
    },
  };
});
const duties: SignalDuty[] = [];
afterEach(async () => {
  await Promise.all(duties.splice(0).map((duty) => duty.close()));
  threads.length = 0;
  log.close();
});

function duty(name: string, parts: Partial<SignalDutyParts> = {}): SignalDuty {
  const say = (event: string, _fields?: LogFields) => void said.push(`${name} ${event}`);
  const made = new SignalDuty({
    lease: createLease({ cell, holder: name, now: () => now, ttl: TTL }),
    follow: () => {
      said.push(`${name} follows`);
      const thread = startFollowing({ index: log.index, state: `${log.state}.${name}` });
      threads.push(thread);
      return thread;
    },
    tenants: async () => [{ tenant: 'north', settings: SignalBlock.parse({ vips: ['star'] }) }],
    announce: async (tenant) => void said.push(`${name} announces ${tenant}`),
    findings,
    notify: async (tenant, ids) => {
      said.push(`${name} tells ${tenant} ${ids.length}`);
      return true;
    },
    log: { info: say, warn: say, error: say },
    clock: () => now,
    ...parts,
  });
  duties.push(made);
  return made;
}
const kept = async () => (await findings.list('north', ALL)).rows.map(({ record }) => record);

describe('a gateway that looks for signals', () => {
  it('says so on record once, before anything is read, then keeps what it finds and tells of it once', async () => {
    await log.add(star(NOON));
    const one = duty('one');
    await one.turn();
    await one.turn();
    expect(said).toEqual(['one announces north', 'one follows', 'one signals.found', 'one tells north 1']);
    expect((await kept()).map(({ state, by }) => [state, by])).toEqual([['OPEN', 'phield']]);
    await log.add(star(NOON + HOUR));
    await one.turn();
    expect((await kept()).map(({ finding, version }) => [finding.evidence.sightings, version])).toEqual([
      [2, 2],
    ]);
    expect(said.length).toBe(4);
  });

  it('reads nothing while it is not on record', async () => {
    await log.add(star(NOON));
    let full = true;
    const announce = async () => {
      if (full) throw new Error('full');
    };
    const one = duty('one', { announce });
    await one.turn();
    await one.turn();
    expect(said).toEqual(['one signals.scan.failed']);
    full = false;
    await one.turn();
    expect(said).toContain('one signals.scan.well');
    expect(await kept()).toHaveLength(1);
  });

  it('is one at a time; another goes on once it ends or says nothing more, and all is kept once', async () => {
    await log.add(star(NOON));
    const [one, other, third] = [duty('one'), duty('other'), duty('third')];
    await one.turn();
    await other.turn();
    expect(said.filter((line) => line.includes('follows'))).toEqual(['one follows']);
    await one.close();
    await log.add(star(NOON + 3 * DAY));
    await other.turn();
    expect(said.filter((line) => line.includes('tells'))).toEqual([
      'one tells north 1',
      'other tells north 1',
    ]);
    expect(await kept()).toHaveLength(2);
    await third.turn();
    now += TTL + 1;
    await third.turn();
    expect(said).toContain('third follows');
    expect((await kept()).map(({ version }) => version)).toEqual([1, 1]);
  });

  it('loses nothing while findings cannot be kept', async () => {
    await log.add(star(NOON));
    let away = true;
    const one = duty('one', {
      findings: {
        keep: async (...given) => {
          if (away) throw new Error('away');
          return findings.keep(...given);
        },
        takeBack: (...given) => findings.takeBack(...given),
      },
    });
    await one.turn();
    await log.add(star(NOON + 3 * DAY));
    await one.turn();
    expect(await kept()).toEqual([]);
    away = false;
    await one.turn();
    expect(await kept()).toHaveLength(2);
  });

  it('does not remember as seen what was never kept', async () => {
    await log.add(star(NOON));
    const away = { keep: () => Promise.reject(new Error('away')), takeBack: async () => {} };
    const one = duty('one', { findings: away });
    await one.turn();
    await one.close();
    const again = duty('one');
    await again.turn();
    expect(await kept()).toHaveLength(1);
  });

  it('begins a thread anew that has died, and finds the same', async () => {
    await log.add(star(NOON));
    const one = duty('one');
    await one.turn();
    await threads[0]?.close();
    await log.add(star(NOON + 3 * DAY));
    await one.turn();
    expect(said).toContain('one signals.scan.ended');
    expect(said.filter((line) => line === 'one follows')).toHaveLength(2);
    expect((await kept()).map(({ version }) => version)).toEqual([1, 1]);
  });

  it('goes on where it ended, and tells nobody of what they know', async () => {
    await log.add(star(NOON));
    const one = duty('one');
    await one.turn();
    await one.close();
    said.length = 0;
    await duty('one').turn();
    expect(said).toEqual(['one announces north', 'one follows']);
  });

  it('tells again of what nobody took', async () => {
    await log.add(star(NOON));
    let taken = false;
    const told: string[] = [];
    const notify = async (_tenant: string, ids: readonly string[]) => {
      told.push(...ids);
      return taken;
    };
    const one = duty('one', { notify });
    await one.turn();
    taken = true;
    await one.turn();
    await one.turn();
    expect(told).toHaveLength(2);
    expect(told[0]).toBe(told[1]);
    expect(said).toContain('one signals.notice.refused');
  });

  it('closes what it takes back', async () => {
    await log.add([...star(NOON), ...star(NOON + HOUR, 'second')]);
    const one = duty('one');
    await one.turn();
    expect((await kept()).map(({ state }) => state)).toEqual(['OPEN', 'OPEN']);
    await log.add(star(NOON + 2 * HOUR, 'third'));
    await one.turn();
    expect((await kept()).map(({ verdict }) => verdict)).toEqual(['EXPECTED', 'EXPECTED']);
  });

  it('waits for an index that is not there yet', async () => {
    const one = duty('one');
    await one.turn();
    expect(said.at(-1)).toBe('one signals.scan.failed');
    await log.add(star(NOON));
    await one.turn();
    expect(await kept()).toHaveLength(1);
  });
});
