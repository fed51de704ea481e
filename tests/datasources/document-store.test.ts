import { randomBytes } from 'node:crypto';
import { type DynamoDBClient, PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { parse } from 'graphql';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createDocumentStore } from '../../datasources/dynamodb/document-store.ts';
import { createDynamoClient } from '../../datasources/dynamodb/dynamo-client.ts';
import type { StoreCalls } from '../../datasources/dynamodb/store-calls.ts';
import { loadSdl } from '../../directives/load-sdl.ts';
import { readAccessModel } from '../../directives/read-access-model.ts';
import { readSdl } from '../../directives/read-sdl.ts';
import { computeFootprint } from '../../src/documents/compute-footprint.ts';
import type { DocumentStore } from '../../src/documents/document-store.ts';
import { DataIntegrityError, UpstreamUnavailableError } from '../../src/errors.ts';
import { footprint, stored } from '../documents/registry.ts';
import { FAULTS, type FaultProxy, startFaultProxy } from '../support/fault-proxy.ts';
import { testStores } from '../support/test-stores.ts';
import { type DynamoBackend, openDynamoBackend } from './backends.ts';

const NOBODY_SEES = { by: 'officer', at: 7, reason: null, seen: null };

describe.each(testStores().map((store) => [store.name, store] as const))('documents in %s', (_name, kind) => {
  let backend: DynamoBackend;
  let calls: StoreCalls;
  let documents: DocumentStore;
  let proxy: FaultProxy;
  let failing: StoreCalls;
  beforeAll(async () => {
    backend = await openDynamoBackend(kind);
    const random = (size: number) => randomBytes(size);
    calls = { client: backend.client, tables: backend.tables, random, signal: null, deadline: 5_000 };
    documents = createDocumentStore(calls);
    const endpoint = await backend.client.config.endpoint?.();
    proxy = await startFaultProxy(`http://${endpoint?.hostname}:${endpoint?.port}`);
    const client = createDynamoClient({
      endpoint: () => proxy.endpoint,
      region: 'us-east-1',
      maxAttempts: 1,
    });
    failing = { ...calls, client, deadline: 300 };
  });
  afterEach(() => proxy.set({ kind: 'none' }));
  afterAll(async () => {
    failing.client.destroy();
    await proxy.close();
    await backend.close();
  });

  const items = async () =>
    (await backend.client.send(new ScanCommand({ TableName: backend.tables.data, ConsistentRead: true })))
      .Items ?? [];
  const put = async (overrides: Parameters<typeof stored>[0]) => {
    const document = stored(overrides);
    expect(await documents.put(document, null)).toBe('stored');
    return document;
  };

  it('gives back what was put, whole, once', async () => {
    const sdl = readSdl(await loadSdl('schema'));
    const text =
      'query A { patients { edges { node { name { family } observations { edges { node { code { text } } } } } } } }';
    const real = computeFootprint(sdl.schema, readAccessModel(sdl), parse(text));
    const document = await put({
      id: 'whole',
      text,
      footprint: real,
      approvedFootprint: real,
      approvedAt: 5,
      reason: 'x',
    });
    expect(await documents.find('riverside', 'app', 'whole')).toEqual(document);
    expect(await documents.put({ ...document, reason: 'y' }, null)).toBe('conflict');
    expect(await documents.find('riverside', 'app', 'whole')).toEqual(document);
  });

  it('holds another tenant’s, client’s and id’s apart, whatever they are called', async () => {
    for (const [tenant, client, id] of [
      ['riverside', 'a#b', 'c'],
      ['riverside', 'a', 'b#c'],
      ['lakeside', 'a', 'c'],
      ['riverside', 'a', 'c'],
    ] as const) {
      await put({ tenant, client, id, reason: `${tenant} ${client} ${id}` });
    }
    expect((await documents.find('lakeside', 'a', 'c'))?.reason).toBe('lakeside a c');
    expect((await documents.find('riverside', 'a#b', 'c'))?.reason).toBe('riverside a#b c');
    expect(await documents.find('lakeside', 'a#b', 'c')).toBeNull();
    expect((await documents.list('riverside', { client: 'a' })).map(({ id }) => id).toSorted()).toEqual([
      'b#c',
      'c',
    ]);
    expect((await documents.list('lakeside', {})).map(({ tenant }) => tenant)).toEqual(['lakeside']);
    await expect(documents.find('river#side', 'a', 'c')).rejects.toThrow(RangeError);
    await expect(documents.list('', {})).rejects.toThrow(RangeError);
  });

  it('keeps every item under its tenant', async () => {
    await put({ id: 'keyed' });
    const own = (await items()).filter((item) => item.body?.B !== undefined && item.rev !== undefined);
    expect(own.length).toBeGreaterThan(0);
    expect(own.every(({ pk }) => /^T#(riverside|lakeside)#DOCUMENTS$/.test(pk?.S ?? ''))).toBe(true);
  });

  it('puts only over the status expected', async () => {
    const before = await put({ id: 'over' });
    const wider = { ...before, footprint: footprint('wider') };
    expect(await documents.put(wider, 'APPROVED')).toBe('conflict');
    expect(await documents.put(wider, 'PROPOSED')).toBe('stored');
    expect(await documents.put(stored({ id: 'nowhere' }), 'PROPOSED')).toBe('conflict');
    expect((await documents.find('riverside', 'app', 'over'))?.footprint.hash).toBe('wider');
  });

  it('changes a status only from the one expected, and of the footprint seen', async () => {
    const { footprint: seen } = await put({ id: 'status' });
    const approve = (from: 'PROPOSED' | 'REJECTED', hash: string | null) =>
      documents.setStatus('riverside', 'app', 'status', from, 'APPROVED', { ...NOBODY_SEES, seen: hash });
    expect(await approve('REJECTED', seen.hash)).toBe('conflict');
    expect(await approve('PROPOSED', 'another')).toBe('conflict');
    expect(await approve('PROPOSED', seen.hash)).toBe('done');
    expect(await documents.find('riverside', 'app', 'status')).toMatchObject({
      status: 'APPROVED',
      reviewedBy: 'officer',
      reviewedAt: 7,
      approvedAt: 7,
      approvedFootprint: seen,
    });
    expect(await approve('PROPOSED', null)).toBe('conflict');
    const nowhere = documents.setStatus('riverside', 'app', 'no', 'PROPOSED', 'APPROVED', NOBODY_SEES);
    expect(await nowhere).toBeNull();
  });

  it('of many at once lets one win', async () => {
    await put({ id: 'race' });
    const outcomes = await Promise.all(
      Array.from({ length: 8 }, (_, n) =>
        documents.setStatus('riverside', 'app', 'race', 'PROPOSED', n % 2 ? 'APPROVED' : 'REJECTED', {
          ...NOBODY_SEES,
          by: `officer-${n}`,
        }),
      ),
    );
    expect(outcomes.filter((outcome) => outcome === 'done')).toHaveLength(1);
    const puts = await Promise.all(
      Array.from({ length: 8 }, (_, n) => documents.put(stored({ id: 'first', proposedBy: `p${n}` }), null)),
    );
    expect(puts.filter((outcome) => outcome === 'stored')).toHaveLength(1);
  });

  it('takes an answer that got lost for what it was', async () => {
    const client = dropsFirstAnswer(backend.client);
    const lossy = createDocumentStore({ ...calls, client });
    expect(await lossy.put(stored({ id: 'lost' }), null)).toBe('stored');
    const again = createDocumentStore({ ...calls, client: dropsFirstAnswer(backend.client) });
    expect(await again.setStatus('riverside', 'app', 'lost', 'PROPOSED', 'REJECTED', NOBODY_SEES)).toBe(
      'done',
    );
  });

  it('says that the store fails, and nothing else', async () => {
    const broken = createDocumentStore(failing);
    for (const [, fault] of FAULTS) {
      proxy.set(fault);
      const asked = [
        broken.find('riverside', 'app', 'whole'),
        broken.list('riverside', {}),
        broken.known('riverside', 'app'),
        broken.put(stored({ id: 'no' }), null),
        broken.setStatus('riverside', 'app', 'whole', 'PROPOSED', 'APPROVED', NOBODY_SEES),
      ];
      for (const outcome of await Promise.allSettled(asked)) {
        expect(outcome.status === 'rejected' && outcome.reason instanceof UpstreamUnavailableError).toBe(
          true,
        );
      }
    }
  });

  it('reads by key and by partition, consistently', async () => {
    proxy.take();
    const through = createDocumentStore({ ...failing, deadline: 5_000 });
    await through.find('riverside', 'app', 'whole');
    await through.list('riverside', { client: 'app' });
    await through.known('riverside', 'app');
    expect(proxy.take()).toEqual(['BatchGetItem 1', 'Query', 'Query']);
  });

  it('opens nothing that was altered', async () => {
    await put({ id: 'altered', tenant: 'damaged' });
    const [item] = (await items()).filter(({ pk }) => pk?.S === 'T#damaged#DOCUMENTS');
    const Item = { ...item, body: { B: randomBytes(64) }, brief: { S: '{}' } };
    await backend.client.send(new PutItemCommand({ TableName: backend.tables.data, Item }));
    await expect(documents.find('damaged', 'app', 'altered')).rejects.toThrow(DataIntegrityError);
    await expect(documents.list('damaged', {})).rejects.toThrow(DataIntegrityError);
    await expect(documents.known('damaged', 'app')).rejects.toThrow(DataIntegrityError);
  });

  it('lists by status, however many there are', async () => {
    const text = `query A { a }${Array.from({ length: 8000 }, (_, n) => ` # ${Math.sin(n)}`).join('\n')}`;
    for (let n = 0; n < 24; n += 1)
      await put({ client: 'big', id: `n${n}`, text, status: n % 2 ? 'APPROVED' : 'RETIRED' });
    expect(await documents.list('riverside', { client: 'big' })).toHaveLength(24);
    expect(await documents.list('riverside', { client: 'big', status: 'APPROVED' })).toHaveLength(12);
    expect(await documents.list('riverside', { client: 'big', status: 'PROPOSED' })).toEqual([]);
    const known = await documents.known('riverside', 'big');
    expect(known).toHaveLength(24);
    expect(known).toContainEqual({
      id: 'n3',
      name: 'A',
      sha256: stored({ text }).sha256,
      status: 'APPROVED',
    });
    expect(await documents.known('lakeside', 'big')).toEqual([]);
  });
});

/** A client that repeats its first write after the store had taken it, as the library does when an answer gets lost. */
function dropsFirstAnswer(client: DynamoDBClient): DynamoDBClient {
  let dropped = false;
  const send: DynamoDBClient['send'] = async (command: never, options: never) => {
    const answer = await client.send(command, options);
    if (dropped || !(Object(command) instanceof PutItemCommand)) return answer;
    dropped = true;
    return client.send(command, options);
  };
  return new Proxy(client, { get: (target, name) => (name === 'send' ? send : Reflect.get(target, name)) });
}
