import { randomBytes } from 'node:crypto';
import { GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ResourceToWrite } from '../../datasources/health-data.ts';
import { BadUserInputError, DataIntegrityError } from '../../src/errors.ts';
import { DYNALITE } from '../support/test-stores.ts';
import { type DynamoBackend, NOW, openDynamoBackend } from './backends.ts';
import { consent, consentResource } from './consent-resources.ts';
import { PLAIN_ROWS, patient } from './resources.ts';
import { idsOf } from './suite-support.ts';

const YESTERDAY = new Date(NOW - 86_400_000).toISOString();
const TOMORROW = new Date(NOW + 86_400_000).toISOString();

describe('consents as facts', () => {
  let backend: DynamoBackend;
  let tenants = 0;
  beforeAll(async () => {
    backend = await openDynamoBackend(DYNALITE);
  });
  afterAll(() => backend.close());

  /** A tenant of its own with some resources. */
  const over = async (...resources: readonly ResourceToWrite[]) => {
    tenants += 1;
    const tenant = `consents-${tenants}`;
    await backend.writer(tenant).write([patient('p'), patient('q'), ...resources]);
    const commands = backend.commands({ tenant });
    return {
      import: (...writes: readonly ResourceToWrite[]) => backend.writer(tenant).write(writes),
      write: (id: string, status: string, expectedVersion: number | null, subjectId = 'p') =>
        commands.writeConsent({ subjectId, id, resource: consentResource(id, status), expectedVersion }),
      async standing(subjectId = 'p') {
        const { consents } = await backend.reader({ tenant }).facts(subjectId);
        return consents.map(({ id, status }) => `${id} ${status}`).sort();
      },
      async rows(subjectId = 'p') {
        const query = { subjectId, type: 'Consent', ...PLAIN_ROWS, labelled: true, first: 99, after: null };
        const { rows } = await backend.reader({ tenant }).rows(query);
        return rows.map(({ record }) => `${record.id} ${String(record.status)}`).sort();
      },
      commands,
      tenant,
    };
  };

  it('are those of the patient, whatever their status, without those removed', async () => {
    const there = await over(
      consent('a', 'p', 'active'),
      consent('b', 'p', 'inactive'),
      consent('c', 'q', 'active'),
      consent('gone', 'p', 'active'),
    );
    expect(await there.import(consent('gone', 'p', 'entered-in-error', { removed: true }))).toEqual([
      'removed',
    ]);
    expect(await there.standing()).toEqual(['a active', 'b inactive']);
    expect(await there.rows()).toEqual(['a active', 'b inactive']);
    expect(await there.standing('q')).toEqual(['c active']);
    const { consents } = await backend.reader({ tenant: there.tenant }).facts('p');
    expect(consents.every(({ readable }) => readable)).toBe(true);
  });

  it('go with what removes them by name alone, and stay gone', async () => {
    const there = await over(consent('a', 'p', 'active', { version: 1 }));
    const deletion = consent('a', 'p', 'active', { removed: true, subjectId: null });
    expect(await there.import({ ...deletion, version: 2 })).toEqual(['removed']);
    expect(await there.import({ ...deletion, version: 2 })).toEqual(['unchanged']);
    expect(await there.standing()).toEqual([]);
    expect(await there.import(consent('a', 'p', 'active', { version: 1 }))).toEqual(['older']);
    expect(await there.standing()).toEqual([]);
    expect(await there.import({ ...consent('never', 'p', 'active'), removed: true })).toEqual(['removed']);
    expect(await there.import(consent('never', 'q', 'active', { removed: true, version: 2 }))).toEqual([
      'removed',
    ]);
    expect(await there.import(consent('never', 'q', 'active', { version: 1 }))).toEqual(['older']);
    expect(await there.standing('q')).toEqual([]);
    expect(await there.import(consent('late', 'p', 'active', { version: 3 }))).toEqual(['stored']);
  });

  it('stay gone though what removed them said no version, but those recorded here stay', async () => {
    const there = await over(consent('a', 'p', 'active', { version: 3, lastUpdated: YESTERDAY }));
    const deletion = (id: string) => consent(id, 'p', 'active', { removed: true, subjectId: null });
    const again = (version: number, subjectId = 'p') =>
      there.import(consent('a', subjectId, 'active', { version, lastUpdated: YESTERDAY }));
    expect(await there.import(deletion('a'))).toEqual(['removed']);
    expect(await again(1)).toEqual(['older']);
    expect(await again(3)).toEqual(['older']);
    expect(await again(3, 'q')).toEqual(['older']);
    expect(await there.import(deletion('a'))).toEqual(['unchanged']);
    expect([await there.standing('p'), await there.standing('q')]).toEqual([[], []]);
    expect(await again(5)).toEqual(['stored']);
    expect(await there.standing()).toEqual(['a active']);
    await there.write('own', 'inactive', null);
    expect(await there.import(deletion('own'))).toEqual(['older']);
    expect(await there.standing()).toEqual(['a active', 'own inactive']);
  });

  it('move with their patient', async () => {
    const there = await over(consent('a', 'p', 'active', { version: 1 }));
    expect(await there.import(consent('a', 'q', 'active', { version: 2 }))).toEqual(['stored']);
    expect([await there.standing('p'), await there.standing('q')]).toEqual([[], ['a active']]);
    expect([await there.rows('p'), await there.rows('q')]).toEqual([[], ['a active']]);
    expect(await there.import(consent('a', 'p', 'active', { version: 1 }))).toEqual(['older']);
    expect([await there.standing('p'), await there.standing('q')]).toEqual([[], ['a active']]);
  });

  it('are written by version, new or next', async () => {
    const there = await over();
    expect(await there.write('a', 'active', 1)).toBe('conflict');
    expect(await there.write('a', 'active', null)).toEqual({ version: 1 });
    expect(await there.write('a', 'active', null)).toBe('conflict');
    expect(await there.write('a', 'inactive', 1)).toEqual({ version: 2 });
    expect(await there.write('a', 'active', 1)).toBe('conflict');
    expect(await there.standing()).toEqual(['a inactive']);
    expect(await there.rows()).toEqual(['a inactive']);
    const { record } = await backend.reader({ tenant: there.tenant }).row('Consent', 'a');
    expect(record).toMatchObject({
      rowCategories: ['CONSENT'],
      subjectId: 'p',
      patient: { reference: 'Patient/p' },
      meta: { versionId: '2', lastUpdated: new Date(NOW).toISOString() },
    });
    expect(
      await idsOf(backend.reader({ tenant: there.tenant }), { subjectId: 'p', type: 'Consent' }),
    ).toEqual(['a']);
  });

  it('are written over imported ones, with and without a number', async () => {
    const there = await over(consent('a', 'p', 'active', { version: 7 }), consent('b', 'p', 'active'));
    expect(await there.write('a', 'inactive', 7)).toEqual({ version: 8 });
    expect(await there.write('b', 'inactive', 0)).toEqual({ version: 1 });
    expect(await there.standing()).toEqual(['a inactive', 'b inactive']);
  });

  it('keep their labels when they are written here', async () => {
    const there = await over(consent('a', 'p', 'active', { version: 1, labels: ['HIV'] }));
    await there.write('a', 'inactive', 1);
    expect((await backend.reader({ tenant: there.tenant }).row('Consent', 'a')).record?.labels).toEqual([
      'HIV',
    ]);
  });

  it('take no name that is another patient’s or was removed', async () => {
    const there = await over(
      consent('theirs', 'q', 'active'),
      consent('gone', 'p', 'active', { version: 1 }),
    );
    await there.import(consent('gone', 'p', 'active', { removed: true, version: 2 }));
    for (const expected of [null, 0, 1, 2]) {
      expect(await there.write('theirs', 'inactive', expected)).toBe('conflict');
      expect(await there.write('gone', 'inactive', expected)).toBe('conflict');
    }
    expect(await there.standing('q')).toEqual(['theirs active']);
  });

  it('are of nobody who is not there', async () => {
    const there = await over();
    expect(await there.write('a', 'active', null, 'zzz')).toBeNull();
    expect(await there.write('a', 'active', null, '#\n')).toBeNull();
    await expect(there.write('a/b', 'active', null)).rejects.toThrow(BadUserInputError);
  });

  it('stay withdrawn, whichever copy is imported afterwards', async () => {
    const imported = { version: 2, lastUpdated: YESTERDAY } as const;
    const there = await over(consent('a', 'p', 'active', imported));
    expect(await there.write('a', 'inactive', 2)).toEqual({ version: 3 });
    const copies = [
      imported,
      { version: 1, lastUpdated: YESTERDAY },
      { version: 2, lastUpdated: null },
      { version: null, lastUpdated: null },
      { version: null, lastUpdated: YESTERDAY },
      { version: 3, lastUpdated: YESTERDAY },
      { version: 9, lastUpdated: YESTERDAY },
      { version: 9, lastUpdated: null },
      { version: 2, lastUpdated: TOMORROW },
      { version: 2, lastUpdated: YESTERDAY, date: '1999' },
    ];
    for (const copy of copies) {
      expect([copy, await there.import(consent('a', 'p', 'active', copy))]).toEqual([copy, ['older']]);
      expect(await there.import(consent('a', 'q', 'active', copy))).toEqual(['older']);
      expect(await there.import(consent('a', 'p', 'active', { ...copy, removed: true }))).toEqual(['older']);
    }
    expect([await there.standing('p'), await there.standing('q')]).toEqual([['a inactive'], []]);
    expect(await there.rows()).toEqual(['a inactive']);
    expect(await there.import(consent('a', 'p', 'active', { version: 3, lastUpdated: TOMORROW }))).toEqual([
      'stored',
    ]);
    expect(await there.standing()).toEqual(['a active']);
  });

  it('lose nothing to others that are written at the same moment', async () => {
    const there = await over(consent('already', 'p', 'active'));
    const ids = Array.from({ length: 4 }, (_, at) => `c${at}`);
    const written = await Promise.all([
      ...ids.map((id) => there.write(id, 'active', null)),
      there.import(consent('imported', 'p', 'active')),
    ]);
    expect(written).toEqual([...ids.map(() => ({ version: 1 })), ['stored']]);
    const expected = ['already', ...ids, 'imported'].map((id) => `${id} active`);
    expect([await there.standing(), await there.rows()]).toEqual([expected, expected]);
  });

  it('of one patient may come in many batches under way at once', async () => {
    const there = await over();
    const writer = backend.writer(there.tenant);
    const ids = Array.from({ length: 60 }, (_, at) => `c${at}`);
    const outcomes = await Promise.all(ids.map((id) => writer.write([consent(id, 'p', 'active')])));
    expect(outcomes.flat()).toEqual(ids.map(() => 'stored'));
    expect(await there.standing()).toEqual(ids.map((id) => `${id} active`).sort());
  });

  it('are withdrawn once by many who withdraw at once', async () => {
    const there = await over(consent('a', 'p', 'active', { version: 1 }));
    const all = await Promise.all(
      ['one', 'two', 'three'].map((note) =>
        there.commands.writeConsent({
          subjectId: 'p',
          id: 'a',
          resource: { ...consentResource('a', 'inactive'), language: note },
          expectedVersion: 1,
        }),
      ),
    );
    expect(all.filter((outcome) => outcome === 'conflict')).toHaveLength(2);
    expect(await there.standing()).toEqual(['a inactive']);
  });

  it('that do not fit deny rather than be lost', async () => {
    const there = await over();
    const noise = randomBytes(400_000).toString('base64');
    const large = consent('large', 'p', 'active', {
      resource: {
        ...consentResource('large', 'active'),
        text: { div: noise },
      },
    });
    expect(await there.import(large)).toEqual(['tooLarge']);
    const { consents } = await backend.reader({ tenant: there.tenant }).facts('p');
    expect(consents).toMatchObject([{ id: 'large', status: 'active', readable: false }]);
    expect(await there.rows()).toEqual([]);
    expect(await there.import(consent('large', 'p', 'active'))).toEqual(['stored']);
    expect(await there.rows()).toEqual(['large active']);
    await expect(
      there.commands.writeConsent({
        subjectId: 'p',
        id: 'new',
        resource: large.resource,
        expectedVersion: null,
      }),
    ).rejects.toThrow(BadUserInputError);
  });

  it('that do not open are an error, not none', async () => {
    const there = await over(consent('a', 'p', 'active'), consent('b', 'q', 'active'));
    const TableName = backend.tables.data;
    const [Item, other] = await Promise.all(
      ['p', 'q'].map(async (id) => {
        const Key = { pk: { S: `T#${there.tenant}#P#${id}` }, sk: { S: 'CONSENTS' } };
        return (await backend.client.send(new GetItemCommand({ TableName, Key }))).Item;
      }),
    );
    expect(Item).toBeDefined();
    const moved = { ...Item, b: other?.b ?? { S: '' } };
    await backend.client.send(new PutItemCommand({ TableName, Item: moved }));
    await expect(there.standing()).rejects.toThrow(DataIntegrityError);
  });
});
