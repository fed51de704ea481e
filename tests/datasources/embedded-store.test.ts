import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createDynamoClient } from '../../datasources/dynamodb/dynamo-client.ts';
import { openHealthData } from '../../datasources/dynamodb/dynamo-health-data.ts';
import { createDynamoWriter } from '../../datasources/dynamodb/dynamo-writer.ts';
import { connectEmbeddedStore, type EmbeddedStore } from '../../datasources/dynamodb/embedded-store.ts';
import { ensureTables, tableNames } from '../../datasources/dynamodb/tables.ts';
import { createTenantKeyring } from '../../datasources/dynamodb/tenant-keyring.ts';
import { createWholes } from '../../datasources/dynamodb/wholes.ts';
import { openEmbeddedKeyService } from '../../datasources/keys/embedded-key-service.ts';
import { UpstreamUnavailableError } from '../../src/errors.ts';
import { NOW } from './backends.ts';
import { observation, patient } from './resources.ts';

const CANARY = 'Quillfeather-Zanzibar';

describe('the embedded store', () => {
  let folder = '';
  const held: EmbeddedStore[] = [];
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'phield-store-'));
  });
  afterEach(async () => {
    const stores = held.splice(0);
    for (const store of stores) store.close();
    for (const store of stores) await untilGone(store.pid());
    await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  });

  const connect = async () => {
    const store = await connectEmbeddedStore(folder, { patience: 20_000, linger: 200 });
    held.push(store);
    return store;
  };

  const open = async (store: EmbeddedStore) => {
    const client = createDynamoClient({ endpoint: () => store.endpoint(), region: 'us-east-1' });
    const tables = tableNames('phield');
    await ensureTables(client, tables, { timeToLive: false });
    const calls = { client, tables, random: randomBytes, signal: null, deadline: 5_000 };
    const keyService = await openEmbeddedKeyService(folder, randomBytes);
    const keyring = createTenantKeyring({ store: calls, keyService, clock: () => NOW });
    const shared = {
      client,
      tables,
      keyring,
      tenant: 'riverside',
      clock: () => NOW,
      random: randomBytes,
      signal: null,
    };
    return {
      writer: createDynamoWriter(shared),
      reader: () =>
        openHealthData({
          ...shared,
          wholes: createWholes(() => NOW),
          actor: { issuer: 'https://issuer.test', id: 'user-1', fhirUser: null, purpose: 'TREAT' },
          needsPseudonyms: false,
          tiedSince: () => 0,
        }),
    };
  };

  it('is one, however many start it at once', async () => {
    const stores = await Promise.all(Array.from({ length: 5 }, connect));
    expect(new Set(stores.map((store) => store.endpoint())).size).toBe(1);
    const [pid] = new Set(stores.map((store) => store.pid()));
    const file: unknown = JSON.parse(await readFile(join(folder, 'store.json'), 'utf8'));
    expect(file).toMatchObject({ pid, port: Number(new URL(stores[0]?.endpoint() ?? '').port) });
    expect((await stat(join(folder, 'store.json'))).mode & 0o777).toBe(0o600);
    expect((await stat(join(folder, 'store'))).mode & 0o777).toBe(0o700);
  });

  it('stays for the clients left and ends with the last, its file taken away', async () => {
    const [one, two] = [await connect(), await connect()];
    const pid = one.pid();
    one.close();
    await new Promise((resolve) => setTimeout(resolve, 600));
    expect(isAlive(pid)).toBe(true);
    await expect(fetch(two.endpoint())).resolves.toMatchObject({ ok: true });
    two.close();
    await untilGone(pid);
    expect(await readdir(folder)).toEqual(['store']);
  });

  it('keeps what was written over its end', async () => {
    const first = await connect();
    const { writer } = await open(first);
    await writer.write([patient('p'), observation('o', 'p', '2020')]);
    first.close();
    await untilGone(first.pid());
    const again = await open(await connect());
    expect((await again.reader().row('Observation', 'o')).record?.id).toBe('o');
  });

  it('outlives a starter that was killed, and ends soon after', async () => {
    const module = join(import.meta.dirname, '../../datasources/dynamodb/embedded-store.ts');
    const program = `
      import { connectEmbeddedStore } from ${JSON.stringify(module)};
      const store = await connectEmbeddedStore(${JSON.stringify(folder)}, { linger: 200 });
      process.stdout.write(String(store.pid()));
      setInterval(() => undefined, 1000);`;
    const starter = spawn(process.execPath, ['--input-type=module-typescript', '--eval', program], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [said] = await once(starter.stdout, 'data');
    const pid = Number(String(said));
    const store = await connect();
    expect(store.pid()).toBe(pid);
    starter.kill('SIGKILL');
    await once(starter, 'exit');
    await new Promise((resolve) => setTimeout(resolve, 600));
    expect(isAlive(pid)).toBe(true);
    store.close();
    await untilGone(pid);
  });

  it('comes back after a kill, for clients that hold it and for new ones', async () => {
    const store = await connect();
    const { writer, reader } = await open(store);
    await writer.write([patient('p')]);
    const pid = store.pid();
    process.kill(pid, 'SIGKILL');
    await untilGone(pid);
    const next = await connect();
    expect(next.pid()).not.toBe(pid);
    await expect.poll(() => store.pid(), { timeout: 20_000 }).toBe(next.pid());
    expect((await reader().patient('p')).record?.id).toBe('p');
  });

  it('is not mistaken for whoever has its port or its process id since', async () => {
    const stale = { pid: process.pid, port: 9, line: 9, greeting: 'phield-store of another day' };
    await writeFile(join(folder, 'store.json'), JSON.stringify(stale));
    const store = await connect();
    expect(store.pid()).not.toBe(process.pid);
    const other = { ...stale, line: Number(new URL(store.endpoint()).port) };
    await writeFile(join(folder, 'store.json'), JSON.stringify(other));
    await expect(connectEmbeddedStore(folder, { patience: 1_500, linger: 200 })).rejects.toBeInstanceOf(
      UpstreamUnavailableError,
    );
  });

  it('lets requests finish and closes when it is terminated', async () => {
    const store = await connect();
    const { writer } = await open(store);
    const writing = writer.write(Array.from({ length: 50 }, (_, at) => patient(`p${at}`)));
    const pid = store.pid();
    await new Promise((resolve) => setTimeout(resolve, 20));
    process.kill(pid, 'SIGTERM');
    await writing.catch(() => undefined);
    await untilGone(pid);
    const again = await open(await connect());
    await again.writer.write(Array.from({ length: 50 }, (_, at) => patient(`p${at}`)));
    expect((await again.reader().patient('p49')).record?.id).toBe('p49');
  });

  it('is unavailable where its folder cannot be made', async () => {
    await writeFile(join(folder, 'file'), '');
    await expect(connectEmbeddedStore(join(folder, 'file'), { patience: 500 })).rejects.toBeInstanceOf(
      UpstreamUnavailableError,
    );
  });

  it('holds no value in its files', async () => {
    const store = await connect();
    const { writer } = await open(store);
    const secret = { resourceType: 'Patient', id: 'p', birthDate: '1971-03-09', name: [{ family: CANARY }] };
    await writer.write([
      patient('p', {
        resource: secret,
        index: {
          mrns: [`${CANARY}-mrn`],
          phones: ['5555550199'],
          names: [{ family: CANARY, given: ['Ada'] }],
          birthDate: '1971-03-09',
        },
      }),
      observation('o', 'p', '2019-08-07T06:05:04Z', { resource: { note: [{ text: CANARY }] } }),
    ]);
    await writer.flush();
    store.close();
    await untilGone(store.pid());
    const files = await readdir(join(folder, 'store'));
    const bytes = Buffer.concat(
      await Promise.all(files.map((name) => readFile(join(folder, 'store', name)))),
    );
    expect(bytes.includes('phield-data')).toBe(true);
    for (const text of [CANARY, CANARY.toLowerCase(), '1971-03-09', '5555550199', '2019-08', 'Patient","']) {
      for (const form of [
        text,
        Buffer.from(text).toString('base64').slice(0, -3),
        Buffer.from(text).toString('hex'),
      ]) {
        expect(bytes.includes(form), form).toBe(false);
      }
    }
  });
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function untilGone(pid: number): Promise<void> {
  await expect.poll(() => isAlive(pid), { timeout: 20_000, interval: 20 }).toBe(false);
}
