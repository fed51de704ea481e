import { beforeAll, describe, expect, test } from 'vitest';
import type { ClientEntry } from '../../src/identity/directory.ts';
import { openWorldOf, thirdParty, type World } from './client-world.ts';
import { codeOf, refusalOf, type SigningKey, START, signingKey } from './test-issuer.ts';

let key: SigningKey;
beforeAll(async () => {
  key = await signingKey('EdDSA', 'k1');
});

const openWorld = (world: World = {}) => openWorldOf(key, world);

describe('what the register says holds within 5 seconds, remembered or not', () => {
  test.each<[string, ClientEntry | null, string]>([
    ['suspended', thirdParty({ suspended: true }), 'FORBIDDEN: client suspended'],
    ['removed', null, 'FORBIDDEN: client not registered'],
    [
      'of another tenant',
      thirdParty({ tenant: 'lakeside' }),
      'FORBIDDEN: the client works for another tenant',
    ],
    ['to be bound', thirdParty({ binding: 'dpop' }), 'UNAUTHENTICATED: the client’s tokens must be bound'],
  ])('%s', async (_, changed, expected) => {
    const { ask, state, clock } = openWorld();
    await ask();
    state.client = changed;
    clock.advance(5);
    expect(await refusalOf(ask())).toBe(expected);
    expect(await refusalOf(ask())).toBe(expected);
    state.client = thirdParty({ perMinute: 7 });
    clock.advance(5);
    expect((await ask()).registration.perMinute).toBe(7);
  });

  test('an agreement or a registration that is new holds as soon', async () => {
    const { ask, state, clock } = openWorld({ client: null });
    expect(await codeOf(ask())).toBe('FORBIDDEN');
    state.client = thirdParty();
    clock.advance(5);
    expect(await codeOf(ask())).toBe('none');
  });

  test('it is read once in 5 seconds, however many ask, and what did not change gives the same actor', async () => {
    const { ask, state, clock } = openWorld();
    const [first, ...others] = await Promise.all([ask(), ask(), ask(), ask()]);
    expect(state.asked).toBe(1);
    clock.advance(4);
    await ask();
    expect(state.asked).toBe(1);
    expect(others).toHaveLength(3);
    clock.advance(1);
    const again = await Promise.all([ask(), ask()]);
    expect(state.asked).toBe(2);
    clock.advance(5);
    expect(await ask()).toBe(again[1]);
    expect(again[0]?.id).toBe(first?.id);
  });

  test('a clock that was set back makes it be read anew', async () => {
    const { ask, state, clock } = openWorld({ claims: { iat: START / 1000 - 60 } });
    await ask();
    state.client = thirdParty({ suspended: true });
    clock.advance(-1);
    expect(await codeOf(ask())).toBe('FORBIDDEN');
  });

  test('a register that does not answer lets nobody in', async () => {
    const { ask, state, clock } = openWorld();
    await ask();
    state.down = true;
    clock.advance(5);
    expect(await refusalOf(ask())).toBe('UPSTREAM_UNAVAILABLE: client register does not answer');
    state.down = false;
    expect(await codeOf(ask())).toBe('none');
  });
});
