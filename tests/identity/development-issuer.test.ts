import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ConfigError } from '../../src/config.ts';
import { developmentKey, developmentKeyFile } from '../../src/identity/development-key.ts';
import { mintToken, type TokenContent } from '../../src/identity/mint-token.ts';
import { trustedIssuers } from '../../src/identity/trusted-issuers.ts';
import { codeOf, testAuthenticator, testClock } from './test-issuer.ts';

const CONTENT: TokenContent = {
  tenant: 'riverside',
  roles: ['PHYSICIAN'],
  sub: 'dev-physician',
  client: 'phield-cli',
  purposes: ['TREAT'],
  fhirUser: 'Practitioner/demo-physician',
  patient: null,
  scope: null,
  multiFactor: true,
  lifetimeSeconds: 1_800,
};

let dataDir = '';
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'phield-identity-'));
});
afterEach(() => rm(dataDir, { recursive: true }));

function issuersOf(clock: () => number) {
  return trustedIssuers({
    config: { profile: 'embedded', dataDir, issuersFile: null },
    fetch: () => Promise.reject(new Error('no network')),
    clock,
    log: () => undefined,
  });
}

test('a development token makes an actor in the embedded profile, also when minted first', async () => {
  const clock = testClock();
  const token = await mintToken(CONTENT, {
    key: await developmentKey(dataDir),
    clock: clock.now,
    newId: () => 'id-1',
  });
  const issuers = await issuersOf(clock.now);
  const { authenticate } = testAuthenticator({ issuers, clock: clock.now });
  const actor = await authenticate({ authorization: `Bearer ${token}`, purpose: undefined });
  expect(actor).toMatchObject({
    issuer: 'urn:phield:development',
    id: 'dev-physician',
    tenant: 'riverside',
    roles: ['PHYSICIAN'],
    purpose: 'TREAT',
    fhirUser: 'Practitioner/demo-physician',
    scopes: null,
    patient: null,
    assurance: ['mfa', 'otp', 'pwd'],
    tokenId: 'id-1',
  });
  expect(actor.expiresAt - actor.issuedAt).toBe(1_800);
  clock.advance(1_900);
  expect(await codeOf(authenticate({ authorization: `Bearer ${token}`, purpose: undefined }))).toBe(
    'UNAUTHENTICATED',
  );
});

test('a development key of another folder does not verify', async () => {
  const clock = testClock();
  const other = await mkdtemp(join(tmpdir(), 'phield-identity-'));
  const token = await mintToken(CONTENT, {
    key: await developmentKey(other),
    clock: clock.now,
    newId: () => 'id-1',
  });
  await rm(other, { recursive: true });
  const { authenticate } = testAuthenticator({
    issuers: await issuersOf(clock.now),
    clock: clock.now,
  });
  expect(await codeOf(authenticate({ authorization: `Bearer ${token}`, purpose: undefined }))).toBe(
    'UNAUTHENTICATED',
  );
});

test('made by many at once, the key is one, private, and nothing else is left behind', async () => {
  const keys = await Promise.all(Array.from({ length: 12 }, () => developmentKey(dataDir)));
  expect(new Set(keys.map((key) => key.kid)).size).toBe(1);
  expect((await stat(developmentKeyFile(dataDir))).mode & 0o777).toBe(0o600);
  expect(await readdir(join(dataDir, 'keys'))).toEqual(['development-issuer.json']);
});

test('a key file that holds something else is not replaced but named', async () => {
  await developmentKey(dataDir);
  await writeFile(developmentKeyFile(dataDir), '{"kty":"oct","k":"AAAA"}');
  await expect(developmentKey(dataDir)).rejects.toThrow(ConfigError);
});
