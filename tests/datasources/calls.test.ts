import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CallCounts, countCalls } from '../../datasources/dynamodb/count-calls.ts';
import type { HealthData } from '../../datasources/health-data.ts';
import { DYNALITE } from '../support/test-stores.ts';
import { type DynamoBackend, openDynamoBackend } from './backends.ts';
import { membership, observation, PLAIN_ROWS, patient, resource, tie } from './resources.ts';

const IDS = Array.from({ length: 50 }, (_, at) => `p${at}`);
/** Patient, key, consents, what is given, and ties to the actor and to what it holds: six keys for each. */
const BATCHES = Math.ceil((IDS.length * (4 + 2)) / 100);

describe('calls to the store', () => {
  let backend: DynamoBackend;
  let calls: CallCounts;
  beforeAll(async () => {
    backend = await openDynamoBackend(DYNALITE);
    calls = countCalls(backend.client);
    const writer = backend.writer();
    await writer.write([
      ...IDS.map((id) => patient(id, { ties: [tie('Practitioner/a', `Patient/${id}`)] })),
      ...IDS.flatMap((id) => [observation(`o-${id}`, id, '2020'), observation(`u-${id}`, id, '2021')]),
      resource('PractitionerRole', 'r', null, { memberships: [membership('Practitioner/a', 'Location/l')] }),
      resource('Location', 'l', null),
    ]);
    await writer.flush();
    const other = backend.writer('lakeside');
    await other.write([
      patient('theirs'),
      observation('o-theirs', 'theirs', '2020'),
      resource('Location', 'm', null),
    ]);
    await backend.reader({ fhirUser: 'Practitioner/a' }).patient('p0');
    await backend.reader({ tenant: 'lakeside' }).patient('theirs');
    await backend.writer().write([observation('orphan', 'nobody', '2020')]);
  });
  afterAll(() => backend.close());

  const callsOf = async (read: (data: HealthData) => Promise<unknown>) => {
    const data = backend.reader({ fhirUser: 'Practitioner/a' });
    calls.take();
    await read(data);
    return calls.take();
  };

  const PATIENTS = [
    ['stored', 'p0'],
    ['another tenant’s', 'theirs'],
    ['known by its rows alone', 'nobody'],
    ['nobody', 'zzz'],
    ['no id at all', '#\n/'],
  ] as const;

  it.each(PATIENTS)('reads a patient that is %s with one Query and one batch', async (_name, id) => {
    expect(await callsOf((data) => data.patient(id))).toEqual({ Query: 1, BatchGetItem: 1 });
    expect(await callsOf((data) => data.facts(id))).toEqual({ Query: 1, BatchGetItem: 1 });
  });

  it.each(PATIENTS)('reads rows of a patient that is %s with one Query more', async (_name, subjectId) => {
    const query = {
      ...PLAIN_ROWS,
      subjectId,
      type: 'Observation',
      categories: ['LAB'],
      first: 10,
      after: null,
    };
    expect(await callsOf((data) => data.rows(query))).toEqual({ Query: 2, BatchGetItem: 1 });
  });

  it.each([
    ['stored', 'o-p0'],
    ['another tenant’s', 'o-theirs'],
    ['of a patient that is not there', 'orphan'],
    ['nowhere', 'zzz'],
    ['no id at all', '#\n/'],
  ])('reads a row that is %s with one Query and two batches', async (_name, id) => {
    expect(await callsOf((data) => data.row('Observation', id))).toEqual({ Query: 1, BatchGetItem: 2 });
  });

  it.each([['l'], ['m'], ['zzz'], ['#']])(
    'reads an organizational resource %s with one batch',
    async (id) => {
      expect(await callsOf((data) => data.organizational('Location', id))).toEqual({ BatchGetItem: 1 });
    },
  );

  it('reads fifty patients and their facts in batches of a hundred keys', async () => {
    expect(await callsOf((data) => Promise.all(IDS.map((id) => data.patient(id))))).toEqual({
      Query: 1,
      BatchGetItem: BATCHES,
    });
  });

  it('lists fifty patients with one Query for the list and one per anchor', async () => {
    const page = { first: 50, after: null };
    expect(await callsOf((data) => data.patients({ kind: 'TENANT' }, page, () => true))).toEqual({
      Query: 2,
      BatchGetItem: BATCHES,
    });
    expect(await callsOf((data) => data.patients({ kind: 'TIED' }, page, () => true))).toEqual({
      Query: 3,
      BatchGetItem: BATCHES,
    });
  });

  it('costs one Query per parent, and none twice', async () => {
    const query = { type: 'Observation', ...PLAIN_ROWS, first: 1, after: null };
    const counted = await callsOf(async (data) => {
      await Promise.all(IDS.map((id) => data.patient(id)));
      await Promise.all(IDS.map((subjectId) => data.rows({ ...query, subjectId })));
      await Promise.all(IDS.map((id) => data.facts(id)));
    });
    expect(counted).toEqual({ Query: 1 + IDS.length, BatchGetItem: BATCHES });
  });

  it('searches one index and looks the others up by key', async () => {
    const search = { family: 'Nobody', birthDate: '1999-01-01', given: 'No', phone: '5555550100' };
    // Nobody is found, and it costs what finding somebody would.
    expect(await callsOf((data) => data.search(search, 5))).toEqual({ Query: 2, BatchGetItem: 2 });
  });

  it('asks the key service once for a tenant, not per request', async () => {
    const counted = await callsOf(async () => {
      for (const id of IDS.slice(0, 5)) await backend.reader().patient(id);
    });
    expect(counted).toEqual({ BatchGetItem: 5 });
  });

  it('writes a clinical resource as two items, and nothing when it is unchanged', async () => {
    const writer = backend.writer('seaside');
    await writer.write([patient('w')]);
    const rows = Array.from({ length: 25 }, (_, at) => observation(`w${at}`, 'w', '2020'));
    calls.take();
    expect(new Set(await writer.write(rows))).toEqual(new Set(['stored']));
    expect(calls.take()).toEqual({ BatchGetItem: 1, BatchWriteItem: 2 });
    expect(new Set(await writer.write(rows))).toEqual(new Set(['unchanged']));
    expect(calls.take()).toEqual({ BatchGetItem: 1 });
  });
});
