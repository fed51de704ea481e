import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeRecord } from '../../src/ledger/decode-record.ts';
import { encodeRecord } from '../../src/ledger/encode-record.ts';
import { expandRecord } from '../../src/ledger/expand-record.ts';
import { createLedgerNames, isLedgerName, type NameKeys, nameUnder } from '../../src/ledger/ledger-names.ts';
import { namingRecord } from '../../src/ledger/naming-record.ts';
import type { OperationRecord } from '../../src/ledger/operation-record.ts';
import { pseudonymiseRecord } from '../../src/ledger/pseudonymise-record.ts';
import { sampleRecord } from './sample-record.ts';

const keyFor = (name: string) => createHash('sha256').update(name).digest();

/** A store's keys: of the patients named, and every call. */
function nameKeys(...stored: readonly string[]) {
  const asked: string[][] = [];
  const keys: NameKeys = {
    tenant: async () => keyFor('tenant'),
    patients: async (ids) => {
      asked.push([...ids]);
      return new Map(ids.filter((id) => stored.includes(id)).map((id) => [id, keyFor(id)]));
    },
  };
  return { keys, asked };
}

const met = (...ids: readonly string[]) => ({
  keyOf: (id: string) => (ids.includes(id) ? keyFor(id) : undefined),
  lookUpOthers: false,
});

const REFUSED: OperationRecord['subjects'] = [
  { subject: 'p1', groups: [{ shape: 0, resources: ['p1'], consent: 'c1', breakGlass: 'g1' }] },
  { subject: 'nobody', groups: [{ shape: 0, resources: ['nobody'], consent: null, breakGlass: null }] },
  {
    subject: null,
    groups: [{ shape: 1, resources: ['o9', '', 'not-an-id'], consent: null, breakGlass: null }],
  },
];

test('patients and what belongs to them are named under the patient’s key, everybody else under the tenant’s', async () => {
  const { keys } = nameKeys();
  const record = await pseudonymiseRecord(sampleRecord({ subjects: REFUSED }), 'patients', keys, met('p1'));
  const own = (kind: string, id: string) => nameUnder(keyFor('p1'), kind, id);
  const tenants = (kind: string, id: string) => nameUnder(keyFor('tenant'), kind, id);
  expect(record.actor).toBe('dr-one');
  expect(record.subjects).toEqual([
    {
      subject: own('Patient', 'p1'),
      groups: [
        {
          shape: 0,
          resources: [own('Patient', 'p1')],
          consent: own('Consent', 'c1'),
          breakGlass: own('BreakGlass', 'g1'),
        },
      ],
    },
    {
      subject: tenants('Patient', 'nobody'),
      groups: [{ shape: 0, resources: [tenants('Patient', 'nobody')], consent: null, breakGlass: null }],
    },
    {
      subject: null,
      groups: [
        {
          shape: 1,
          resources: [tenants('Observation', 'o9'), '', 'not-an-id'],
          consent: null,
          breakGlass: null,
        },
      ],
    },
  ]);
  for (const id of ['p1', 'nobody', 'o9', 'c1', 'g1'])
    expect(JSON.stringify(record.subjects)).not.toContain(`"${id}"`);
  expect(decodeRecord(encodeRecord(record))?.record).toEqual(record);
});

test('an operation asks the store for nobody it has not met, an act for those it names', async () => {
  const { keys, asked } = nameKeys('p1', 'p2');
  await pseudonymiseRecord(sampleRecord(), 'patients', keys, met('p1'));
  expect(asked).toEqual([]);
  const act = await pseudonymiseRecord(sampleRecord({ kind: 'privileged' }), 'patients', keys, {
    ...met('p1'),
    lookUpOthers: true,
  });
  expect(asked).toEqual([['p2']]);
  expect(act.subjects.map(({ subject }) => subject)).toEqual(
    ['p1', 'p2'].map((id) => nameUnder(keyFor(id), 'Patient', id)),
  );
});

test('actors are named under the tenant’s key only where everyone is', async () => {
  const { keys } = nameKeys();
  const { actor, client, session } = await pseudonymiseRecord(sampleRecord(), 'everyone', keys, met());
  expect(actor).toBe(nameUnder(keyFor('tenant'), 'actor', 'dr-one'));
  expect([client, session]).toEqual(['portal', 's-1']);
});

test('things of our own keep their ids', async () => {
  const act = { id: 'i', time: 't', actor: 'a', client: 'c', operation: 'o', tenant: 't', subject: null };
  const record = namingRecord(act, [{ type: 'RegisteredDocument', coordinate: 'x', ids: ['app/abc'] }]);
  const { keys } = nameKeys();
  expect((await pseudonymiseRecord(record, 'patients', keys, met())).subjects).toEqual(record.subjects);
});

test('without a key nothing is named, and nothing passes under its id', async () => {
  const keys: NameKeys = {
    tenant: async () => Promise.reject(new Error('out of reach')),
    patients: async () => new Map(),
  };
  await expect(pseudonymiseRecord(sampleRecord(), 'patients', keys, met('p1', 'p2'))).rejects.toThrow();
});

test('a name is of one form, the same each time, and of nobody else', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), fc.string(), fc.string(), (kind, id, otherKind, otherId) => {
      const name = nameUnder(keyFor('k'), kind, id);
      expect(isLedgerName(name)).toBe(true);
      expect(nameUnder(keyFor('k'), kind, id)).toBe(name);
      if (kind.includes('\0') || otherKind.includes('\0')) return;
      const same = kind === otherKind && id === otherId;
      expect(nameUnder(keyFor('k'), otherKind, otherId) === name).toBe(same);
      expect(nameUnder(keyFor('other'), kind, id)).not.toBe(name);
    }),
  );
  for (const id of ['p1', '~p1', 'a'.repeat(23), `~${'a'.repeat(21)}`, `~${'a'.repeat(22)}\n`])
    expect(isLedgerName(id)).toBe(false);
});

test('whoever looks for a patient or an actor looks for all names it may stand under, until it is erased', async () => {
  const before = createLedgerNames(nameKeys('p1').keys);
  const record = await pseudonymiseRecord(sampleRecord(), 'everyone', nameKeys().keys, met('p1'));
  const [event] = [...expandRecord(record)];
  expect(await before.patient('p1')).toContain(event?.subject);
  expect(await before.resource('p1', 'Observation', 'o1')).toContain(
    record.subjects[0]?.groups[1]?.resources[0],
  );
  expect(await before.actor('dr-one')).toContain(record.actor);
  expect(await before.patient('p1')).toContain('p1');
  // Met by nobody, so named under the tenant's key.
  expect(await before.patient('p2')).toContain(record.subjects[1]?.subject);

  const erased = createLedgerNames(nameKeys().keys);
  expect(await erased.patient('p1')).not.toContain(event?.subject);
  expect(await erased.resource('p1', 'Observation', 'o1')).not.toContain(
    record.subjects[0]?.groups[1]?.resources[0],
  );

  expect(await createLedgerNames(null).patient('p1')).toEqual(['p1']);
});
