import { describe, expect, it } from 'vitest';
import { findPatient } from '../../resolvers/find-patient.ts';
import { BadUserInputError } from '../../src/errors.ts';
import { fakeContext, stored } from './fake-context.ts';

const people = (count: number, labels: readonly string[] = [], prefix = 'p') =>
  Array.from({ length: count }, (_, at) =>
    stored({ resourceType: 'Patient', id: `${prefix}${at}` }, { labels }),
  );
const nothing = { mrn: null, family: null, birthDate: null };

describe('findPatient', () => {
  it.each([
    [{ mrn: 'M1' }, { mrn: 'M1' }],
    [
      { family: 'Okafor', birthDate: '1961-04-09' },
      { family: 'Okafor', birthDate: '1961-04-09' },
    ],
    [
      { mrn: 'M1', family: 'Okafor' },
      { mrn: 'M1', family: 'Okafor' },
    ],
  ])('searches by %j', async (input, search) => {
    const { context, calls } = fakeContext();
    await findPatient({ ...nothing, ...input }, context);
    expect(calls).toEqual([['search', search, expect.any(Number)]]);
  });

  it.each([
    {},
    { family: 'Okafor' },
    { birthDate: '1961-04-09' },
    { mrn: ' ' },
    { family: '', birthDate: '1961' },
  ])('refuses %j without searching', async (input) => {
    const { context, calls } = fakeContext();
    await expect(findPatient({ ...nothing, ...input }, context)).rejects.toBeInstanceOf(BadUserInputError);
    expect(calls).toEqual([]);
  });

  it('shows five at most', async () => {
    const { context } = fakeContext({ matches: () => people(9) });
    expect(await findPatient({ ...nothing, mrn: 'M1' }, context)).toHaveLength(5);
  });

  it.each(['CEL', 'VIP', 'EMP'])(
    'never finds a patient labelled %s, nor lets one take a place',
    async (label) => {
      const hidden = people(6, [label], 'hidden');
      const { context } = fakeContext({ matches: () => [...hidden, ...people(7)] });
      const found = await findPatient({ ...nothing, mrn: 'M1' }, context);
      expect(found.map(({ id }) => id)).toEqual(['p0', 'p1', 'p2', 'p3', 'p4']);
    },
  );

  it('finds a patient with another label', async () => {
    const { context } = fakeContext({ matches: () => people(1, ['HIV']) });
    expect(await findPatient({ ...nothing, mrn: 'M1' }, context)).toHaveLength(1);
  });

  it('finds only whom access admits as a match', async () => {
    const { context } = fakeContext({
      matches: () => people(3),
      admits: (type, facts) => type === 'PatientMatch' && facts.subjectId === 'p1',
    });
    const found = await findPatient({ ...nothing, mrn: 'M1' }, context);
    expect(found.map(({ id }) => id)).toEqual(['p1']);
  });
});
