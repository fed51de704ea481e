import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStore } from '../../datasources/open-store.ts';
import { loadConfig } from '../../src/config.ts';
import { DEVELOPMENT_ISSUER } from '../../src/identity/issuer-settings.ts';
import { endableKey } from '../../src/identity/session-key.ts';
import { ledgerDirectory } from '../../src/ledger/ledger-directory.ts';
import { storeEnded } from '../support/copy-demo.ts';
import { runCommand } from '../support/gateway-process.ts';

const ISSUER = 'https://id.example/riverside';

let dataDir: string;
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'phield-revoke-'));
});
afterAll(async () => {
  await storeEnded(dataDir);
  await rm(dataDir, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
});

const revoke = (args: readonly string[], env: Record<string, string> = {}) =>
  runCommand(['revoke', ...args], { PHIELD_DATA_DIR: dataDir, ...env });

async function revoked(): Promise<readonly string[]> {
  const store = await openStore(loadConfig({ PHIELD_DATA_DIR: dataDir }), Date.now);
  try {
    return (await store.revocations.after(0)).map(({ key }) => key);
  } finally {
    await store.close();
  }
}

describe('phield revoke', () => {
  it('ends a token of the development issuer where none is named, without a gateway', async () => {
    const done = await revoke(['--token-id', 't1', '--json']);
    expect([done.code, done.stderr]).toEqual([0, '']);
    expect(JSON.parse(done.stdout)).toEqual({
      revoked: { kind: 'token', issuer: DEVELOPMENT_ISSUER, id: 't1', reason: 'administrative' },
      recorded: true,
    });
    expect(await revoked()).toEqual([endableKey('token', DEVELOPMENT_ISSUER, 't1')]);
  });

  it('ends a session of a trusted issuer', async () => {
    const file = join(dataDir, 'issuers.json');
    const issuers = [
      { issuer: ISSUER, jwksUri: 'http://127.0.0.1:9/keys', audience: ['x'], tenants: ['riverside'] },
    ];
    await writeFile(file, JSON.stringify({ issuers }));
    const done = await revoke(['--issuer', ISSUER, '--session', 's1', '--reason', 'left'], {
      PHIELD_ISSUERS_FILE: file,
    });
    expect([done.code, done.stdout]).toEqual([0, 'revoked session\n']);
    expect(await revoked()).toContain(endableKey('session', ISSUER, 's1'));
  });

  it.each<[string, readonly string[], string]>([
    ['nothing to revoke', [], '--token-id'],
    ['both at once', ['--token-id', 'a', '--session', 'b'], 'one of'],
    ['an issuer that nobody trusts', ['--issuer', `${ISSUER}/`, '--session', 's1'], '--issuer'],
    ['a reason in words of one’s own', ['--session', 's1', '--reason', 'canary'], '--reason'],
    ['an id that no token can have', ['--token-id', 'line\nbreak'], '--token-id'],
    ['an option that is none', ['--everything'], 'unknown option'],
  ])('%s is wrong usage, and nothing is revoked', async (_what, args, named) => {
    const before = await revoked();
    const done = await revoke(args);
    expect([done.code, done.stdout]).toEqual([2, '']);
    expect(done.stderr).toContain(named);
    expect(done.stderr).not.toContain('canary');
    expect(await revoked()).toEqual(before);
  });

  it('tells its options', async () => {
    const done = await revoke(['--help']);
    expect(done.code).toBe(0);
    for (const option of ['--issuer', '--token-id', '--session', '--reason', '--json']) {
      expect(done.stdout).toContain(option);
    }
  });

  it('revokes although the ledger cannot be written, and says that it is not recorded', async () => {
    await rm(ledgerDirectory(dataDir), { recursive: true, force: true });
    await writeFile(ledgerDirectory(dataDir), '');
    const done = await revoke(['--token-id', 'urgent', '--json']);
    expect(done.code).toBe(1);
    expect(JSON.parse(done.stdout)).toMatchObject({ recorded: false });
    expect(done.stderr).toContain('the ledger cannot be written');
    expect(await revoked()).toContain(endableKey('token', DEVELOPMENT_ISSUER, 'urgent'));
  });

  it('says so when the store does not answer, and then nothing is revoked', async () => {
    const done = await revoke(['--token-id', 'x'], { PHIELD_DYNAMODB_ENDPOINT: 'http://127.0.0.1:9' });
    expect([done.code, done.stdout]).toEqual([1, '']);
    expect(done.stderr).toContain('phield:');
  });
});
