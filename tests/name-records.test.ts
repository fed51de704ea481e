import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { relationshipBit } from '../src/access/decide.ts';
import type { Pseudonyms } from '../src/access/ledger-block.ts';
import { DEFAULT_ACCESS_SETTINGS } from '../src/access/tenant-settings.ts';
import type { DataNeeds } from '../src/handle-operation.ts';
import type { Actor } from '../src/identity/actor.ts';
import { isLedgerName, type NameKeys, nameUnder } from '../src/ledger/ledger-names.ts';
import { nameRecords } from '../src/name-records.ts';
import type { OperationContext } from '../src/operation-context.ts';
import { situation } from './access/clinic-model.ts';
import { sampleRecord } from './ledger/sample-record.ts';
import { signedIn } from './support/acting-gateway.ts';
import { lineGateway } from './support/line-gateway.ts';
import { shippedModel } from './support/shipped-model.ts';
import { sdlWith, smallGateway } from './support/small-gateway.ts';
import { subjectFacts } from './support/subject-facts.ts';

const keyFor = (name: string) => createHash('sha256').update(name).digest();

/** The line of a tenant with these pseudonyms; facts bring keys only where they were asked for. */
async function wanting(pseudonyms: Pseudonyms, nameKeys?: NameKeys) {
  const needs: DataNeeds[] = [];
  const line = await lineGateway({
    policies: () => () => ({
      version: 'v1',
      narrow: (grants) => grants,
      grantsRole: (role, grant) => grant.roles.includes(role),
      settings: DEFAULT_ACCESS_SETTINGS,
      isAssured: () => true,
      situationOf: (_actor, facts) =>
        situation(facts.subjectId === 'ada' ? relationshipBit('CARE_TEAM') | relationshipBit('ORG') : 0),
      revealSeconds: () => null,
      insights: null,
      pseudonyms,
    }),
    openData: (_actor, wanted) => {
      needs.push(wanted);
      return {
        facts: async (subjectId) =>
          subjectFacts({ subjectId, ...(wanted.ledgerNames ? { ledgerKey: keyFor(subjectId) } : {}) }),
      };
    },
    ...(nameKeys === undefined ? {} : { nameKeys: () => nameKeys }),
  });
  const asked = await line.ask({ body: { query: '{ patient(id: "ada") { birthDate } }' } });
  return { ...line, needs, asked };
}

const KEYS: NameKeys = { tenant: async () => keyFor('tenant'), patients: async () => new Map() };

describe('names in the ledger', () => {
  it('are plain ids where the tenant wants no pseudonyms, and no key is asked for', async () => {
    const { ledger, needs, asked } = await wanting('none', {
      tenant: () => Promise.reject(new Error('asked')),
      patients: () => Promise.reject(new Error('asked')),
    });
    expect(asked.status).toBe(200);
    expect(needs.map(({ ledgerNames }) => ledgerNames)).toEqual([false]);
    expect(ledger.records.flatMap(({ subjects }) => subjects.map(({ subject }) => subject))).toEqual(['ada']);
  });

  it.each(['patients', 'everyone'] as const)('leave no id of a patient in the record: %s', async (wanted) => {
    const { ledger, asked } = await wanting(wanted, KEYS);
    expect(asked.body.data).toEqual({ patient: { birthDate: '1980-05-05' } });
    const [record] = ledger.records;
    expect(record?.subjects[0]?.subject).toBe(nameUnder(keyFor('ada'), 'Patient', 'ada'));
    expect(JSON.stringify(ledger.records)).not.toContain('"ada"');
    const actor = wanted === 'everyone' ? nameUnder(keyFor('tenant'), 'actor', 'user-1') : 'user-1';
    expect(record?.actor).toBe(actor);
  });

  it.each([
    ['out of reach', { ...KEYS, tenant: () => Promise.reject(new Error('down')) }],
    ['not given to the gateway', undefined],
  ])('that cannot be made disclose nothing: keys %s', async (_, keys) => {
    const { ledger, asked } = await wanting('patients', keys);
    expect(asked.status).toBe(503);
    expect(asked.text).not.toContain('1980');
    expect(asked.body.errors?.[0]?.extensions.code).toBe('LEDGER_UNAVAILABLE');
    expect(ledger.records).toEqual([]);
  });
});

describe('an act in a tenant with pseudonyms', () => {
  it('is on record under the names that its patient has, met or not', async () => {
    const asked: string[][] = [];
    const keys: NameKeys = {
      ...KEYS,
      patients: async (ids) => {
        asked.push([...ids]);
        return new Map(ids.map((id) => [id, keyFor(id)]));
      },
    };
    const { ledger, run } = await smallGateway({
      typeDefs: await sdlWith('type Query { act: Boolean @notPhi }'),
      resolvers: {
        Query: {
          act: async (_: unknown, _args: unknown, { acting }: OperationContext) => {
            await acting?.record({
              coordinate: 'Query.act',
              subject: 'ben',
              resource: { type: 'Consent', id: 'c1' },
              consent: 'c1',
            });
            return true;
          },
        },
      },
      world: {},
      config: {
        nameKeys: () => keys,
        policies: () => () => ({
          version: 'v1',
          narrow: (grants) => grants,
          grantsRole: () => true,
          settings: DEFAULT_ACCESS_SETTINGS,
          isAssured: () => true,
          situationOf: () => situation(0),
          revealSeconds: () => null,
          insights: null,
          pseudonyms: 'patients',
        }),
      },
    });
    expect((await run('{ act }')).body.data).toEqual({ act: true });
    const consent = nameUnder(keyFor('ben'), 'Consent', 'c1');
    expect(ledger.records.map(({ subjects }) => subjects)).toEqual([
      [
        {
          subject: nameUnder(keyFor('ben'), 'Patient', 'ben'),
          groups: [{ shape: 0, resources: [consent], consent, breakGlass: null }],
        },
      ],
    ]);
    expect(asked).toEqual([['ben']]);
  });
});

describe('whoever acts as a patient or for one', () => {
  const keys: NameKeys = { ...KEYS, patients: async (ids) => new Map(ids.map((id) => [id, keyFor(id)])) };
  const named = async (overrides: Partial<Actor>) => {
    const access = { actor: signedIn(overrides), model: await shippedModel(), subjects: [] };
    const record = await nameRecords({ pseudonyms: 'patients' }, access, keys)?.(sampleRecord(), false);
    return record?.actor ?? null;
  };
  const under = (key: string) => nameUnder(keyFor(key), 'actor', 'dr-one');
  const own = { fhirUser: 'Patient/p1', roles: ['PATIENT'], purpose: 'PATRQT' };

  it.each<[string, Partial<Actor>, string]>([
    ['a patient', own, under('p1')],
    ['a patient known by the launch', { ...own, fhirUser: null, patient: 'p1' }, under('p1')],
    ['a patient who is staff, at the own request', { ...own, roles: ['NURSE', 'PATIENT'] }, under('p1')],
    ['a patient who signs in as somebody else', { ...own, fhirUser: 'Practitioner/x' }, under('tenant')],
    ['staff', { roles: ['NURSE'], purpose: 'TREAT' }, 'dr-one'],
    ['staff who are patients, too', { ...own, roles: ['NURSE', 'PATIENT'], purpose: 'TREAT' }, 'dr-one'],
    ['a machine', { roles: ['SYSTEM'], purpose: 'TREAT' }, 'dr-one'],
  ])('%s', async (_, overrides, expected) => {
    expect(await named(overrides)).toBe(expected);
  });

  it('a relative', async () => {
    const actor = await named({ roles: ['PROXY'], purpose: 'PATRQT', fhirUser: 'RelatedPerson/r' });
    expect(isLedgerName(actor ?? '')).toBe(true);
  });
});
