import { describe, expect, it } from 'vitest';
import type { SessionStore } from '../../src/identity/sessions.ts';
import { SESSION_LIMITS } from '../../src/session-limits.ts';
import { memorySessions } from '../support/memory-sessions.ts';
import { replicas } from './session-replicas.ts';
import { codeOf } from './test-issuer.ts';

const MINUTE = 60;
const HOUR = 3_600;
const DAY = 86_400;

describe('a store that does not answer', () => {
  it('refuses, is asked again with the next request, and nothing is remembered of it', async () => {
    const healthy = memorySessions();
    const state = { down: true };
    const see: SessionStore['see'] = (sighting) =>
      state.down ? Promise.reject(new Error('down')) : healthy.see(sighting);
    const { replica } = replicas(SESSION_LIMITS, { see });
    const ask = replica();
    expect(await codeOf(ask())).toBe('UPSTREAM_UNAVAILABLE');
    expect(await Promise.all([codeOf(ask()), codeOf(ask())])).toEqual([
      'UPSTREAM_UNAVAILABLE',
      'UPSTREAM_UNAVAILABLE',
    ]);
    state.down = false;
    expect(await codeOf(ask())).toBe('none');
  });

  it('ends nobody’s session that was seen within the last minute, and no later', async () => {
    const healthy = memorySessions();
    const state = { down: false };
    const see: SessionStore['see'] = (sighting) =>
      state.down ? Promise.reject(new Error('down')) : healthy.see(sighting);
    const { clock, replica } = replicas(SESSION_LIMITS, { see });
    const ask = replica();
    await ask();
    state.down = true;
    clock.advance(59);
    expect(await codeOf(ask())).toBe('none');
    clock.advance(1);
    expect(await codeOf(ask())).toBe('UPSTREAM_UNAVAILABLE');
  });
});

describe('clocks that are wrong', () => {
  it.each([DAY, -DAY, 10 * MINUTE, -10 * MINUTE])(
    'a replica %d seconds off makes no session outlive its time by more than it is ahead',
    async (offset) => {
      const { clock, replica } = replicas();
      const [right, wrong] = [replica(), replica(offset)];
      await right();
      await codeOf(wrong());
      clock.advance(15 * MINUTE + Math.max(0, offset));
      expect(await codeOf(right())).toBe('UNAUTHENTICATED');
      expect(await codeOf(replica()())).toBe('UNAUTHENTICATED');
    },
  );

  it('a session that was seen later than now cannot be judged, so it is refused', async () => {
    const { clock, replica } = replicas();
    await replica(DAY)();
    expect(await codeOf(replica()())).toBe('UNAUTHENTICATED');
    clock.advance(23 * HOUR);
    expect(await codeOf(replica()())).toBe('UNAUTHENTICATED');
  });

  it('a clock set back refuses what it saw later, and goes on when it was a moment only', async () => {
    const { clock, replica } = replicas();
    const ask = replica();
    await ask();
    clock.advance(-3);
    expect(await codeOf(ask())).toBe('none');
    clock.advance(-HOUR);
    expect(await codeOf(ask())).toBe('UNAUTHENTICATED');
    expect(await codeOf(replica()())).toBe('UNAUTHENTICATED');
  });

  it('a clock set ahead ends sessions', async () => {
    const { clock, replica } = replicas();
    const ask = replica();
    await ask();
    clock.advance(DAY);
    expect(await codeOf(ask())).toBe('UNAUTHENTICATED');
  });
});
