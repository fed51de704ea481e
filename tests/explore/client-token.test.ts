import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { calculateJwkThumbprint, decodeJwt, exportJWK, generateKeyPair, SignJWT } from 'jose';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { clientToken } from '../../src/explore/client-token.ts';
import { DEVELOPMENT_ENTRIES } from '../../src/identity/development-clients.ts';
import { type DevelopmentKey, developmentKey } from '../../src/identity/development-key.ts';
import type { ClientEntry } from '../../src/identity/directory.ts';

const URL = 'http://127.0.0.1:4000/explore/client-token';
const NOW = 1_000_000_000_000;
const BODY = { grant_type: 'client_credentials', client_id: 'app', scope: 'system/Patient.rs' };

let folder: string;
let key: DevelopmentKey;
let pair: Awaited<ReturnType<typeof generateKeyPair>>;
let machine: ClientEntry;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'client-token-'));
  key = await developmentKey(folder);
  pair = await generateKeyPair('ES256', { extractable: true });
  const [house] = DEVELOPMENT_ENTRIES.values();
  if (house === undefined) throw new Error('no entry');
  machine = { ...house, kind: 'machine', tenant: 'riverside', firstParty: false };
});
afterAll(() => rm(folder, { recursive: true }));

async function proof(
  claims: Record<string, unknown> = {},
  header: Record<string, unknown> = {},
): Promise<string> {
  return new SignJWT({ htm: 'POST', htu: URL, jti: 'j', iat: NOW / 1000, ...claims })
    .setProtectedHeader({ typ: 'dpop+jwt', alg: 'ES256', jwk: await exportJWK(pair.publicKey), ...header })
    .sign(pair.privateKey);
}

function ask(shown: unknown, body: unknown = BODY, entry: ClientEntry | null = machine) {
  return clientToken(
    { proof: shown, body, url: URL },
    {
      clients: { find: async (_issuer, client) => (client === 'app' ? entry : null) },
      ...{ key, clock: () => NOW, newId: randomUUID, lifetimeSeconds: 60 },
    },
  );
}

it('binds the token to the key that made the proof, for the machine and tenant that are registered', async () => {
  const granted = await ask(await proof());
  expect(granted).toMatchObject({ token_type: 'DPoP', expires_in: 60, scope: BODY.scope });
  expect(decodeJwt(granted?.access_token ?? '')).toMatchObject({
    tenant: 'riverside',
    roles: ['SYSTEM'],
    client_id: 'app',
    cnf: { jkt: await calculateJwkThumbprint(await exportJWK(pair.publicKey)) },
  });
});

it('gives none for a proof that shows nothing', async () => {
  const other = await exportJWK((await generateKeyPair('ES256', { extractable: true })).publicKey);
  const shown: [string, unknown][] = [
    ['none', undefined],
    ['two', [await proof(), await proof()]],
    ['no token', 'a.b.c'],
    ['for another address', await proof({ htu: 'http://127.0.0.1:4000/graphql' })],
    ['for another method', await proof({ htm: 'GET' })],
    ['an old one', await proof({ iat: NOW / 1000 - 300 })],
    ['one of another kind', await proof({}, { typ: 'JWT' })],
    ['under a key that did not sign', await proof({}, { jwk: other })],
    ['without a key', await proof({}, { jwk: undefined })],
  ];
  for (const [name, one] of shown) expect([name, await ask(one)]).toEqual([name, null]);
});

it('gives none to whoever is no registered machine of one tenant, or asks for something else', async () => {
  const shown = await proof();
  const entries: (ClientEntry | null)[] = [
    null,
    { ...machine, kind: 'user' },
    { ...machine, tenant: null },
    { ...machine, suspended: true },
  ];
  for (const entry of entries) expect(await ask(shown, BODY, entry)).toBe(null);
  const bodies = [
    null,
    {},
    { ...BODY, grant_type: 'password' },
    { ...BODY, roles: ['PHYSICIAN'] },
    { ...BODY, client_id: 'other' },
  ];
  for (const body of bodies) expect(await ask(shown, body)).toBe(null);
});
