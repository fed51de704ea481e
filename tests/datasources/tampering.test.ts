import { type AttributeValue, GetItemCommand, PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openValue, sealValue } from '../../datasources/keys/sealed-value.ts';
import { DataIntegrityError } from '../../src/errors.ts';
import { DYNALITE } from '../support/test-stores.ts';
import { type DynamoBackend, openDynamoBackend } from './backends.ts';
import { observation, PLAIN_ROWS, patient, resource, tie } from './resources.ts';

const CANARY = 'Zanzibar-Quill';

describe('stored rows', () => {
  let backend: DynamoBackend;
  beforeAll(async () => {
    backend = await openDynamoBackend(DYNALITE);
    const writer = backend.writer();
    const values = { resourceType: 'Observation', valueString: CANARY };
    await writer.write([
      ...['p', 'q'].map((id) => patient(id, { ties: [tie('Practitioner/a', `Patient/${id}`)] })),
      observation('o', 'p', '2020', { resource: { ...values, id: 'o' } }),
      observation('n', 'p', '2021', { resource: { ...values, id: 'n' } }),
      resource('Location', 'l', null),
    ]);
    await writer.flush();
  });
  afterAll(() => backend.close());

  type Stored = Record<string, AttributeValue>;
  const itemsLike = async (table: 'data' | 'keys', pattern: RegExp): Promise<readonly Stored[]> => {
    const { Items = [] } = await backend.client.send(new ScanCommand({ TableName: backend.tables[table] }));
    return Items.filter(({ pk, sk }) => pattern.test(`${pk?.S} ${sk?.S}`));
  };
  /** Puts an altered item in place, runs, and puts the original back. */
  const withItem = async (table: 'data' | 'keys', altered: Stored, run: () => Promise<void>) => {
    const TableName = backend.tables[table];
    const key = { pk: altered.pk ?? { S: '' }, sk: altered.sk ?? { S: '' } };
    const { Item } = await backend.client.send(new GetItemCommand({ TableName, Key: key }));
    await backend.client.send(new PutItemCommand({ TableName, Item: altered }));
    try {
      await run();
    } finally {
      await backend.client.send(new PutItemCommand({ TableName, Item }));
    }
  };
  const flipped = (item: Stored, name: string, at: number): Stored => {
    const bytes = Uint8Array.from(item[name]?.B ?? []);
    bytes[at < 0 ? bytes.length + at : at] = (bytes.at(at) ?? 0) ^ 1;
    return { ...item, [name]: { B: bytes } };
  };
  const refused = async (reading: Promise<unknown>) => {
    const error = await reading.then(
      () => null,
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(DataIntegrityError);
    expect(JSON.stringify([error, String(error)])).not.toContain(CANARY);
  };
  const rows = () =>
    backend.reader().rows({ subjectId: 'p', type: 'Observation', ...PLAIN_ROWS, first: 9, after: null });

  it('show no value in any item', async () => {
    for (const table of ['data', 'keys'] as const) {
      const text = JSON.stringify(await itemsLike(table, /./), (_name, value) =>
        value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : value,
      );
      for (const value of [CANARY, '1980-02-29', 'female', 'CARE_TEAM', '2020-01', '2021-01']) {
        expect(text).not.toContain(value);
      }
    }
  });

  it.each([0, 1, 20, -1])('are refused when byte %i was changed', async (at) => {
    const [row] = await itemsLike('data', /#P#p Observation#.*#o$/);
    await withItem('data', flipped(row ?? {}, 'b', at), async () => {
      await refused(rows());
      await refused(backend.reader().row('Observation', 'o'));
      expect((await backend.reader().row('Observation', 'n')).record?.id).toBe('n');
    });
  });

  it('are refused when one stands in another’s place', async () => {
    const [own, other] = await itemsLike('data', /#P#p Observation#/);
    await withItem('data', { ...own, b: other?.b ?? { S: '' } }, async () => refused(rows()));
  });

  it('are refused when cut short or of another form', async () => {
    const [row] = await itemsLike('data', /#P#p Observation#.*#o$/);
    for (const b of [
      { B: new Uint8Array() },
      { B: row?.b?.B?.subarray(0, 20) ?? new Uint8Array() },
      { S: 'x' },
    ]) {
      await withItem('data', { ...row, b }, async () => refused(rows()));
    }
  });

  it('are refused with a changed patient, tie, key or location', async () => {
    const [person] = await itemsLike('data', /#P#p PATIENT$/);
    await withItem('data', flipped(person ?? {}, 'b', 30), async () =>
      refused(backend.reader().patient('p')),
    );
    const [ties] = await itemsLike('data', /#P#p TIE#/);
    await withItem('data', flipped(ties ?? {}, 'b', 30), async () =>
      refused(backend.reader({ fhirUser: 'Practitioner/a' }).facts('p')),
    );
    const [key, otherKey] = await itemsLike('keys', /#P#[pq] KEY$/);
    await withItem('keys', flipped(key ?? {}, 'w', 30), async () =>
      refused(backend.reader().patient(idOf(key))),
    );
    await withItem('keys', { ...key, w: otherKey?.w ?? { S: '' } }, async () =>
      refused(backend.reader().patient(idOf(key))),
    );
    const [location] = await itemsLike('data', /#O#Location\/l R$/);
    await withItem('data', flipped(location ?? {}, 'b', 30), async () =>
      refused(backend.reader().organizational('Location', 'l')),
    );
  });

  const idOf = (item: Stored | undefined) => item?.pk?.S?.split('#').at(-1) ?? '';
});

describe('an envelope', () => {
  const random = (size: number) => new Uint8Array(size).fill(7);
  const key = new Uint8Array(32).fill(1);

  it('opens nothing of which a single bit was changed, cut or added', () => {
    const sealed = sealValue(key, ['data'], Buffer.from('{"a":1}'), random);
    for (let bit = 0; bit < sealed.length * 8; bit += 1) {
      const changed = Uint8Array.from(sealed);
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(() => openValue(key, ['data'], changed)).toThrow(DataIntegrityError);
    }
    for (let length = 0; length < sealed.length; length += 1) {
      expect(() => openValue(key, ['data'], sealed.subarray(0, length))).toThrow(DataIntegrityError);
    }
    expect(() => openValue(key, ['data'], Buffer.concat([sealed, Buffer.of(0)]))).toThrow(DataIntegrityError);
  });

  it('holds nothing of the value', () => {
    const sealed = sealValue(key, ['data'], Buffer.from(CANARY), random);
    expect(Buffer.from(sealed).includes(CANARY)).toBe(false);
  });

  it('opens in its own place, under its own key, alone', () => {
    const sealed = sealValue(key, ['data', 'a', 'bc'], Buffer.from('text'), random);
    expect(Buffer.from(openValue(key, ['data', 'a', 'bc'], sealed)).toString()).toBe('text');
    for (const place of [
      ['data', 'ab', 'c'],
      ['data', 'a', 'bd'],
      ['keys', 'a', 'bc'],
      ['data', 'a', 'bc', ''],
    ]) {
      expect(() => openValue(key, place, sealed)).toThrow(DataIntegrityError);
    }
    expect(() => openValue(new Uint8Array(32).fill(2), ['data', 'a', 'bc'], sealed)).toThrow(
      DataIntegrityError,
    );
  });
});
