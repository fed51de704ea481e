import { describe, expect, it } from 'vitest';
import { LedgerTally } from '../../src/evidence/ledger-tally.ts';
import { DAY, HOUR, made, NOON } from '../signals/made-records.ts';
import { acted, announced, at } from './made-facts.ts';

const tallied = (...records: Parameters<LedgerTally['observe']>[0][]) => {
  const tally = new LedgerTally({ mix: false });
  for (const record of records) tally.observe(record, true);
  return tally;
};

describe('policies in force', () => {
  it('are told from one announcement to the next; a restart is no new one', () => {
    const tally = new LedgerTally({ mix: false });
    tally.before(announced('v0', NOON - 3 * DAY));
    tally.before(announced('v1', NOON - DAY));
    for (const [version, time] of [
      ['v1', 1],
      ['v2', 2],
      ['v2', 3],
      ['v1', 4],
    ] as const)
      tally.observe(announced(version, NOON + time * HOUR), true);
    const periods = tally.policies.periods(NOON);
    expect(periods.map(({ version, from, to }) => [version, from, to])).toEqual([
      ['v1', at(NOON - DAY), at(NOON + 2 * HOUR)],
      ['v2', at(NOON + 2 * HOUR), at(NOON + 4 * HOUR)],
      ['v1', at(NOON + 4 * HOUR), null],
    ]);
  });

  it('say what was decided under each, also under one that nobody announced', () => {
    const looks = made([{ time: NOON }, { time: NOON + HOUR }]);
    const [first, second] = looks.map((record, index) => ({
      ...record,
      policyVersion: index === 0 ? 'v1' : 'v9',
    }));
    if (first === undefined || second === undefined) throw new Error('no records');
    const periods = tallied(announced('v1', NOON - 1), first, second).policies.periods(NOON);
    expect(
      periods.map(({ version, record, operations, last }) => [version, record !== null, operations, last]),
    ).toEqual([
      ['v9', false, 1, at(NOON + HOUR)],
      ['v1', true, 1, at(NOON)],
    ]);
  });
});

describe('privileged acts', () => {
  it('are counted by what they are, whatever an application called its operation', () => {
    const { acts } = tallied(
      acted('Ledger.events', { time: at(NOON) }),
      acted('Ledger.events', { time: at(NOON + DAY), actor: 'other' }),
      announced('v1', NOON),
    );
    expect(acts.acts()).toEqual([
      { act: 'Ledger.events', count: 2, actors: 2, first: at(NOON), last: at(NOON + DAY) },
      { act: 'policy_in_force', count: 1, actors: 1, first: at(NOON), last: at(NOON) },
    ]);
    expect(acts.reviews()).toEqual([]);
  });

  it('by the command line are told as the same act where there is one, and by their constant name elsewhere', () => {
    const cli = { client: 'phield-cli', operation: 'documents' };
    const { acts } = tallied(
      acted('Mutation.rejectDocument', cli),
      acted('SignalFinding.close', { ...cli, operation: 'signals_close' }),
      acted('Client.suspend', { ...cli, operation: 'client_suspend' }),
    );
    expect(acts.acts().map(({ act }) => act)).toEqual([
      'Mutation.rejectDocument',
      'client_suspend',
      'signals_close',
    ]);
    expect(acts.reviews().map(({ act }) => act)).toEqual(['Mutation.rejectDocument', 'signals_close']);
  });

  it('that judge something are listed, and name no patient', () => {
    const { acts } = tallied(acted('Mutation.approveDocument'));
    expect(acts.reviews()).toMatchObject([
      { act: 'Mutation.approveDocument', actor: 'officer', resource: { type: 'Thing', id: 't1' } },
    ]);
    expect(JSON.stringify(acts.reviews())).not.toContain('p1');
  });
});

describe('opened glasses', () => {
  const open = (glass: string, request = glass) =>
    acted('Mutation.breakGlass', { roles: ['NURSE'], request }, { breakGlass: glass, resources: ['p1'] });
  const review = (time: number, glass: string) =>
    acted('Mutation.reviewBreakGlass', { time: at(time) }, { resources: [glass] });
  const glassesOf = (...records: Parameters<typeof tallied>) => {
    const { glasses, usage } = tallied(...records);
    return glasses.glasses(usage.usage().unreviewed);
  };

  it('are one each, with what was read through them and when they were reviewed', () => {
    const glasses = glassesOf(
      open('g1'),
      open('g1', 'again'),
      ...made([{ time: NOON, page: 'list', through: 'g1' }]),
      review(NOON + DAY, 'g1'),
      review(NOON + 2 * DAY, 'g1'),
      open('g2'),
    );
    expect(glasses).toMatchObject([
      { glass: 'g1', fields: 3, reviewed: at(NOON + DAY), awaiting: false },
      { glass: 'g2', fields: 0, reviewed: null, awaiting: true },
    ]);
    expect(JSON.stringify(glasses)).not.toContain('p1');
  });

  it('are not those that were named and found another open', () => {
    expect(glassesOf(open('never', 'r1'), open('g1', 'r1')).map(({ glass }) => glass)).toEqual(['g1']);
  });

  it('that bear pseudonyms do not look unreviewed', () => {
    const name = (letter: string) => `~${letter.repeat(22)}`;
    const [glass] = glassesOf(open(name('a')), review(NOON + 1, name('b')));
    expect(glass).toMatchObject({ awaiting: false, reviewed: null });
  });
});

describe('people', () => {
  it('of the staff are named; patients are only counted', () => {
    const { people } = tallied(
      ...made([
        { time: NOON, patients: ['p1', 'p2'] },
        { time: NOON + HOUR, role: 'PHYSICIAN' },
        { time: NOON, actor: 'ada', role: 'PATIENT', purpose: 'PATRQT' },
        { time: NOON, actor: 'scan', role: 'SYSTEM' },
      ]),
    );
    expect(people.staff().map(({ actor, roles, operations }) => [actor, roles, operations])).toEqual([
      ['nurse', ['NURSE', 'PHYSICIAN'], 2],
      ['scan', ['SYSTEM'], 1],
    ]);
    expect([people.individuals, people.patients]).toEqual([1, 2]);
    expect(people.roles().find(({ role }) => role === 'NURSE')).toMatchObject({
      purpose: 'TREAT',
      people: 1,
      given: 6,
    });
  });

  it('and records that were split are not counted twice', () => {
    const tally = new LedgerTally({ mix: false });
    const [record] = made([{ time: NOON }]);
    if (record === undefined) throw new Error('no record');
    tally.observe(record, true);
    tally.observe(record, false);
    expect([tally.records, tally.operations, tally.people.roles()[0]?.operations]).toEqual([1, 1, 1]);
    expect(tally.people.roles()[0]?.given).toBe(6);
  });
});

describe('refused requests', () => {
  it('are counted as often as they stand for', () => {
    const refusal = { kind: 'refusal', refusal: 'FORBIDDEN' } as const;
    const { refusals } = tallied(acted('x', { ...refusal, count: 4 }), acted('x', { ...refusal, count: 1 }));
    expect(refusals.codes()).toEqual([{ code: 'FORBIDDEN', count: 5 }]);
  });
});
