import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ConfigError } from '../../src/config.ts';
import { developmentKey } from '../../src/identity/development-key.ts';
import { readIssuerSettings } from '../../src/identity/issuer-settings.ts';
import { trustedIssuers } from '../../src/identity/trusted-issuers.ts';

const ENTRY = {
  issuer: 'https://id.example',
  jwksUri: 'https://id.example/keys',
  audience: ['https://phield.example'],
  tenants: ['riverside'],
};

function findingOf(content: unknown): string {
  try {
    readIssuerSettings(content);
    return 'none';
  } catch (error) {
    return error instanceof ConfigError ? error.message : `undecided: ${String(error)}`;
  }
}

test('an entry with what it must have gets cautious defaults, frozen', () => {
  const [entry] = readIssuerSettings({ issuers: [ENTRY] });
  expect(entry).toMatchObject({
    accessTokenType: 'required',
    tokenId: 'required',
    claimsWin: [],
    maxAgeSeconds: 3_600,
    maxLifetimeSeconds: 3_600,
    clockToleranceSeconds: 5,
    keys: {
      timeoutMs: 2_000,
      cooldownSeconds: 30,
      refreshSeconds: 300,
      retrySeconds: 5,
      maxStaleSeconds: 3_600,
    },
  });
  const parts = [
    entry,
    entry?.claims,
    entry?.claimsWin,
    entry?.tenants,
    entry?.audience,
    entry?.algorithms,
    entry?.keys,
  ];
  for (const part of parts) expect(Object.isFrozen(part)).toBe(true);
});

test('an entry’s own settings stand above its preset’s, claim by claim', () => {
  const [entry] = readIssuerSettings({
    issuers: [
      { ...ENTRY, preset: 'cognito', clients: ['a'], algorithms: ['RS384'], claims: { tenant: 'org' } },
    ],
  });
  expect(entry).toMatchObject({
    tokenUse: true,
    algorithms: ['RS384'],
    claims: { tenant: 'org', roles: 'cognito:groups' },
  });
});

describe('what an entry must not say', () => {
  const entry = (changes: Record<string, unknown>) => ({ issuers: [{ ...ENTRY, ...changes }] });
  test.each<[string, unknown, string]>([
    ['nothing', {}, 'issuers'],
    ['no issuer at all', { issuers: [] }, 'issuers'],
    ['an issuer twice', { issuers: [ENTRY, ENTRY] }, 'expected each issuer once'],
    ['a setting nobody knows', entry({ audiences: [] }), 'audiences'],
    ['a claim nobody knows', entry({ claims: { tennant: 'x' } }), 'tennant'],
    ['a preset nobody knows', entry({ preset: 'okta' }), 'preset'],
    ['the development issuer', entry({ issuer: 'urn:phield:development' }), 'reserved'],
    ['a symmetric algorithm', entry({ algorithms: ['HS256'] }), 'algorithms.0'],
    ['no algorithm', entry({ algorithms: ['none'] }), 'algorithms.0'],
    ['an empty list of algorithms', entry({ algorithms: [] }), 'algorithms'],
    ['keys over plain HTTP', entry({ jwksUri: 'http://id.example/keys' }), 'jwksUri'],
    ['keys from a file', entry({ jwksUri: 'file:///etc/keys' }), 'jwksUri'],
    ['a password in the address', entry({ jwksUri: 'https://u:p@id.example/keys' }), 'jwksUri'],
    ['no tenants', entry({ tenants: [] }), 'tenants'],
    ['every tenant', entry({ tenants: ['*'] }), 'tenants.0'],
    ['neither audience nor clients', entry({ audience: undefined }), 'expected audience, or clients'],
    ['an empty audience', entry({ audience: [] }), 'audience'],
    [
      'clients without token_use',
      entry({ audience: undefined, clients: ['a'] }),
      'expected audience, or clients',
    ],
    [
      'Cognito without clients',
      entry({ preset: 'cognito', audience: undefined }),
      'expected audience, or clients',
    ],
    ['a default purpose that overrides', entry({ clientPurposes: { a: 'BTG' } }), 'never BTG or ETREAT'],
    ['a role in small letters', entry({ roleMap: { group: ['nurse'] } }), 'roleMap.group.0'],
    ['a lifetime over a day', entry({ maxLifetimeSeconds: 86_401 }), 'maxLifetimeSeconds'],
    [
      'keys stale before they are renewed',
      entry({ keys: { refreshSeconds: 600, maxStaleSeconds: 60 } }),
      'maxStaleSeconds',
    ],
    ['claims to win that limit', entry({ claimsWin: ['scope'] }), 'claimsWin.0'],
  ])('%s', (_, content, finding) => {
    const got = findingOf(content);
    expect(got).toContain('The issuers file is not usable');
    expect(got).toContain(finding);
  });

  test('a finding does not repeat the value', () => {
    expect(
      findingOf(entry({ jwksUri: 'http://secret-name.example', tenants: ['Secret Tenant'] })),
    ).not.toMatch(/secret/i);
  });
});

describe('the issuers file and the profile', () => {
  let dataDir = '';
  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'phield-identity-'));
  });
  afterEach(() => rm(dataDir, { recursive: true }));

  async function start(
    profile: 'embedded' | 'production',
    content: string | null,
  ): Promise<readonly string[]> {
    const issuersFile = content === null ? null : join(dataDir, 'issuers.yaml');
    if (issuersFile !== null && content !== null) await writeFile(issuersFile, content);
    const issuers = await trustedIssuers({
      config: { profile, dataDir, issuersFile },
      fetch: () => Promise.reject(new Error('no network')),
      clock: Date.now,
      log: () => undefined,
    });
    return issuers.map(({ settings }) => settings.issuer);
  }
  const file = JSON.stringify({ issuers: [ENTRY] });

  test('embedded: the file’s issuers and the development key', async () => {
    expect(await start('embedded', file)).toEqual([ENTRY.issuer, 'urn:phield:development']);
    expect(await start('embedded', null)).toEqual(['urn:phield:development']);
  });

  test('production: the file’s issuers alone, and no development key is made', async () => {
    expect(await start('production', file)).toEqual([ENTRY.issuer]);
    expect(await start('production', file)).toEqual([ENTRY.issuer]);
  });

  test('production does not start without issuers', async () => {
    await expect(start('production', null)).rejects.toThrow(/PHIELD_ISSUERS_FILE/);
  });

  test('production does not start beside a development key', async () => {
    await developmentKey(dataDir);
    await expect(start('production', file)).rejects.toThrow(/development key must not/);
  });

  test('production does not start with the development issuer', async () => {
    const content = JSON.stringify({ issuers: [{ ...ENTRY, issuer: 'urn:phield:development' }] });
    await expect(start('production', content)).rejects.toThrow(/reserved/);
  });

  test('production does not start with keys over plain HTTP, not even on loopback', async () => {
    const content = JSON.stringify({ issuers: [{ ...ENTRY, jwksUri: 'http://127.0.0.1/keys' }] });
    await expect(start('production', content)).rejects.toThrow(/https in production/);
    expect(await start('embedded', content)).toContain(ENTRY.issuer);
  });

  test('a file that cannot be read or is half written stops the start', async () => {
    await expect(start('embedded', 'issuers: [')).rejects.toThrow(ConfigError);
    await expect(start('embedded', '')).rejects.toThrow(ConfigError);
  });
});
