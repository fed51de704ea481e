import { beforeAll, describe, expect, test } from 'vitest';
import {
  claimsWith,
  codeOf,
  fixedIssuer,
  type SigningKey,
  signingKey,
  testAuthenticator,
  testClock,
} from './test-issuer.ts';

let key: SigningKey;
beforeAll(async () => {
  key = await signingKey('RS256', 'k1');
});

function authenticatorFor(entry: Record<string, unknown> = {}) {
  return testAuthenticator({ issuers: [fixedIssuer([key], entry)], clock: testClock().now });
}

describe('the purpose', () => {
  const under = async (
    purposes: unknown,
    header?: string,
    entry: Record<string, unknown> = {},
  ): Promise<string> => {
    const authorization = `Bearer ${await key.sign(claimsWith({ purposes }))}`;
    const authenticator = authenticatorFor(entry);
    const refused = await codeOf(authenticator.authenticate({ authorization, purpose: header }));
    if (refused !== 'none') return refused;
    return (await authenticator.authenticate({ authorization, purpose: header })).purpose;
  };

  test('without a header: the first, never BTG or ETREAT', async () => {
    expect(await under(['COC', 'TREAT'])).toBe('COC');
    expect(await under(['BTG', 'ETREAT', 'TREAT'])).toBe('TREAT');
    expect(await under(['BTG', 'ETREAT'])).toBe('FORBIDDEN');
  });

  test('the header chooses among the actor’s', async () => {
    expect(await under(['TREAT', 'BTG'], 'BTG')).toBe('BTG');
    expect(await under(['TREAT', 'COC'], 'COC')).toBe('COC');
  });

  test.each([['HPAYMT'], ['ETREAT'], ['treat'], [''], ['TREAT, COC'], ['TREAT COC'], ['constructor']])(
    'the header adds nothing: %s',
    async (header) => {
      expect(await under(['TREAT', 'COC'], header)).toBe('FORBIDDEN');
    },
  );

  test('an is-a of one’s own purpose is another purpose', async () => {
    expect(await under(['TREAT'], 'BTG')).toBe('FORBIDDEN');
    expect(await under(['HOPERAT'], 'TREAT')).toBe('FORBIDDEN');
  });

  test('unknown purposes are dropped; none left forbids, and the client’s default does not step in', async () => {
    const entry = { clientPurposes: { portal: 'TREAT' } };
    expect(await under(['WORLD_PEACE', 'COC'], undefined, entry)).toBe('COC');
    expect(await under(['WORLD_PEACE'], undefined, entry)).toBe('FORBIDDEN');
    expect(await under([], undefined, entry)).toBe('FORBIDDEN');
  });

  test('no purposes at all: the client’s default, else none', async () => {
    const entry = { clientPurposes: { portal: 'HPAYMT', other: 'TREAT' } };
    expect(await under(undefined, undefined, entry)).toBe('HPAYMT');
    expect(await under(undefined, 'TREAT', entry)).toBe('FORBIDDEN');
    expect(await under(undefined)).toBe('FORBIDDEN');
    expect(await under(undefined, 'TREAT')).toBe('FORBIDDEN');
  });

  test('as other dialects write it', async () => {
    expect(await under('TREAT COC')).toBe('TREAT');
    expect(await under(['urn:oid:2.16.840.1.113883.5.8#COC'])).toBe('COC');
    expect(await under(['urn:oid:1.2.3#COC'])).toBe('FORBIDDEN');
    const system = 'http://terminology.hl7.org/CodeSystem/v3-ActReason';
    expect(await under([{ system, code: 'HPAYMT' }])).toBe('HPAYMT');
    expect(await under([{ system: 'http://healthit.gov/nhin/purposeofuse', code: 'PAYMENT' }])).toBe(
      'HPAYMT',
    );
    expect(await under([{ system: 'http://other.example', code: 'TREAT' }])).toBe('FORBIDDEN');
    expect(await under([7])).toBe('UNAUTHENTICATED');
  });
});
