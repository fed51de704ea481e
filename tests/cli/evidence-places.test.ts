import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { copyDemo, eventually, storeEnded } from '../support/copy-demo.ts';
import { runCommand } from '../support/gateway-process.ts';
import { mountSmall, unmount } from '../support/small-device.ts';

let dataDir: string;
let folder: string;
beforeAll(async () => {
  dataDir = await copyDemo();
  folder = await mkdtemp(join(tmpdir(), 'phield-evidence-'));
});
afterAll(async () => {
  await storeEnded(dataDir);
  for (const path of [dataDir, folder])
    await rm(path, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
});

const PERIOD = ['evidence', '--tenant', 'riverside', '--from', '1d', '--to', '0s'];
const make = (out: string, env: Readonly<Record<string, string>> = {}) =>
  runCommand([...PERIOD, '--out', out, '--json'], { PHIELD_DATA_DIR: dataDir, ...env });
const actsOf = async (env: Readonly<Record<string, string>> = {}) => {
  const query = ['ledger', 'query', '--tenant', 'riverside', '--kind', 'privileged', '--json'];
  const { stdout } = await runCommand(query, { PHIELD_DATA_DIR: dataDir, ...env });
  const acts = stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line).operation);
  return acts.filter((act) => act.startsWith('evidence'));
};

describe('phield evidence', { timeout: 180_000 }, () => {
  it.skipIf(process.platform !== 'linux')('is not begun where nothing can be written', async () => {
    const { code, stderr } = await make('/proc/pack');
    expect(code).toBe(2);
    expect(stderr).toContain('--out: nothing can be written there');
    expect(await actsOf()).toEqual([]);
  });

  it('on a full device leaves nothing but its record', async ({ skip }) => {
    const device = join(folder, 'device');
    await mkdir(device);
    if (!mountSmall(device, 2)) skip('no device can be mounted here');
    try {
      const { code, stdout } = await make(join(device, 'pack'));
      expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
      expect(await readdir(device)).toEqual([]);
      expect(await actsOf()).toEqual(['evidence_made']);
    } finally {
      unmount(device);
    }
  });

  it('that is interrupted leaves nothing', async () => {
    const around = join(folder, 'around');
    await mkdir(around);
    const child = spawn(process.execPath, ['src/cli/main.ts', ...PERIOD, '--out', join(around, 'pack')], {
      env: { PATH: process.env.PATH, PHIELD_DATA_DIR: dataDir },
      stdio: 'ignore',
    });
    const ended = once(child, 'exit');
    await eventually(async () => (await readdir(around)).length > 0, 'it does not begin');
    child.kill('SIGTERM');
    expect((await ended)[0]).toBe(130);
    expect(await readdir(around)).toEqual([]);
  });

  it('is made of records in the table too, and verifies them there', async () => {
    const env = { PHIELD_LEDGER_REQUIRE: 'dynamodb' };
    await rm(join(dataDir, 'ledger'), { recursive: true });
    await rm(join(dataDir, 'index'), { recursive: true, force: true });
    expect(await make(join(folder, 'first'), env)).toMatchObject({ code: 0, stderr: '' });
    const { code, stdout } = await make(join(folder, 'second'), env);
    expect({ code, ...JSON.parse(stdout) }).toMatchObject({ code: 0, ok: true });
    expect(await actsOf(env)).toEqual([
      'evidence_made',
      'evidence_sealed',
      'evidence_made',
      'evidence_sealed',
    ]);
    expect(JSON.parse(stdout).attention).toContain(
      'There is no Merkle log: only what its writers signed could be checked.',
    );
    expect(await runCommand(['evidence', 'verify', join(folder, 'second')], {})).toMatchObject({ code: 0 });
  });

  it('is not made where nothing can be put on record', async () => {
    const out = join(folder, 'never');
    const { code } = await make(out, { PHIELD_DATA_DIR: join(folder, 'empty') });
    expect(code).toBe(1);
    expect(await readdir(folder)).not.toContain('never');
    expect(await readdir(folder)).not.toContain('empty');
  });
});
