import { randomBytes } from 'node:crypto';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ConfigError } from '../../src/config.ts';
import { createNetworkHash } from '../../src/ledger/network-hash.ts';
import { networkKey } from '../../src/ledger/network-key.ts';
import { tempDirectory } from './temp-directory.ts';

const hash = createNetworkHash(Buffer.alloc(32, 1));

test.each([
  ['192.0.2.1', '192.0.2.254', '192.0.3.1'],
  ['::ffff:192.0.2.1', '192.0.2.7', '::ffff:192.0.3.1'],
  ['2001:db8:1::1', '2001:DB8:1:ffff::9', '2001:db8:2::1'],
  ['fe80::1%eth0', 'fe80::2', 'fe81::1'],
])('%s is in one network with %s and not with %s', (address, near, far) => {
  expect(hash(address)).toMatch(/^[0-9a-f]{32}$/);
  expect(hash(near)).toBe(hash(address));
  expect(hash(far)).not.toBe(hash(address));
});

test.each(['', 'localhost', '192.0.2.1:80', '192.0.2.1, 10.0.0.1'])('%j is no address', (address) => {
  expect(hash(address)).toBeNull();
});

test('a hash stays the same, also after more addresses than are remembered', () => {
  const addresses = Array.from({ length: 10_000 }, (_, n) => `10.${n >> 8}.${n & 255}.1`);
  const first = addresses.map(hash);
  expect(addresses.map(hash)).toEqual(first);
  expect(new Set(first).size).toBe(addresses.length);
  expect(addresses.slice(0, 50).map(createNetworkHash(Buffer.alloc(32, 1)))).toEqual(first.slice(0, 50));
});

test('another key gives another hash', () => {
  expect(createNetworkHash(Buffer.alloc(32, 2))('192.0.2.1')).not.toBe(hash('192.0.2.1'));
});

test('the key is made once, for the owner alone, also by many at once', async () => {
  const dataDir = await tempDirectory();
  const keys = await Promise.all(Array.from({ length: 8 }, () => networkKey(dataDir, randomBytes)));
  const [first] = keys;
  expect(first).toHaveLength(32);
  for (const key of keys) expect(key).toEqual(first);
  expect(await networkKey(dataDir, randomBytes)).toEqual(first);
  expect((await stat(join(dataDir, 'keys', 'ledger-network'))).mode & 0o777).toBe(0o600);
});

test('a key file that holds something else is refused and left as it is', async () => {
  const dataDir = await tempDirectory();
  await networkKey(dataDir, randomBytes);
  const path = join(dataDir, 'keys', 'ledger-network');
  await writeFile(path, 'abc');
  await expect(networkKey(dataDir, randomBytes)).rejects.toBeInstanceOf(ConfigError);
  expect(await readFile(path, 'utf8')).toBe('abc');
});
