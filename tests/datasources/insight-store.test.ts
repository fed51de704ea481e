import { randomBytes } from 'node:crypto';
import { ScanCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BadUserInputError } from '../../src/errors.ts';
import { InsightWithheld } from '../../src/insight/withheld.ts';
import { testStores } from '../support/test-stores.ts';
import { type DynamoBackend, NOW, openDynamoBackend } from './backends.ts';
import { HOUR, insight, insightsOf, verdict } from './insight-samples.ts';
import { patient } from './resources.ts';

describe.each(testStores())('stored insights in $name', (store) => {
  let backend: DynamoBackend;
  beforeAll(async () => {
    backend = await openDynamoBackend(store);
    await backend.writer().write(['p', 'q', 'big'].map((id) => patient(id)));
    await backend.writer('lakeside').write([patient('p')]);
  });
  afterAll(() => backend.close());
  const at = (now: number, tenant = 'riverside') => insightsOf(backend, { tenant, clock: () => now });

  it('are found by their id as they were stored, and by their question until they expire', async () => {
    const stored = insight('a1', 'p');
    expect(await at(NOW).save(stored, 'question a', NOW + HOUR)).toBe('stored');
    const kept = { ...stored, verdicts: [] };
    expect(await at(NOW).find('a1')).toEqual(kept);
    expect(await at(NOW + HOUR - 1).cached('p', 'question a')).toEqual(kept);
    expect(await at(NOW + HOUR).cached('p', 'question a')).toBeNull();
    expect(await at(NOW + 99 * HOUR).find('a1')).toEqual(kept);
  });

  it('expire by the reader’s own clock, whatever the store still holds', async () => {
    await at(NOW).save(insight('a2', 'p'), 'question b', NOW - 1);
    expect(await at(NOW).cached('p', 'question b')).toBeNull();
    expect(await at(NOW - 2).cached('p', 'question b')).toMatchObject({ id: 'a2' });
  });

  it('answer the same question of the same patient and tenant only', async () => {
    await at(NOW).save(insight('a3', 'p'), 'question c', NOW + HOUR);
    expect(await at(NOW).cached('p', 'question C')).toBeNull();
    expect(await at(NOW).cached('q', 'question c')).toBeNull();
    expect(await at(NOW).cached('zzz', 'question c')).toBeNull();
    expect(await at(NOW).cached('#\n', 'question c')).toBeNull();
    expect(await at(NOW, 'lakeside').cached('p', 'question c')).toBeNull();
    expect(await at(NOW, 'lakeside').find('a3')).toBeNull();
    expect(await at(NOW, 'lakeside').review('a3', verdict('CONFIRMED'))).toBeNull();
    expect(await at(NOW).find('zzz')).toBeNull();
    expect(await at(NOW).find('#\n')).toBeNull();
  });

  it('give way to the next answer to the same question, and stay found by their id', async () => {
    await at(NOW).save(insight('a4', 'p'), 'question d', NOW + HOUR);
    await at(NOW).save(insight('a5', 'p'), 'question d', NOW + 2 * HOUR);
    expect((await at(NOW).cached('p', 'question d'))?.id).toBe('a5');
    expect((await at(NOW).find('a4'))?.id).toBe('a4');
  });

  it('are shown from the cache as their reviewer left them', async () => {
    await at(NOW).save(insight('a6', 'p'), 'question e', NOW + HOUR);
    const reviewed = await at(NOW).review('a6', verdict('REJECTED'));
    expect(await at(NOW).cached('p', 'question e')).toEqual(reviewed);
  });

  it('do not take the name of another', async () => {
    await at(NOW).save(insight('a7', 'p'), 'question f', NOW + HOUR);
    const again = insight('a7', 'p', { withheldSentences: 9 });
    await expect(at(NOW).save(again, 'question g', NOW + HOUR)).rejects.toThrow(BadUserInputError);
    await expect(at(NOW).save(insight('a7', 'q'), 'question h', NOW + HOUR)).rejects.toThrow(
      BadUserInputError,
    );
    await expect(at(NOW).save(insight('a/7', 'p'), 'question i', NOW + HOUR)).rejects.toThrow(
      BadUserInputError,
    );
    expect(await at(NOW).find('a7')).toMatchObject({ subjectId: 'p', withheldSentences: 1 });
    expect(await at(NOW).cached('q', 'question h')).toBeNull();
    const { rows } = await at(NOW).queue({ first: 200, after: null, state: null });
    expect(rows.filter((row) => row.insight.id === 'a7')).toHaveLength(1);
  });

  it('of nobody are not stored', async () => {
    expect(await at(NOW).save(insight('unkept', 'zzz'), 'question j', NOW + HOUR)).toBe('erased');
    expect(await at(NOW).save(insight('unkept', '#\n'), 'question j', NOW + HOUR)).toBe('erased');
    const { Items = [] } = await backend.client.send(new ScanCommand({ TableName: backend.tables.data }));
    expect(Items.filter(({ pk, sk }) => `${pk?.S} ${sk?.S}`.includes('unkept'))).toEqual([]);
  });

  it('that do not fit into one item are withheld, and nothing of them is stored', async () => {
    const noise = randomBytes(400_000).toString('base64');
    const saving = at(NOW).save(insight('toolarge', 'big', { arguments: noise }), 'question k', NOW + HOUR);
    const error = await saving.catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(InsightWithheld);
    expect(error).toMatchObject({ reason: 'BUDGET' });
    const { Items = [] } = await backend.client.send(new ScanCommand({ TableName: backend.tables.data }));
    expect(Items.filter(({ pk, sk }) => `${pk?.S} ${sk?.S}`.includes('toolarge'))).toEqual([]);
  });

  it('of two megabytes of even text fit', async () => {
    const long = insight('a10', 'big', { arguments: 'the patient says so. '.repeat(100_000) });
    expect(await at(NOW).save(long, 'question l', NOW + HOUR)).toBe('stored');
    expect((await at(NOW).find('a10'))?.arguments).toBe(long.arguments);
  });
});
