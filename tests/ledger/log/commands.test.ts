import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openInstallation, openLogKey } from '../../../datasources/keys/open-ledger-keys.ts';
import { openCommandLedger } from '../../../src/cli/open-command-ledger.ts';
import { type Config, loadConfig } from '../../../src/config.ts';
import { readVkey, writeVkey } from '../../../src/ledger/chain/vkey.ts';
import { openCheckpoint } from '../../../src/ledger/log/checkpoint.ts';
import { cosignaturesOf } from '../../../src/ledger/log/cosignature.ts';
import { createHttpWitness } from '../../../src/ledger/log/http-witness.ts';
import { readNote } from '../../../src/ledger/log/note.ts';
import { startSequencer } from '../../../src/ledger/log/start-sequencer.ts';
import { sampleRecord } from '../sample-record.ts';
import { tempDirectory } from '../temp-directory.ts';
import { readLog } from './read-log.ts';

const SCRIPT = join(import.meta.dirname, 'run-command.ts');

/** A command as a process of its own; its lines of output, one after the other. */
function run(args: readonly string[], env: Record<string, string> = {}) {
  const child: ChildProcess = spawn(process.execPath, [SCRIPT, ...args], {
    env: { ...process.env, PHIELD_LOG_LEVEL: 'silent', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  });
  const errors: string[] = [];
  child.stderr?.on('data', (chunk) => errors.push(String(chunk)));
  const lines = createInterface({ input: child.stdout ?? process.stdin })[Symbol.asyncIterator]();
  return {
    child,
    errors,
    line: async () => String((await lines.next()).value ?? errors.join('')),
    ended: async () => (child.exitCode === null ? (await once(child, 'exit'))[0] : child.exitCode),
  };
}

async function recorded() {
  const dataDir = await tempDirectory();
  const env = { PHIELD_DATA_DIR: dataDir };
  const config = loadConfig(env);
  const ledger = await openCommandLedger(config);
  for (let at = 0; at < 5; at += 1) await ledger.append(sampleRecord());
  await ledger.close();
  return { dataDir, env, config };
}

async function logVkey(config: Config) {
  const key = await openLogKey(config, await openInstallation(config));
  return { name: key.name, type: 'note', publicKey: key.publicKey } as const;
}

async function objectsIn(dataDir: string) {
  const root = join(dataDir, 'ledger', 'log');
  const names = (await readdir(root, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1));
  return new Map(
    await Promise.all(names.map(async (name) => [name, await readFile(join(root, name))] as const)),
  );
}

describe('phield ledger sequence', () => {
  it('takes what was recorded into the log, by the keys of the data directory', async () => {
    const { dataDir, env, config } = await recorded();
    const command = run(['sequence', '--once'], env);
    expect(await command.line()).toMatch(/^\d+ entries of \d+ batches; \d+ in all$/);
    expect(await command.ended()).toBe(0);
    const objects = await objectsIn(dataDir);
    const entries = readLog(objects, await logVkey(config));
    expect(entries.filter((entry) => String(entry).startsWith('{"v":1,"id"'))).toHaveLength(5);
    expect([...objects.keys()].filter((name) => !/^(checkpoint|tile\/.+)$/.test(name))).toEqual([]);
    expect((await stat(join(dataDir, 'keys', 'ledger-log.json'))).mode & 0o777).toBe(0o600);
    const again = run(['sequence', '--once', '--json'], env);
    expect(JSON.parse(await again.line())).toMatchObject({ kind: 'idle', size: entries.length });
    expect(await again.ended()).toBe(0);
  });

  it('says 1 when the log is not that of a trust file', async () => {
    const { dataDir, env, config } = await recorded();
    await run(['sequence', '--once'], env).ended();
    const file = join(dataDir, 'trust.json');
    const text = String(await readFile(join(dataDir, 'ledger', 'log', 'checkpoint')));
    await writeFile(file, JSON.stringify({ origin: '', checkpoint: text }));
    expect(await run(['sequence', '--once', '--trust', file], env).ended()).toBe(0);
    for (const gone of [join('ledger', 'log'), 'ledger-state']) {
      await rm(join(dataDir, gone), { recursive: true });
    }
    const command = run(['sequence', '--once', '--trust', file], env);
    expect(await command.ended()).toBe(1);
    expect(command.errors.join('')).toContain('LOG_BEHIND');
    expect(
      openCheckpoint(Buffer.from(text), (await logVkey(config)).name, [await logVkey(config)]),
    ).not.toBeNull();
  });
});

describe('another log key', () => {
  it('goes on from what the earlier one signed only where that is named', async () => {
    const { dataDir, env, config } = await recorded();
    await run(['sequence', '--once'], env).ended();
    const earlier = await logVkey(config);
    await rm(join(dataDir, 'keys', 'ledger-log.json'));
    const more = await openCommandLedger(config);
    await more.append(sampleRecord());
    await more.close();
    const refused = run(['sequence', '--once'], env);
    expect(await refused.ended()).toBe(1);
    expect(refused.errors.join('')).toContain('LOG_DAMAGED where=checkpoint');
    const file = join(dataDir, 'keys', 'ledger-earlier.json');
    await writeFile(file, JSON.stringify({ log: ['no key'] }));
    expect(await run(['sequence', '--once'], env).ended()).not.toBe(0);
    await writeFile(file, JSON.stringify({ log: [writeVkey(earlier)] }));
    expect(await run(['sequence', '--once'], env).ended()).toBe(0);
    const now = await logVkey(config);
    expect(Buffer.from(now.publicKey).equals(earlier.publicKey)).toBe(false);
    readLog(await objectsIn(dataDir), now);
  });
});

describe('phield ledger witness', () => {
  it('cosigns for a sequencer over HTTP, keeps what it has seen, and outlives its process', async () => {
    const { dataDir, env, config } = await recorded();
    const directory = await tempDirectory();
    const args = ['witness', '--directory', directory, '--name', 'w.test/1', '--port', '0'];
    const log = writeVkey(await logVkey(config));
    const printed = run([...args, '--key']);
    const key = readVkey(await printed.line());
    expect(key?.type).toBe('cosignature');
    const first = run([...args, '--log', log]);
    const address = await first.line();
    expect(address).toMatch(/^http:\/\/127\.0\.0\.1:\d+#w\.test\/1\+/);
    const sequence = run(['sequence', '--once'], { ...env, PHIELD_LEDGER_WITNESSES: address });
    expect(await sequence.ended(), sequence.errors.join('')).toBe(0);
    const note = readNote(await readFile(join(dataDir, 'ledger', 'log', 'checkpoint')));
    if (note === null || key === null) throw new Error('no checkpoint');
    expect(cosignaturesOf(note.text, note.signatures, key)).toHaveLength(1);

    first.child.kill('SIGKILL');
    await first.ended();
    const second = run([...args, '--log', log]);
    const witness = createHttpWitness(await second.line());
    const answer = await witness?.add(
      Buffer.from(`old 0\n\n${await readFile(join(dataDir, 'ledger', 'log', 'checkpoint'))}`),
    );
    const { size } = openCheckpoint(
      await readFile(join(dataDir, 'ledger', 'log', 'checkpoint')),
      (await logVkey(config)).name,
      [await logVkey(config)],
    ) ?? { size: -1 };
    expect(answer?.status).toBe(409);
    expect(answer?.contentType).toBe('text/x.tlog.size');
    expect(String(Buffer.from(answer?.body ?? []))).toBe(`${size}\n`);
    second.child.kill('SIGTERM');
    expect(await second.ended()).toBe(0);
  });

  it('answers nothing but submissions, of a bounded size', async () => {
    const { config } = await recorded();
    const directory = await tempDirectory();
    const log = writeVkey(await logVkey(config));
    const command = run([
      'witness',
      '--directory',
      directory,
      '--name',
      'w.test/1',
      '--port',
      '0',
      '--log',
      log,
    ]);
    const [url = ''] = (await command.line()).split('#');
    expect((await fetch(`${url}/add-checkpoint`)).status).toBe(405);
    expect((await fetch(`${url}/witness-key.json`)).status).toBe(404);
    expect((await fetch(`${url}/`, { method: 'POST' })).status).toBe(404);
    expect((await fetch(`${url}/add-checkpoint`, { method: 'POST', body: 'x' })).status).toBe(400);
    const large = await fetch(`${url}/add-checkpoint`, { method: 'POST', body: 'x'.repeat(80_000) });
    expect(large.status).toBe(413);
  });
});

describe('phield ledger serve-checkpoint', () => {
  it('serves checkpoint and tiles on the loopback address', async () => {
    const { dataDir, env } = await recorded();
    await run(['sequence', '--once'], env).ended();
    const command = run(['serve-checkpoint', '--port', '0'], env);
    const url = await command.line();
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/checkpoint$/);
    const answer = await fetch(url);
    expect(await answer.text()).toBe(String(await readFile(join(dataDir, 'ledger', 'log', 'checkpoint'))));
    expect(answer.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    const base = url.replace('/checkpoint', '');
    const tile = [...(await objectsIn(dataDir)).keys()].find((name) => name.startsWith('tile/0/'));
    expect((await fetch(`${base}/${tile}`)).status).toBe(200);
    expect((await fetch(`${base}/${tile?.replace('tile/0', 'tile/entries')}`)).status).toBe(404);
    expect((await fetch(`${base}/checkpoint`, { method: 'POST' })).status).toBe(405);
    command.child.kill('SIGTERM');
    expect(await command.ended()).toBe(0);
  });
});

describe('the sequencer’s thread', () => {
  it('grows the log beside its process, tells how, and ends in order', async () => {
    const { dataDir, config } = await recorded();
    const outcomes: string[] = [];
    const died: string[] = [];
    const running = startSequencer({
      assembly: new URL('../../../src/assemble-sequencer.ts', import.meta.url),
      settings: { config, trust: null },
      interval: 20,
      report: ({ code }) => outcomes.push(code),
      recordLost: async () => undefined,
      progress: ({ kind }) => outcomes.push(kind),
      died: (name) => died.push(name),
    });
    const until = async (done: () => boolean) => {
      for (let at = 0; at < 500 && !done(); at += 1) await new Promise((next) => setTimeout(next, 20));
      expect(done()).toBe(true);
    };
    await until(() => outcomes.includes('idle'));
    const before = readLog(await objectsIn(dataDir), await logVkey(config)).length;
    const ledger = await openCommandLedger(config);
    await ledger.append(sampleRecord());
    await ledger.close();
    const grown = outcomes.filter((one) => one === 'grown').length;
    await until(() => outcomes.filter((one) => one === 'grown').length > grown && outcomes.at(-1) === 'idle');
    await running.stop();
    expect(readLog(await objectsIn(dataDir), await logVkey(config)).length).toBeGreaterThan(before);
    expect(new Set(outcomes)).toEqual(new Set(['grown', 'idle']));
    expect(died).toEqual([]);
    expect(await stat(join(dataDir, 'ledger-state', 'sequencer.json'))).toBeDefined();
  });
});
