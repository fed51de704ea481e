import { randomBytes } from 'node:crypto';
import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clientKey } from '../../datasources/dynamodb/client-item.ts';
import { enlist, strike } from '../../datasources/dynamodb/client-list.ts';
import { createClientRegister } from '../../datasources/dynamodb/client-register.ts';
import type { StoreCalls } from '../../datasources/dynamodb/store-calls.ts';
import { DataIntegrityError } from '../../src/errors.ts';
import type { ClientRegister } from '../../src/identity/client-register.ts';
import type { ClientEntry } from '../../src/identity/directory.ts';
import { clientEntry } from '../support/client-registration.ts';
import { testStores } from '../support/test-stores.ts';
import { type DynamoBackend, openDynamoBackend } from './backends.ts';

const ISSUER = 'https://issuer.example/pool';
const RIVERSIDE = clientEntry({
  name: 'Growth Chart',
  contact: 'security@growth.example',
  kind: 'machine',
  tenant: 'riverside',
  firstParty: false,
  agreement: { reference: 'A-1', expires: '2031-12-31' },
  roles: ['SYSTEM'],
  purposes: ['TREAT'],
  allowedScopes: ['system/Patient.rs'],
  defaultPurpose: 'TREAT',
  binding: 'dpop',
  freeForm: false,
  perMinute: 60,
  costPerMinute: 6_000,
});

describe.each(testStores())('the client register in $name', (testStore) => {
  let backend: DynamoBackend;
  let register: ClientRegister;
  let calls: StoreCalls;
  beforeAll(async () => {
    backend = await openDynamoBackend(testStore);
    const { client, tables } = backend;
    calls = { client, tables, random: randomBytes, signal: null, deadline: 5_000 };
    register = createClientRegister(calls);
  });
  afterAll(() => backend.close());

  const put = (client: string, entry: ClientEntry | null, issuer = ISSUER) =>
    register.change(issuer, client, () => entry);
  const listed = async (tenant: string) => (await register.list(tenant)).map(({ client }) => client);

  it('gives back what was registered, frozen, by issuer and client, both exactly', async () => {
    expect(await put('exact', RIVERSIDE)).toBe(RIVERSIDE);
    const found = await register.find(ISSUER, 'exact');
    expect(found).toEqual(RIVERSIDE);
    for (const value of [found, found?.roles, found?.agreement]) expect(Object.isFrozen(value)).toBe(true);
    for (const [issuer, client] of [
      [`${ISSUER}/`, 'exact'],
      [ISSUER, 'Exact'],
      [ISSUER, 'exact '],
      [`${ISSUER}exact`, ''],
    ] as const) {
      expect(await register.find(issuer, client)).toBeNull();
    }
  });

  it('lists a tenant’s clients and the house’s, and no other tenant’s', async () => {
    await put('b-river', { ...RIVERSIDE, tenant: 'river' });
    await put('a-river', { ...RIVERSIDE, tenant: 'river' });
    await put('a-river', { ...RIVERSIDE, tenant: 'river' }, 'https://another.example');
    await put('a-lake', { ...RIVERSIDE, tenant: 'lake' });
    await put('house', clientEntry());
    expect(await listed('river')).toEqual(['a-river', 'a-river', 'b-river', 'house']);
    expect(await listed('lake')).toEqual(['a-lake', 'house']);
    expect(await listed('riv')).toEqual(['house']);
    const [first] = await register.list('lake');
    expect(first).toEqual({ issuer: ISSUER, client: 'a-lake', entry: { ...RIVERSIDE, tenant: 'lake' } });
    await put('house', null);
  });

  it('changes what stands, and moves it from list to list', async () => {
    await put('moving', { ...RIVERSIDE, tenant: 'here' });
    const suspended = await register.change(ISSUER, 'moving', (was) => was && { ...was, suspended: true });
    expect(suspended).toMatchObject({ suspended: true, tenant: 'here' });
    expect(await register.find(ISSUER, 'moving')).toEqual(suspended);
    await register.change(ISSUER, 'moving', (was) => was && { ...was, tenant: 'there' });
    expect([await listed('here'), await listed('there')]).toEqual([[], ['moving']]);
    await put('moving', null);
    expect([await register.find(ISSUER, 'moving'), await listed('there')]).toEqual([null, []]);
  });

  it('writes nothing where nothing changes, and nothing when the change throws', async () => {
    expect(await register.change(ISSUER, 'nobody', (was) => was)).toBeNull();
    await put('kept', RIVERSIDE);
    const refusing = register.change(ISSUER, 'kept', () => {
      throw new Error('no');
    });
    await expect(refusing).rejects.toThrow('no');
    expect(await register.find(ISSUER, 'kept')).toEqual(RIVERSIDE);
  });

  it('loses none of several changes made at once', async () => {
    await put('busy', { ...RIVERSIDE, perMinute: 0 });
    const more = () =>
      register.change(ISSUER, 'busy', (was) => was && { ...was, perMinute: (was.perMinute ?? 0) + 1 });
    await Promise.all([more(), more(), more()]);
    expect((await register.find(ISSUER, 'busy'))?.perMinute).toBe(3);
  });

  it('lists a client that was registered again while it was removed', async () => {
    await put('again', { ...RIVERSIDE, tenant: 'twice' });
    await Promise.all([put('again', null), put('again', { ...RIVERSIDE, tenant: 'twice', perMinute: 2 })]);
    const stands = (await register.find(ISSUER, 'again')) !== null;
    expect(await listed('twice')).toEqual(stands ? ['again'] : []);
  });

  it('passes over what a list names too much, and finds what a list lacks', async () => {
    const name = { issuer: ISSUER, client: 'half-moved' };
    await put('half-moved', { ...RIVERSIDE, tenant: 'new-home' });
    await enlist(calls, 'old-home', name);
    await enlist(calls, 'old-home', { issuer: ISSUER, client: 'never-stood' });
    expect([await listed('old-home'), await listed('new-home')]).toEqual([[], ['half-moved']]);
    await strike(calls, 'new-home', name);
    expect(await listed('new-home')).toEqual(['half-moved']);
  });

  it('reads an older entry as one that gives less and asks for more', async () => {
    await entryTextOf('older', '{"defaultPurpose":null}');
    expect(await register.find(ISSUER, 'older')).toEqual(clientEntry({ firstParty: false }));
  });

  it.each(['{"defaultPurpose":1}', '{"defaultPurpose":null,"firstparty":true}', 'null', '{'])(
    'does not take an entry that cannot be read for one that is not there: %s',
    async (text) => {
      await entryTextOf('spoilt', text);
      await expect(register.find(ISSUER, 'spoilt')).rejects.toBeInstanceOf(DataIntegrityError);
    },
  );

  async function entryTextOf(client: string, text: string): Promise<void> {
    const { pk, sk } = clientKey({ issuer: ISSUER, client });
    const Item = { pk: { S: pk }, sk: { S: sk }, entry: { S: text } };
    await calls.client.send(new PutItemCommand({ TableName: calls.tables.data, Item }));
  }
});
