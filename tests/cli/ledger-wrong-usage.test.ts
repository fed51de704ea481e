import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openCommandLedger } from '../../src/cli/open-command-ledger.ts';
import { loadConfig } from '../../src/config.ts';
import { sampleRecord } from '../ledger/sample-record.ts';

// Each is a process of its own, and the machine may be busy.
vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 });

const MAIN = join(import.meta.dirname, '..', '..', 'src', 'cli', 'main.ts');
let root = '';
let dataDir = '';
let home = '';

function ledger(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  return new Promise<{ code: number; stdout: string; stderr: string }>((resolve) => {
    const settings = { ...process.env, PHIELD_DATA_DIR: dataDir, ...env };
    execFile(process.execPath, [MAIN, 'ledger', ...args], { env: settings }, (error, stdout, stderr) =>
      resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr }),
    );
  });
}

async function recordedIn(directory: string): Promise<void> {
  const own = await openCommandLedger(loadConfig({ PHIELD_DATA_DIR: directory }));
  await own.append(sampleRecord());
  await own.close();
}

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'phield-usage-'));
  [dataDir, home] = [join(root, 'data'), root];
  await recordedIn(dataDir);
  await writeFile(join(home, 'none.json'), 'CANARY {');
});

afterAll(() => rm(root, { recursive: true }));

describe('what is wrong is named, with what to do, and is told from a finding', () => {
  const key = 'one.example/w+2002014b+BAcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcH';
  it.each([
    [
      'a setting',
      ['verify'],
      { PHIELD_LEDGER_REQUIRE: 'both' },
      'PHIELD_LEDGER_REQUIRE: Invalid option: expected one of',
    ],
    [
      'a witness without its key',
      ['verify'],
      { PHIELD_LEDGER_WITNESSES: 'http://127.0.0.1:1' },
      'expected <address>#<key>',
    ],
    [
      'a witness’s misspelt key',
      ['sequence', '--once'],
      { PHIELD_LEDGER_WITNESSES: `http://127.0.0.1:1#${key}` },
      'expected <address>#<key>',
    ],
    ['no proof file', ['verify', '--proof', '/nowhere/e.tlog-proof'], {}, 'phield ledger prove makes one'],
    [
      'no trust file',
      ['sequence', '--once', '--trust', '/nowhere/trust.json'],
      {},
      '--trust: the trust file cannot be read',
    ],
    [
      'an export of no tenant',
      ['export', '--tenant', 'nowhere', '--format', 'csv'],
      {},
      '--tenant: expected one of lakeside, riverside: a tenant exists by its file in ',
    ],
    [
      'an accounting of no tenant',
      ['accounting', '--tenant', 'nowhere', '--patient', 'p1', '--format', 'json'],
      {},
      '--tenant: expected one of lakeside, riverside: a tenant exists by its file in ',
    ],
    ['no events at all', ['query', '--limit', '0'], {}, '--limit: expected a whole number, 1 or more'],
    [
      'a Bundle of nothing',
      ['export', '--tenant', 'riverside', '--format', 'bundle', '--bundle-size', '0'],
      {},
      '--bundle-size: expected a whole number from 1 to 10000',
    ],
  ] as const)('%s', async (_name, args, env, told) => {
    const { code, stdout, stderr } = await ledger(args, env);
    expect(stderr).toContain(told);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  });

  it('a trust file that is none, without a word of it', async () => {
    const { code, stderr } = await ledger(['sequence', '--once', '--trust', join(home, 'none.json')]);
    expect(stderr).toContain('--trust: expected a file as phield ledger trust prints it');
    expect(stderr).not.toContain('CANARY');
    expect(code).toBe(2);
  });

  it('a log to be served where there is none, and none is made', async () => {
    const empty = join(root, 'empty');
    await mkdir(empty);
    const { code, stdout, stderr } = await ledger(['serve-checkpoint'], { PHIELD_DATA_DIR: empty });
    expect(stderr).toBe(`phield: There is no ledger in ${join(empty, 'ledger')} yet.\n`);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(await readdir(empty)).toEqual([]);
  });

  it('an address that another has', async () => {
    const taken = createServer();
    await new Promise<void>((ready) => taken.listen(0, '127.0.0.1', ready));
    const address = taken.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const { code, stderr } = await ledger(['serve-checkpoint', '--port', String(port)]);
    taken.close();
    expect(stderr).toBe(
      `phield: cannot listen on 127.0.0.1:${port} (EADDRINUSE): choose another --port or --host\n`,
    );
    expect(code).toBe(2);
  });
});

describe('a trust file of another installation', () => {
  const trust = () => join(home, 'other.json');
  let other = '';
  beforeAll(async () => {
    other = join(root, 'other');
    await recordedIn(other);
    await ledger(['sequence', '--once'], { PHIELD_DATA_DIR: other });
    await writeFile(trust(), (await ledger(['trust'], { PHIELD_DATA_DIR: other })).stdout);
  });

  it('lets no log grow, and that is a finding', async () => {
    const { code, stderr } = await ledger(['sequence', '--once', '--trust', trust()]);
    expect(stderr).toMatch(
      /^phield: stored data does not fit: the trust file’s checkpoint is not one of phield\.local\//,
    );
    expect(code).toBe(1);
  });
});
