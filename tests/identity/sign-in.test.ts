import { beforeAll, describe, expect, test } from 'vitest';
import {
  claimsWith,
  fixedIssuer,
  refusalOf,
  type SigningKey,
  START,
  signingKey,
  testAuthenticator,
  testClock,
} from './test-issuer.ts';

const NOW = START / 1000;

let key: SigningKey;
beforeAll(async () => {
  key = await signingKey('EdDSA', 'k1');
});

async function actorOf(claims: Record<string, unknown>, assurance?: Record<string, unknown>) {
  const { authenticate } = testAuthenticator({
    issuers: [fixedIssuer([key], assurance === undefined ? {} : { assurance })],
    clock: testClock().now,
  });
  const authorization = `Bearer ${await key.sign(claimsWith(claims))}`;
  return authenticate({ authorization, purpose: undefined });
}

describe('more than one factor is what the issuer’s entry says', () => {
  const gold = 'urn:example:gold';
  test.each<[string, Record<string, unknown>, Record<string, unknown> | undefined, boolean]>([
    ['nothing said', {}, undefined, false],
    ['the method mfa, where nothing else is configured', { amr: ['pwd', 'mfa'] }, undefined, true],
    ['a method alone', { amr: 'mfa' }, undefined, true],
    ['two methods that are one factor each', { amr: ['pwd', 'otp'] }, undefined, false],
    ['a method that is like it', { amr: ['MFA', 'mfa2'] }, undefined, false],
    ['no methods', { amr: [] }, undefined, false],
    ['another method that was configured', { amr: ['hwk'] }, { amr: ['hwk'] }, true],
    ['mfa, where another was configured', { amr: ['mfa'] }, { amr: ['hwk'] }, false],
    ['a class that nobody configured', { acr: gold }, undefined, false],
    ['a class that was configured', { acr: gold }, { acr: [gold] }, true],
    ['a class in other letters', { acr: gold.toUpperCase() }, { acr: [gold] }, false],
    ['a method as a class', { amr: [gold] }, { acr: [gold] }, false],
    ['a class as a method', { acr: 'mfa' }, undefined, false],
    ['nothing can count', { amr: ['mfa'] }, { amr: [] }, false],
    ['a provider that lets nobody in without', {}, { mfaEnforced: true }, true],
  ])('%s', async (_, claims, assurance, expected) => {
    expect((await actorOf(claims, assurance)).multiFactor).toBe(expected);
  });
});

describe('when and how', () => {
  test('class, time and key are the token’s', async () => {
    expect(await actorOf({ acr: 'urn:x', auth_time: NOW - 100.5 })).toMatchObject({
      acr: 'urn:x',
      authTime: NOW - 101,
    });
    expect(await actorOf({})).toMatchObject({ acr: null, authTime: null, proofKey: null });
  });

  test.each([
    ['a time that is a text', { auth_time: '1' }, 'auth_time'],
    ['a time before all times', { auth_time: -1 }, 'auth_time'],
    ['a time beyond all times', { auth_time: 1e300 }, 'auth_time'],
    ['several times', { auth_time: [NOW] }, 'auth_time'],
    ['a sign-in after the token was issued', { auth_time: NOW + 6 }, 'auth_time'],
    ['a class that is no text', { acr: 2 }, 'acr'],
    ['two classes', { acr: ['a', 'b'] }, 'acr'],
  ])('refused: %s', async (_, claims, name) => {
    expect(await refusalOf(actorOf(claims))).toBe(`UNAUTHENTICATED: claim ${name} is malformed`);
  });

  test('clocks may differ by what the issuer’s entry allows', async () => {
    expect((await actorOf({ auth_time: NOW + 5 })).authTime).toBe(NOW + 5);
  });
});
