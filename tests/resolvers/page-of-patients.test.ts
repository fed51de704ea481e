import { describe, expect, it } from 'vitest';
import { pageOfPatients } from '../../resolvers/page-of-patients.ts';
import { BadUserInputError } from '../../src/errors.ts';
import { fakeContext, stored } from './fake-context.ts';

const people = ['d', 'b', 'a', 'c'].map((id) => stored({ resourceType: 'Patient', id }));
const noValues = { name: null, birthDate: null, mrn: null, phone: null };
const ids = (page: Awaited<ReturnType<typeof pageOfPatients>>) => page.rows.map(({ record }) => record.id);

describe('patients without a search', () => {
  it('asks for the scope of the actor, and passes on who exists', async () => {
    const { context, calls } = fakeContext({
      records: people,
      scope: { kind: 'TIED' },
      admits: (type, facts) => type === 'Patient' && facts.subjectId !== 'b',
    });
    const page = await pageOfPatients({ first: 3, after: 'x' }, context);
    expect(ids(page)).toEqual(['d', 'a', 'c']);
    expect(calls).toEqual([['patients', { kind: 'TIED' }, { first: 3, after: 'x' }]]);
  });

  it.each([undefined, null, noValues])('takes search %j for none', async (search) => {
    const { context, calls } = fakeContext({ records: people });
    await pageOfPatients({ first: null, after: null, search }, context);
    expect(calls).toEqual([['patients', { kind: 'TENANT' }, { first: 20, after: null }]]);
  });
});

describe('patients with a search', () => {
  it('pages through the matches that exist for the actor, each once, in a stable order', async () => {
    const { context } = fakeContext({
      matches: () => [...people, ...people],
      admits: (type, facts) => type === 'Patient' && facts.subjectId !== 'b',
    });
    const search = { ...noValues, phone: '555-0100' };
    const one = await pageOfPatients({ first: 2, after: null, search }, context);
    expect([ids(one), one.hasNextPage]).toEqual([['a', 'c'], true]);
    const last = one.rows.at(-1)?.position ?? null;
    const two = await pageOfPatients({ first: 2, after: last, search }, context);
    expect([ids(two), two.hasNextPage]).toEqual([['d'], false]);
  });

  it('gives every value to every search, and each reading of a name one search', async () => {
    const { context, calls } = fakeContext();
    const search = { name: 'Amara Okafor', birthDate: '1961-04-09', mrn: 'M1', phone: '555-0100' };
    await pageOfPatients({ first: 2, after: null, search }, context);
    const others = { birthDate: '1961-04-09', mrn: 'M1', phone: '555-0100' };
    expect(calls.map(([, asked]) => asked)).toEqual([
      { ...others, family: 'Amara Okafor' },
      { ...others, family: 'Okafor', given: 'Amara' },
    ]);
  });

  it.each(['name', 'mrn', 'phone', 'birthDate'])('refuses an empty %s without searching', async (value) => {
    const { context, calls } = fakeContext();
    const search = { ...noValues, mrn: 'M1', [value]: ' ' };
    await expect(pageOfPatients({ first: 2, search }, context)).rejects.toBeInstanceOf(BadUserInputError);
    expect(calls).toEqual([]);
  });
});
