import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { HealthData } from '../../datasources/health-data.ts';
import { UpstreamUnavailableError } from '../../src/errors.ts';
import { FAULTS, type FaultProxy, startFaultProxy } from '../support/fault-proxy.ts';
import { DYNALITE } from '../support/test-stores.ts';
import { type DynamoBackend, openDynamoBackend } from './backends.ts';
import { observation, PLAIN_ROWS, patient, resource, tie } from './resources.ts';

const METHODS: readonly (readonly [string, (data: HealthData) => Promise<unknown>])[] = [
  ['patient', (data) => data.patient('p')],
  ['facts', (data) => data.facts('p')],
  ['row', (data) => data.row('Observation', 'o')],
  [
    'rows',
    (data) => data.rows({ subjectId: 'p', type: 'Observation', ...PLAIN_ROWS, first: 5, after: null }),
  ],
  ['patients', (data) => data.patients({ kind: 'TENANT' }, { first: 5, after: null }, () => true)],
  ['tied patients', (data) => data.patients({ kind: 'TIED' }, { first: 5, after: null }, () => true)],
  ['search', (data) => data.search({ mrn: 'M1' }, 5)],
  ['organizational', (data) => data.organizational('Location', 'l')],
];

describe('a store that fails', () => {
  let proxy: FaultProxy;
  let backend: DynamoBackend;
  const open = (signal?: AbortSignal) =>
    backend.reader({ fhirUser: 'Practitioner/a', ...(signal ? { signal } : {}) });

  beforeAll(async () => {
    const behind = {
      name: 'dynalite behind a proxy',
      async start() {
        const store = await DYNALITE.start();
        proxy = await startFaultProxy(store.endpoint);
        return {
          endpoint: proxy.endpoint,
          async stop() {
            await proxy.close();
            await store.stop();
          },
        };
      },
    };
    backend = await openDynamoBackend(behind, { requestTimeout: 600, maxAttempts: 2 });
    const writer = backend.writer();
    await writer.write([
      patient('p', {
        ties: [tie('Practitioner/a', 'Patient/p')],
        index: { mrns: ['M1'], phones: [], names: [], birthDate: null },
      }),
      observation('o', 'p', '2020'),
      resource('Location', 'l', null),
    ]);
    await writer.flush();
  });
  afterEach(() => proxy.set({ kind: 'none' }));
  afterAll(() => backend.close());

  describe.each(FAULTS)('%s', (_name, fault) => {
    it.each(METHODS)('makes %s unavailable, and the next request works again', async (_method, read) => {
      proxy.set(fault);
      await expect(read(open())).rejects.toBeInstanceOf(UpstreamUnavailableError);
      proxy.set({ kind: 'none' });
      await expect(read(open())).resolves.toBeDefined();
    });

    it('makes a write unavailable, and the same write works again', async () => {
      proxy.set(fault);
      const writer = backend.writer('lakeside');
      const batch = [patient('w'), observation('x', 'w', '2020'), observation('y', 'w', '2021')];
      await expect(writer.write(batch)).rejects.toBeInstanceOf(UpstreamUnavailableError);
      proxy.set({ kind: 'none' });
      expect(await writer.write(batch)).toHaveLength(3);
      expect((await backend.reader({ tenant: 'lakeside' }).row('Observation', 'y')).record?.id).toBe('y');
    });
  });

  it('reads what was left over, one key at a time', async () => {
    proxy.set({ kind: 'leftovers', of: 'BatchGetItem', times: 2 });
    const found = await open().patient('p');
    expect(found.record?.id).toBe('p');
    expect(found.facts.ties).toHaveLength(1);
  });

  it('is unavailable, and tells nothing, when leftovers never end', async () => {
    const ids = Array.from({ length: 6 }, (_, at) => `many${at}`);
    await backend.writer('hillside').write(ids.map((id) => patient(id)));
    proxy.set({ kind: 'leftovers', of: 'BatchGetItem', times: Number.POSITIVE_INFINITY });
    const data = backend.reader({ tenant: 'hillside' });
    const answers = await Promise.allSettled(ids.map((id) => data.patient(id)));
    expect(answers.map(({ status }) => status)).toEqual(ids.map(() => 'rejected'));
  });

  it('writes what was left over', async () => {
    proxy.set({ kind: 'leftovers', of: 'BatchWriteItem', times: 4 });
    const writer = backend.writer('seaside');
    const rows = ['a', 'b', 'c'].map((id) => observation(id, 'w', '2020'));
    expect(await writer.write([patient('w'), ...rows])).toEqual(['stored', 'stored', 'stored', 'stored']);
    proxy.set({ kind: 'none' });
    const data = backend.reader({ tenant: 'seaside' });
    const page = await data.rows({
      subjectId: 'w',
      type: 'Observation',
      ...PLAIN_ROWS,
      first: 9,
      after: null,
    });
    expect(page.rows).toHaveLength(3);
  });

  it('ends calls under way when the request ends', async () => {
    proxy.set({ kind: 'slow', delay: 100 });
    const ended = new AbortController();
    const reading = open(ended.signal).patient('p');
    ended.abort();
    await expect(reading).rejects.toBeInstanceOf(UpstreamUnavailableError);
  });

  it('is unavailable when nobody listens', async () => {
    const gone = await openDynamoBackend(DYNALITE, { maxAttempts: 2 });
    await gone.writer().write([patient('p')]);
    await gone.close();
    await expect(gone.reader().patient('p')).rejects.toBeInstanceOf(UpstreamUnavailableError);
  });
});
