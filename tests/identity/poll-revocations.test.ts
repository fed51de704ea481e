import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { UpstreamUnavailableError } from '../../src/errors.ts';
import {
  type PolledRevocations,
  pollRevocations,
  type Revocation,
} from '../../src/identity/poll-revocations.ts';
import { sessionKeys } from '../../src/identity/session-key.ts';

const ISSUER = 'https://id.example';

const token = (tokenId: string | null, session: string | null, issuer = ISSUER) =>
  sessionKeys({ issuer, tokenId, session }, 'digest');

interface Log {
  readonly entries: Revocation[];
  readonly asked: number[];
  down: boolean;
  /** Milliseconds until an answer. */
  delay: number;
  /** The same for an answer of everything. */
  wholeDelay: number;
  revoke(key: string | null): void;
}

let log: Log;
let polled: PolledRevocations | undefined;
let heard: boolean[];
beforeEach(() => {
  vi.useFakeTimers();
  heard = [];
  const entries: Revocation[] = [];
  log = {
    entries,
    asked: [],
    down: false,
    delay: 0,
    wholeDelay: 0,
    revoke: (key) => entries.push({ key: key ?? '', position: (entries.at(-1)?.position ?? 0) + 1 }),
  };
});
afterEach(() => {
  polled?.stop();
  vi.useRealTimers();
});

/** `skew` moves the wall clock alone, as when somebody sets it. */
async function started(skew: { ms: number } = { ms: 0 }, elapsed = () => performance.now()) {
  const clock = () => Date.now() + skew.ms;
  polled = pollRevocations({
    log: {
      async after(position) {
        log.asked.push(position);
        const seen = log.entries.filter((entry) => entry.position > position);
        const delay = position === 0 ? log.wholeDelay : log.delay;
        if (delay > 0) await new Promise((resolve) => setTimeout(resolve, delay));
        if (log.down) throw new UpstreamUnavailableError('down');
        return seen;
      },
    },
    clock,
    elapsed,
    onAvailability: (available) => heard.push(available),
  });
  await polled.start();
  return polled;
}

const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);

function answer(revocations: PolledRevocations, keys = token('t1', 's1')): boolean | 'unknown' {
  try {
    return revocations.isRevoked(keys);
  } catch (error) {
    if (error instanceof UpstreamUnavailableError) return 'unknown';
    throw error;
  }
}

describe('what is revoked', () => {
  it('is known from the start, and two seconds after it was revoked', async () => {
    log.revoke(token('t1', null).token);
    const revocations = await started();
    expect(answer(revocations)).toBe(true);
    const later = token('t2', 's2');
    expect(answer(revocations, later)).toBe(false);
    log.revoke(later.named);
    await pass(2_000);
    expect(answer(revocations, later)).toBe(true);
    expect(answer(revocations, token('t3', 's2'))).toBe(true);
  });

  it.each([
    ['another token', token('t2', null)],
    ['a session of the token’s name', token(null, 't1')],
    ['the same name of another issuer', token('t1', null, `${ISSUER}/`)],
    ['a token without any name', token(null, null)],
  ])('is not %s', async (_what, other) => {
    log.revoke(token('t1', null).token);
    expect(answer(await started(), other)).toBe(false);
  });

  it('is asked for from where the last answer ended', async () => {
    log.revoke('a');
    log.revoke('b');
    await started();
    await pass(2_000);
    log.revoke('c');
    await pass(4_000);
    expect(log.asked).toEqual([0, 2, 2, 3]);
  });

  it('is read whole each minute, so that a log that was restored heals', async () => {
    for (const key of ['a', 'b', 'c']) log.revoke(key);
    const revocations = await started();
    log.entries.splice(0);
    log.revoke(token('t1', null).token);
    await pass(10_000);
    expect(answer(revocations)).toBe(false);
    await pass(54_000);
    expect(answer(revocations)).toBe(true);
  });

  it('goes from memory when the log no longer holds it', async () => {
    log.revoke(token('t1', null).token);
    log.revoke('later');
    const revocations = await started();
    log.entries.shift();
    await pass(64_000);
    expect(answer(revocations)).toBe(false);
  });

  it('stays known when it was revoked while everything was being read', async () => {
    for (const key of ['a', 'b']) log.revoke(key);
    const revocations = await started();
    await pass(59_500);
    log.wholeDelay = 5_000;
    await pass(1_000);
    log.revoke(token('t1', null).token);
    await pass(2_000);
    for (let tick = 0; tick < 40; tick += 1) {
      expect(answer(revocations)).toBe(true);
      await pass(100);
    }
    expect(log.asked.filter((position) => position === 0)).toHaveLength(2);
  });
});

describe('a replica that has not heard for five seconds', () => {
  it('answers nothing, from the beginning of its last good poll', async () => {
    const revocations = await started();
    await pass(2_000);
    log.down = true;
    await pass(4_999);
    expect(answer(revocations)).toBe(false);
    await pass(1);
    expect(answer(revocations)).toBe('unknown');
    expect(revocations.fresh()).toBe(false);
    log.down = false;
    await pass(250);
    expect(answer(revocations)).toBe(false);
    expect(heard).toEqual([false, true]);
  });

  it('answers nothing before its first good poll', async () => {
    log.down = true;
    const revocations = await started();
    expect(answer(revocations)).toBe('unknown');
    log.down = false;
    await pass(250);
    expect(answer(revocations)).toBe(false);
  });

  it('a slow answer is as old as its question', async () => {
    log.revoke('some');
    const revocations = await started();
    log.delay = 4_500;
    await pass(5_000);
    expect(answer(revocations)).toBe('unknown');
    await pass(1_500);
    expect(answer(revocations)).toBe(false);
    await pass(500);
    expect(answer(revocations)).toBe('unknown');
  });

  it('asks again soon, and not without pause', async () => {
    await started();
    log.asked.splice(0);
    log.down = true;
    await pass(2_000 + 10_000);
    expect(log.asked.length).toBeGreaterThan(30);
    expect(log.asked.length).toBeLessThan(45);
  });

  it('a machine that slept has not heard, though its own count stood still', async () => {
    const revocations = await started({ ms: 0 }, () => 0);
    await pass(1_000);
    expect(answer(revocations)).toBe(false);
    vi.setSystemTime(Date.now() + 3_600_000);
    expect(answer(revocations)).toBe('unknown');
  });

  it.each([86_400_000, -86_400_000, -1])(
    'a clock set by %d ms is believed again with the next poll',
    async (ms) => {
      const skew = { ms: 0 };
      const revocations = await started(skew);
      skew.ms = ms;
      expect(answer(revocations)).toBe('unknown');
      await pass(2_000);
      expect(answer(revocations)).toBe(false);
    },
  );

  it('a clock that is set back a little each second does not hide it', async () => {
    const skew = { ms: 0 };
    const revocations = await started(skew);
    log.down = true;
    for (let second = 0; second < 6; second += 1) {
      await pass(1_000);
      skew.ms -= 900;
    }
    expect(answer(revocations)).toBe('unknown');
  });

  it('stops asking when told to', async () => {
    const revocations = await started();
    revocations.stop();
    log.asked.splice(0);
    await pass(60_000);
    expect(log.asked).toEqual([]);
    expect(answer(revocations)).toBe('unknown');
  });
});
