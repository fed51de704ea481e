import { describe, expect, it } from 'vitest';
import { createSessions } from '../../src/identity/sessions.ts';
import { SESSION_LIMITS } from '../../src/session-limits.ts';
import { memorySessions } from '../support/memory-sessions.ts';
import { type Named, replicas, tokenOf } from './session-replicas.ts';
import { codeOf, refusalOf, START } from './test-issuer.ts';

const MINUTE = 60;
const HOUR = 3_600;
const DAY = 86_400;

describe('a session that nobody uses', () => {
  it('ends after fifteen minutes, for every token of it and on every replica', async () => {
    const { clock, replica } = replicas();
    const [one, other] = [replica(), replica()];
    expect(await codeOf(one())).toBe('none');
    clock.advance(15 * MINUTE);
    expect(await refusalOf(other(tokenOf({ tokenId: 'refreshed' })))).toBe('UNAUTHENTICATED: session ended');
    expect(await codeOf(one())).toBe('UNAUTHENTICATED');
    clock.advance(-14 * MINUTE);
    expect(await codeOf(replica()(tokenOf({ session: 'another' })))).toBe('none');
  });

  it.each([59, 60, 61, 119, 600])(
    'used every %d seconds it goes on, and ends fifteen minutes after the last time at the latest',
    async (step) => {
      const { clock, replica } = replicas();
      const ask = replica();
      for (let time = 0; time < 2 * HOUR; time += step) {
        expect(await codeOf(ask())).toBe('none');
        clock.advance(step);
      }
      clock.advance(15 * MINUTE - step);
      expect(await codeOf(ask())).toBe('UNAUTHENTICATED');
    },
  );

  it('ends at most a minute early, and never late, whatever the pattern of use', async () => {
    for (let last = 0; last < 2 * MINUTE; last += 7) {
      const { clock, replica } = replicas();
      const ask = replica();
      await ask();
      clock.advance(last);
      await ask();
      clock.advance(14 * MINUTE);
      expect(await codeOf(replica()())).toBe('none');
    }
    for (let last = 0; last < 2 * MINUTE; last += 7) {
      const { clock, replica } = replicas();
      const ask = replica();
      await ask();
      clock.advance(last);
      await ask();
      clock.advance(15 * MINUTE);
      expect(await codeOf(ask())).toBe('UNAUTHENTICATED');
    }
  });

  it('is awake on one replica while another is asked', async () => {
    const { clock, replica } = replicas();
    const [one, other] = [replica(), replica()];
    await one();
    for (let turn = 0; turn < 6; turn += 1) {
      clock.advance(10 * MINUTE);
      expect(await codeOf(turn % 2 === 0 ? other() : one())).toBe('none');
    }
  });

  it('stays ended, and is asked for again after ten seconds only', async () => {
    const store = memorySessions();
    const { clock, replica } = replicas(SESSION_LIMITS, store);
    const ask = replica();
    await ask();
    clock.advance(HOUR);
    for (let turn = 0; turn < 30; turn += 1) {
      expect(await codeOf(ask())).toBe('UNAUTHENTICATED');
      clock.advance(1);
    }
    expect(store.asked).toHaveLength(1 + 3);
  });

  it('ends sooner where settings say so', async () => {
    const { clock, replica } = replicas({ idle: 120_000, lifetime: 600_000 });
    const ask = replica();
    for (const step of [119, 29, 90]) {
      expect(await codeOf(ask())).toBe('none');
      clock.advance(step);
    }
    expect(await codeOf(ask())).toBe('none');
    clock.advance(120);
    expect(await codeOf(ask())).toBe('UNAUTHENTICATED');
    const busy = tokenOf({ session: 'busy' });
    for (let time = 0; time < 600; time += 20) {
      expect(await codeOf(ask(busy))).toBe('none');
      clock.advance(20);
    }
    expect(await codeOf(ask(busy))).toBe('UNAUTHENTICATED');
  });

  it('is no matter for a system, which has nobody who could walk away', async () => {
    const { clock, replica } = replicas();
    const ask = replica();
    const system = tokenOf({ roles: ['SYSTEM'] });
    await ask(system);
    clock.advance(11 * HOUR);
    expect(await codeOf(ask(system))).toBe('none');
    clock.advance(HOUR);
    expect(await codeOf(ask(system))).toBe('UNAUTHENTICATED');
  });
});

describe('a session that is used all the time', () => {
  it('ends twelve hours after its first request', async () => {
    const { clock, replica } = replicas();
    const ask = replica();
    for (let minute = 0; minute < 12 * 60; minute += 1) {
      expect(await codeOf(ask())).toBe('none');
      clock.advance(MINUTE);
    }
    expect(await codeOf(ask())).toBe('UNAUTHENTICATED');
    expect(await codeOf(replica()())).toBe('UNAUTHENTICATED');
  });

  it('ends within the minute in which nobody asks the store', async () => {
    const { clock, replica } = replicas();
    const [one, other] = [replica(), replica()];
    await one();
    for (let minute = 0; minute < 12 * 60 - 1; minute += 1) {
      clock.advance(MINUTE);
      await other();
    }
    clock.advance(30);
    expect(await codeOf(one())).toBe('none');
    clock.advance(30);
    expect(await codeOf(one())).toBe('UNAUTHENTICATED');
  });

  it('ends twelve hours after the sign-in, where the token says when that was', async () => {
    const { clock, replica } = replicas();
    const ask = replica();
    const signedInAt = (ago: number) => tokenOf({ session: `s${ago}`, authTime: START / 1000 - ago });
    expect(await codeOf(ask(signedInAt(12 * HOUR)))).toBe('UNAUTHENTICATED');
    expect(await codeOf(ask(signedInAt(12 * HOUR - 30)))).toBe('none');
    clock.advance(30);
    expect(await codeOf(ask(signedInAt(12 * HOUR - 30)))).toBe('UNAUTHENTICATED');
  });
});

describe('which tokens are one session', () => {
  it.each<[string, Named, Named, boolean]>([
    ['the same sid', { tokenId: 'a' }, { tokenId: 'b' }, true],
    ['another sid', { session: 'a' }, { session: 'b' }, false],
    ['the same sid of another issuer', {}, { issuer: 'https://id.example/' }, false],
    ['the same jti without a sid', { session: null }, { session: null }, true],
    ['another jti without a sid', { session: null }, { session: null, tokenId: 'b' }, false],
    ['a jti that reads like a sid', { session: null, tokenId: 's1' }, {}, false],
    ['neither: the token itself', { session: null, tokenId: null }, { session: null, tokenId: null }, true],
  ])('%s', async (_what, first, second, same) => {
    const { clock, replica } = replicas();
    const ask = replica();
    await ask(tokenOf(first));
    clock.advance(15 * MINUTE);
    expect(await codeOf(ask(tokenOf(second)))).toBe(same ? 'UNAUTHENTICATED' : 'none');
  });

  it('the end of a sid is kept for longer than that of a token', async () => {
    const store = memorySessions();
    const ask = replicas(SESSION_LIMITS, store).replica();
    await ask();
    await ask(tokenOf({ session: null }));
    const [named, single] = store.asked.map(({ keepUntil }) => keepUntil - START);
    expect(named).toBeGreaterThanOrEqual(30 * DAY * 1000);
    expect(single).toBeGreaterThan(DAY * 1000);
  });
});

describe('what it costs', () => {
  it('one call a minute and session, however many ask at once, and none in between', async () => {
    const store = memorySessions();
    const { clock, replica } = replicas(SESSION_LIMITS, store);
    const ask = replica();
    for (let second = 0; second < 180; second += 1) {
      await Promise.all(Array.from({ length: 8 }, () => ask()));
      clock.advance(1);
    }
    expect(store.asked).toHaveLength(3);
  });

  it('a session seen within the last minute is answered at once', async () => {
    const { clock } = replicas();
    const sessions = createSessions({ store: memorySessions(), clock: clock.now, limits: SESSION_LIMITS });
    await sessions.check(tokenOf());
    clock.advance(59);
    expect(sessions.check(tokenOf())).toBeUndefined();
    clock.advance(1);
    expect(sessions.check(tokenOf())).toBeInstanceOf(Promise);
  });

  it('memory is bounded: the session asked for longest ago is asked for again', async () => {
    const store = memorySessions();
    const sessions = createSessions({ store, clock: () => START, limits: SESSION_LIMITS, size: 2 });
    for (const session of ['a', 'b', 'c', 'c', 'b', 'a']) await sessions.check(tokenOf({ session }));
    expect(store.asked).toHaveLength(4);
  });
});
