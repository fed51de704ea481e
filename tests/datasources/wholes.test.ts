import { afterAll, beforeAll, expect, test } from 'vitest';
import { type CallCounts, countCalls } from '../../datasources/dynamodb/count-calls.ts';
import { tenantItemKeys } from '../../datasources/dynamodb/item-keys.ts';
import { createWholes, type WholesScope } from '../../datasources/dynamodb/wholes.ts';
import { UpstreamUnavailableError } from '../../src/errors.ts';
import { testClock } from '../identity/test-issuer.ts';
import { DYNALITE } from '../support/test-stores.ts';
import { type DynamoBackend, openDynamoBackend } from './backends.ts';
import { resource } from './resources.ts';

let backend: DynamoBackend;
let calls: CallCounts;
beforeAll(async () => {
  backend = await openDynamoBackend(DYNALITE);
  calls = countCalls(backend.client);
});
afterAll(() => backend.close());

const scopeOf = (tenant: string): WholesScope => ({
  tenant,
  store: {
    client: backend.client,
    tables: backend.tables,
    random: (size) => Buffer.alloc(size),
    signal: null,
    deadline: 5_000,
  },
  itemKeys: tenantItemKeys(tenant),
  tenantKeys: () => backend.keyring.open(tenant),
});

async function put(tenant: string, id: string, whole: string | null): Promise<void> {
  const partOf = whole === null ? {} : { partOf: { reference: whole } };
  const writer = backend.writer(tenant);
  await writer.write([
    resource('Organization', id, null, { resource: { resourceType: 'Organization', id, ...partOf } }),
  ]);
  await writer.flush();
}

const WARD = ['Organization/ward'];
const HOSPITAL = ['Organization/hospital'];

test('a whole is known for five seconds, as one tenant has it, and not longer, nor from a clock that was set back', async () => {
  const clock = testClock();
  const wholes = createWholes(clock.now);
  await put('riverside', 'ward', 'Organization/hospital');
  await put('lakeside', 'ward', 'Organization/clinic');
  const of = async (tenant = 'riverside') => {
    calls.take();
    return [await wholes.of(scopeOf(tenant), WARD), calls.take().BatchGetItem ?? 0];
  };
  // The ward, then the hospital, which is nobody's part.
  expect(await of()).toEqual([HOSPITAL, 2]);
  expect(await of()).toEqual([HOSPITAL, 0]);
  expect(await of('lakeside')).toEqual([['Organization/clinic'], 2]);
  await put('riverside', 'ward', 'Organization/other');
  clock.advance(4.999);
  expect(await of()).toEqual([HOSPITAL, 0]);
  clock.advance(0.001);
  expect(await of()).toEqual([['Organization/other'], 2]);
  await put('riverside', 'ward', 'Organization/hospital');
  clock.advance(-1);
  // The hospital was read before that.
  expect(await of()).toEqual([HOSPITAL, 1]);
});

test('nobody is asked for who works nowhere; what leads up together is read together, and once', async () => {
  const wholes = createWholes(testClock().now);
  await put('riverside', 'east', 'Organization/hospital');
  await put('riverside', 'west', 'Organization/hospital');
  calls.take();
  expect(await wholes.of(scopeOf('riverside'), ['Practitioner/a', 'CareTeam/b', 'Organization/x#y'])).toEqual(
    [],
  );
  expect(calls.take()).toEqual({});
  const both = ['Practitioner/a', 'Organization/east', 'Organization/west'];
  expect(await wholes.of(scopeOf('riverside'), both)).toEqual(HOSPITAL);
  expect(calls.take()).toEqual({ BatchGetItem: 2 });
});

test('without the store nothing is known of wholes, and that is not remembered', async () => {
  const wholes = createWholes(testClock().now);
  await put('riverside', 'ward', 'Organization/hospital');
  const scope = scopeOf('riverside');
  const gone: WholesScope = { ...scope, store: { ...scope.store, signal: AbortSignal.abort() } };
  await expect(wholes.of(gone, WARD)).rejects.toThrow(UpstreamUnavailableError);
  expect(await wholes.of(scope, WARD)).toEqual(HOSPITAL);
});

test('a chain without end ends', async () => {
  const wholes = createWholes(testClock().now);
  for (let at = 0; at < 80; at += 1) await put('riverside', `level-${at}`, `Organization/level-${at + 1}`);
  expect(await wholes.of(scopeOf('riverside'), ['Organization/level-0'])).toHaveLength(64);
});
