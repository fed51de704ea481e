import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openHealthData } from '../../datasources/dynamodb/dynamo-health-data.ts';
import { createDynamoWriter } from '../../datasources/dynamodb/dynamo-writer.ts';
import { erasePatient } from '../../datasources/dynamodb/erase-patient.ts';
import { createNameKeys } from '../../datasources/dynamodb/name-keys.ts';
import { createWholes } from '../../datasources/dynamodb/wholes.ts';
import { createLedgerNames } from '../../src/ledger/ledger-names.ts';
import { pseudonymiseRecord } from '../../src/ledger/pseudonymise-record.ts';
import { sampleRecord } from '../ledger/sample-record.ts';
import { DYNALITE } from '../support/test-stores.ts';
import { type DynamoBackend, ISSUER, NOW, openDynamoBackend } from './backends.ts';
import { observation, patient } from './resources.ts';

describe('keys of names in the ledger', () => {
  let backend: DynamoBackend;
  beforeAll(async () => {
    backend = await openDynamoBackend(DYNALITE);
    await backend.writer().write([patient('p1'), patient('p2'), observation('o1', 'p1', '2020')]);
    await backend.writer('lakeside').write([patient('p1')]);
  });
  afterAll(() => backend.close());

  const store = () => {
    const { client, tables } = backend;
    return { client, tables, random: randomBytes, signal: null, deadline: 5_000 };
  };
  const keysOf = (tenant = 'riverside') =>
    createNameKeys({ store: store(), keyring: backend.keyring, tenant });
  const factsOf = async (id: string, needsLedgerNames: boolean) => {
    const { client, tables, keyring } = backend;
    const data = openHealthData({
      client,
      tables,
      keyring,
      wholes: createWholes(() => NOW),
      tenant: 'riverside',
      actor: { issuer: ISSUER, id: 'user-1', fhirUser: null, purpose: 'TREAT' },
      needsPseudonyms: false,
      needsLedgerNames,
      tiedSince: () => NOW,
      clock: () => NOW,
      random: randomBytes,
      signal: null,
    });
    return data.facts(id);
  };

  it('come with facts only where they are asked for, and are those that the store has', async () => {
    expect((await factsOf('p1', false)).ledgerKey).toBeUndefined();
    const { ledgerKey } = await factsOf('p1', true);
    expect(ledgerKey).toHaveLength(32);
    expect((await keysOf().patients(['p1', 'nobody', 'not an id'])).get('p1')).toEqual(ledgerKey);
    expect((await factsOf('nobody', true)).ledgerKey).toBeUndefined();
  });

  it('are each patient’s and each tenant’s own', async () => {
    const [own, other] = [await keysOf().patients(['p1', 'p2']), await keysOf('lakeside').patients(['p1'])];
    const all = [
      own.get('p1'),
      own.get('p2'),
      other.get('p1'),
      await keysOf().tenant(),
      await keysOf('lakeside').tenant(),
    ];
    expect(new Set(all.map((key) => Buffer.from(key ?? []).toString('hex'))).size).toBe(5);
    expect([...(await keysOf().patients(['nobody'])).keys()]).toEqual([]);
  });

  it('are gone with an erased patient: nothing that is left leads from its names to it', async () => {
    const { ledgerKey } = await factsOf('p1', true);
    const met = {
      keyOf: (id: string) => (id === 'p1' ? ledgerKey : undefined),
      lookUpOthers: false,
    };
    const named = await pseudonymiseRecord(sampleRecord(), 'patients', keysOf(), met);
    const names = createLedgerNames(keysOf());
    expect(await names.patient('p1')).toContain(named.subjects[0]?.subject);

    await erasePatient({ store: store(), tenant: 'riverside', clock: () => NOW }, 'p1');
    expect(await names.patient('p1')).not.toContain(named.subjects[0]?.subject);
    expect((await factsOf('p1', true)).ledgerKey).toBeUndefined();

    // Taken in again, the patient has other names: what was before stays nobody's.
    const { client, tables, keyring } = backend;
    const shared = { client, tables, keyring, tenant: 'riverside', clock: () => NOW, random: randomBytes };
    await createDynamoWriter({ ...shared, signal: null, readmitErased: true }).write([patient('p1')]);
    expect((await factsOf('p1', true)).ledgerKey).toHaveLength(32);
    expect(await names.patient('p1')).not.toContain(named.subjects[0]?.subject);
  });
});
