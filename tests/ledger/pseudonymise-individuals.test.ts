import { createHash } from 'node:crypto';
import { describe, expect, it, test } from 'vitest';
import {
  createLedgerNames,
  isLedgerName,
  keyOfAll,
  type NameKeys,
  nameUnder,
} from '../../src/ledger/ledger-names.ts';
import {
  type Individual,
  type MetPatients,
  pseudonymiseRecord,
} from '../../src/ledger/pseudonymise-record.ts';
import { sampleRecord } from './sample-record.ts';

const keyFor = (name: string) => createHash('sha256').update(name).digest();

function keysOf(...stored: readonly string[]): NameKeys {
  return {
    tenant: async () => keyFor('tenant'),
    patients: async (ids) => new Map(ids.filter((id) => stored.includes(id)).map((id) => [id, keyFor(id)])),
  };
}

const met = (individual: Individual | null, ...ids: readonly string[]): MetPatients => ({
  keyOf: (id) => (ids.includes(id) ? keyFor(id) : undefined),
  lookUpOthers: false,
  individual,
});

const PATIENT = { patient: 'p1', actsForOthers: false };
const PROXY = { patient: null, actsForOthers: true };
const ONE = [{ subject: 'p1', groups: [{ shape: 0, resources: ['p1'], consent: null, breakGlass: null }] }];

describe.each(['patients', 'everyone'] as const)('who acts as a patient or for one (%s)', (wanted) => {
  it('stands with the own sign-in under that patient’s key, whether or not the record is met', async () => {
    const record = sampleRecord({ actor: 'sub-of-p1', subjects: ONE });
    for (const known of [met(PATIENT, 'p1'), met(PATIENT)]) {
      const named = await pseudonymiseRecord(record, wanted, keysOf('p1'), known);
      expect(named.actor).toBe(nameUnder(keyFor('p1'), 'actor', 'sub-of-p1'));
      expect(named.session).toBe(nameUnder(keyFor('p1'), 'session', 's-1'));
    }
  });

  it('for several at once under a key that it takes all of them to make', async () => {
    const named = await pseudonymiseRecord(
      sampleRecord({ actor: 'sub-of-mother' }),
      wanted,
      keysOf(),
      met(PROXY, 'p1', 'p2'),
    );
    const both = keyOfAll([keyFor('p2'), keyFor('p1')], keyFor('tenant'));
    expect(named.actor).toBe(nameUnder(both, 'actor', 'sub-of-mother'));
    for (const one of ['p1', 'p2', 'tenant']) expect(both).not.toEqual(keyFor(one));
    const single = await pseudonymiseRecord(
      sampleRecord({ actor: 'sub-of-mother', subjects: ONE }),
      wanted,
      keysOf(),
      met(PROXY, 'p1'),
    );
    expect(single.actor).toBe(nameUnder(keyFor('p1'), 'actor', 'sub-of-mother'));
  });

  it('is named under the tenant’s key where no patient of the store is concerned', async () => {
    const named = await pseudonymiseRecord(sampleRecord({ actor: 'sub' }), wanted, keysOf(), met(PATIENT));
    expect(named.actor).toBe(nameUnder(keyFor('tenant'), 'actor', 'sub'));
  });
});

test('the id is found beside the patient, and by nobody once the patient is erased', async () => {
  const record = sampleRecord({ actor: 'sub-of-p1', subjects: ONE });
  const { actor } = await pseudonymiseRecord(record, 'patients', keysOf('p1'), met(PATIENT, 'p1'));
  expect(isLedgerName(actor ?? '')).toBe(true);
  expect(await createLedgerNames(keysOf('p1')).actor('sub-of-p1', 'p1')).toContain(actor);
  expect(await createLedgerNames(keysOf()).actor('sub-of-p1', 'p1')).not.toContain(actor);
});

test('staff keep the id that the house knows them by, and their sign-in', async () => {
  const named = await pseudonymiseRecord(sampleRecord(), 'patients', keysOf('p1'), met(null, 'p1'));
  expect([named.actor, named.session]).toEqual(['dr-one', 's-1']);
});
