import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openEmbeddedSigningKey } from '../../../datasources/keys/embedded-signing-key.ts';
import {
  openFileInstallation,
  openInstallation,
  openLogKey,
} from '../../../datasources/keys/open-ledger-keys.ts';
import { isSignedBy } from '../../../src/ledger/chain/signing-key.ts';
import { tempDirectory } from '../../ledger/temp-directory.ts';

const named = () => 'test.example/installation';

test('made at first use, the owner’s alone, and the same ever after', async () => {
  const file = join(await tempDirectory(), 'keys', 'ledger-installation.json');
  const first = await openEmbeddedSigningKey(file, named);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  const second = await openEmbeddedSigningKey(file, named);
  expect(Buffer.from(second.publicKey)).toEqual(first.publicKey);
  const message = Buffer.from('message');
  expect(isSignedBy(first.publicKey, message, await second.sign(message))).toBe(true);
  expect(isSignedBy(first.publicKey, Buffer.from('messagf'), await second.sign(message))).toBe(false);
});

test('many that start at once end with one key, and leave nothing else behind', async () => {
  const file = join(await tempDirectory(), 'keys', 'ledger-installation.json');
  const keys = await Promise.all(Array.from({ length: 20 }, () => openEmbeddedSigningKey(file, named)));
  expect(new Set(keys.map(({ publicKey }) => Buffer.from(publicKey).toString('hex'))).size).toBe(1);
  expect(await readdir(join(file, '..'))).toEqual(['ledger-installation.json']);
});

test.each([
  ['nothing', ''],
  ['no JSON', 'key'],
  ['another version', JSON.stringify({ version: 2, type: 'ed25519', privateKey: '' })],
  ['no key', JSON.stringify({ version: 1, type: 'ed25519', privateKey: 'AAAA' })],
])('a file that holds %s is refused and left as it is', async (_, text) => {
  const file = join(await tempDirectory(), 'keys', 'ledger-installation.json');
  await mkdir(join(file, '..'));
  await writeFile(file, text);
  await expect(openEmbeddedSigningKey(file, named)).rejects.toMatchObject({
    detail: 'the embedded signing key file holds no Ed25519 key',
  });
  expect(await readFile(file, 'utf8')).toBe(text);
});

test('an installation is named by its key unless the deployment names it', async () => {
  const dataDir = await tempDirectory();
  const { key, origin, build } = await openFileInstallation(dataDir);
  expect(origin).toMatch(/^phield\.local\/[0-9a-f]{8}$/);
  expect(key.name).toBe(`${origin}/installation`);
  expect(build).toMatch(/^\d+\.\d+\.\d+/);
  const settings = { origin: 'audit.clinic.example/live', signingKeyId: null, logKeyId: null };
  const given = await openInstallation({ dataDir, region: 'eu-west-1', ledger: settings });
  expect([given.origin, given.key.name]).toEqual([settings.origin, `${settings.origin}/installation`]);
  expect(Buffer.from(given.key.publicKey)).toEqual(key.publicKey);
  const log = await openLogKey({ dataDir, region: 'eu-west-1', ledger: settings }, given);
  expect(log.name).toBe(settings.origin);
  expect(Buffer.from(log.publicKey)).not.toEqual(key.publicKey);
});
