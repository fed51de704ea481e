import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { PUBLIC_MESSAGE } from '../../src/errors.ts';
import { openFileLedger } from '../../src/ledger/file-ledger.ts';
import { collectLedger } from '../ledger/collect-ledger.ts';
import { sampleRecord } from '../ledger/sample-record.ts';
import { createInstallation } from '../ledger/support/seal-batches.ts';
import { tempDirectory } from '../ledger/temp-directory.ts';

const MAIN = join(import.meta.dirname, '..', '..', 'src', 'cli', 'main.ts');

async function phield(dataDir: string, ...args: readonly string[]) {
  return run(dataDir, process.execPath, [MAIN, ...args]);
}

async function run(dataDir: string, command: string, args: readonly string[]) {
  const env = { ...process.env, PHIELD_DATA_DIR: dataDir };
  const child = spawn(command, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    stdout += chunk;
  });
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    stderr += chunk;
  });
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  const events = () =>
    stdout
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line));
  return { code, stdout, stderr, events };
}

/** A data directory whose ledger a gateway in this process is still writing. */
async function runningGateway() {
  const dataDir = await tempDirectory();
  const ledger = await openFileLedger({
    installation: createInstallation(),
    directory: join(dataDir, 'ledger'),
    clock: Date.now,
    random: randomBytes,
    onFatal: () => undefined,
  });
  return { dataDir, ledger };
}

test('query prints one event per line, beside a writer and after it', async () => {
  const { dataDir, ledger } = await runningGateway();
  await ledger.append(sampleRecord({ id: 'r1', actor: 'line\u2028end\u009bsteer\n' }));
  for (const close of [false, true]) {
    if (close) await ledger.close();
    const { code, events, stdout, stderr } = await phield(
      dataDir,
      'ledger',
      'query',
      '--tenant',
      'riverside',
      '--patient',
      'p1',
      '--json',
    );
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(events().map(({ id }) => id)).toEqual(['r1.0', 'r1.1', 'r1.2']);
    expect(events()[0].actor).toBe('line\u2028end\u009bsteer\n');
    expect(stdout).not.toMatch(/[\u2028\u009b]/);
  }
});

test('a reading is recorded before anything is printed, and is itself in the next reading', async () => {
  const { dataDir, ledger } = await runningGateway();
  await ledger.append(sampleRecord({ id: 'r1' }));
  expect((await phield(dataDir, 'ledger', 'query', '--patient', 'p1')).stdout).toContain('3 events');
  const { records } = await collectLedger(join(dataDir, 'ledger'));
  expect(records.at(-1)?.record).toMatchObject({
    kind: 'privileged',
    operation: 'ledger_query',
    client: 'phield-cli',
    subjects: [{ subject: 'p1', groups: [] }],
  });
  const all = (await phield(dataDir, 'ledger', 'query', '--json')).events();
  expect(all.map(({ kind }) => kind)).toEqual([...Array(5).fill('operation'), 'privileged']);
  const about = (await phield(dataDir, 'ledger', 'query', '--patient', 'p1', '--json')).events();
  expect(about.map(({ kind }) => kind)).toEqual(['operation', 'operation', 'operation']);
  const readings = await phield(
    dataDir,
    'ledger',
    'query',
    '--patient',
    'p1',
    '--kind',
    'privileged',
    '--json',
  );
  expect(readings.events()).toMatchObject([
    { kind: 'privileged', subject: 'p1' },
    { kind: 'privileged', subject: 'p1' },
  ]);
  await ledger.close();
});

test('a ledger that cannot be written is not read either', async () => {
  const { dataDir, ledger } = await runningGateway();
  await ledger.append(sampleRecord({ id: 'r1' }));
  await ledger.close();
  const shell = ['-c', 'ulimit -f 0; exec "$0" "$1" ledger query --json', process.execPath, MAIN];
  const { code, stdout, stderr } = await run(dataDir, '/bin/sh', shell);
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toContain(PUBLIC_MESSAGE.LEDGER_UNAVAILABLE);
});

test('filters and times', async () => {
  const { dataDir, ledger } = await runningGateway();
  const old = new Date(Date.now() - 2 * 3_600_000).toISOString();
  await ledger.append(sampleRecord({ id: 'old', time: old }));
  await ledger.append(sampleRecord({ id: 'new', time: new Date().toISOString(), request: 'req-9' }));
  await ledger.close();
  const ids = async (...args: readonly string[]) => {
    const { events } = await phield(dataDir, 'ledger', 'query', '--kind', 'operation', '--json', ...args);
    return events().map(({ id }) => id);
  };
  expect(await ids('--since', '1h', '--decision', 'MASK')).toEqual(['new.2']);
  expect(await ids('--until', '1h', '--decision', 'MASK')).toEqual(['old.2']);
  expect(await ids('--since', old, '--coordinate', 'Observation.value')).toEqual(['old.2', 'new.2']);
  expect(await ids('--request', 'req-9', '--patient', 'p2')).toEqual(['new.3', 'new.4']);
  expect(await ids('--actor', 'nobody')).toEqual([]);
  expect(await ids('--tenant', 'lakeside')).toEqual([]);
});

test.each([
  ['--decision', 'MAYBE'],
  ['--since', 'yesterday'],
  ['--tenant', 'No Such'],
  ['--patient', 'a/b'],
])('%s %s is wrong usage and does not repeat the value', async (option, value) => {
  const { code, stderr } = await phield(await tempDirectory(), 'ledger', 'query', option, value);
  expect(code).toBe(2);
  expect(stderr).toContain(option);
  expect(stderr).not.toContain(value);
});

test('a tenant of no file is shown as long as it has records, and a misspelt one is wrong usage', async () => {
  const { dataDir, ledger } = await runningGateway();
  await ledger.append(sampleRecord({ id: 'r1', tenant: 'closed-down' }));
  const gone = await phield(dataDir, 'ledger', 'query', '--tenant', 'closed-down', '--kind', 'operation');
  expect(gone).toMatchObject({ code: 0, stderr: '' });
  expect(gone.stdout).toMatch(/^5 events$/m);
  const { records } = await collectLedger(join(dataDir, 'ledger'));
  const { code, stdout, stderr } = await phield(dataDir, 'ledger', 'query', '--tenant', 'nowhere');
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toContain('--tenant: expected one of lakeside, riverside: a tenant exists by its file in ');
  expect((await collectLedger(join(dataDir, 'ledger'))).records).toHaveLength(records.length);
  await ledger.close();
});

test('without a ledger both commands say so, make none, and exit 1', async () => {
  const dataDir = await tempDirectory();
  for (const command of ['query', 'verify']) {
    const { code, stdout, stderr } = await phield(dataDir, 'ledger', command, '--json');
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain(`There is no ledger in ${dataDir}`);
  }
  expect(await readdir(dataDir)).toEqual([]);
});

test('a bad record is told beside those that can be read, and the exit code is 1', async () => {
  const { dataDir, ledger } = await runningGateway();
  for (let n = 0; n < 3; n += 1) await ledger.append(sampleRecord({ id: `r${n}` }));
  await ledger.close();
  const { records } = await collectLedger(join(dataDir, 'ledger'));
  const bad = records[1];
  const path = join(dataDir, 'ledger', bad?.file ?? '');
  const bytes = await readFile(path);
  const at = (bad?.offset ?? 0) + 40;
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  await writeFile(path, bytes);
  const query = await phield(dataDir, 'ledger', 'query', '--kind', 'operation', '--json');
  expect(query.code).toBe(1);
  expect(query.events()).toHaveLength(10);
  expect(query.stderr).toContain('DAMAGED');
});

test('a reader that goes away early ends the command quietly', async () => {
  const { dataDir, ledger } = await runningGateway();
  for (let n = 0; n < 200; n += 1) await ledger.append(sampleRecord({ id: `r${n}` }));
  await ledger.close();
  const shell = ['-c', '"$0" "$1" ledger query --json | head -n 1', process.execPath, MAIN];
  const { stdout, stderr } = await run(dataDir, '/bin/sh', shell);
  expect(stdout).toContain('"id":"r0.0"');
  expect(stderr).toBe('');
});
