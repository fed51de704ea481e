import { randomBytes } from 'node:crypto';
import { ScanCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { batchWrite } from '../../datasources/dynamodb/batch-write.ts';
import { createDynamoWriter } from '../../datasources/dynamodb/dynamo-writer.ts';
import { erasedPatients, erasePatient } from '../../datasources/dynamodb/erase-patient.ts';
import { DYNALITE } from '../support/test-stores.ts';
import { type DynamoBackend, NOW, openDynamoBackend } from './backends.ts';
import { observation, patient, tie } from './resources.ts';

describe('erasure of a patient', () => {
  let backend: DynamoBackend;
  beforeAll(async () => {
    backend = await openDynamoBackend(DYNALITE);
  });
  afterAll(() => backend.close());

  const index = { mrns: ['M1'], phones: [], names: [{ family: 'Roe', given: [] }], birthDate: null };
  const resources = [
    patient('p', { index, ties: [tie('Practitioner/a', 'Patient/p')] }),
    observation('o', 'p', '2020'),
    observation('l', 'p', '2020', { labels: ['HIV'] }),
  ];
  const options = () => ({
    store: {
      client: backend.client,
      tables: backend.tables,
      random: randomBytes,
      signal: null,
      deadline: 5_000,
    },
    tenant: 'riverside',
    clock: () => NOW,
  });
  const write = async (readmitErased = false) => {
    const { client, tables, keyring } = backend;
    const shared = { client, tables, keyring, tenant: 'riverside', clock: () => NOW, random: randomBytes };
    const writer = createDynamoWriter({ ...shared, signal: null, readmitErased });
    const outcomes = await writer.write(resources);
    await writer.flush();
    return outcomes;
  };

  it('leaves nothing but tombstones, keeps the patient out, and lets it in again when asked', async () => {
    expect(await write()).toEqual(['stored', 'stored', 'stored']);
    await erasePatient(options(), 'p');
    await erasePatient(options(), 'p');
    expect((await backend.reader().patient('p')).facts.exists).toBe(false);
    const { Items = [] } = await backend.client.send(new ScanCommand({ TableName: backend.tables.data }));
    expect(Items.map(({ pk, sk }) => `${pk?.S} ${sk?.S}`)).toEqual([]);
    expect(await erasedPatients(options())).toEqual(['p']);

    expect(await write()).toEqual(['erased', 'erased', 'erased']);
    expect((await backend.reader().patient('p')).record).toBeNull();

    expect(await write(true)).toEqual(['stored', 'stored', 'stored']);
    expect(await erasedPatients(options())).toEqual([]);
    const data = backend.reader({ fhirUser: 'Practitioner/a' });
    expect((await data.patient('p')).facts.ties).toHaveLength(1);
    expect((await data.row('Observation', 'o')).record?.id).toBe('o');
  });

  it('makes rows unreadable though they are restored, and is repeated after a restore', async () => {
    await backend.writer().write([patient('q'), observation('oq', 'q', '2020')]);
    const rows = await backend.client.send(new ScanCommand({ TableName: backend.tables.data }));
    await erasePatient(options(), 'q');
    await batchWrite(options().store, { puts: rows.Items ?? [], deletes: [] });
    const data = backend.reader();
    expect((await data.patient('q')).record).toBeNull();
    expect((await data.row('Observation', 'oq')).record).toBeNull();
    for (const id of await erasedPatients(options())) if (id === 'q') await erasePatient(options(), id);
    const left = await backend.client.send(new ScanCommand({ TableName: backend.tables.data }));
    expect((left.Items ?? []).filter(({ pk, sk }) => sk?.S === 'q' || pk?.S?.endsWith('#P#q'))).toEqual([]);
  });
});
