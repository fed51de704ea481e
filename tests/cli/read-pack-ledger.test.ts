import { expect, it } from 'vitest';
import { readPackLedger } from '../../src/cli/read-pack-ledger.ts';
import { recordMatches } from '../../src/ledger/event-filter.ts';
import type { FoundRecord } from '../../src/ledger/index/read-indexed.ts';
import type { OperationRecord } from '../../src/ledger/operation-record.ts';
import type { Finding } from '../../src/ledger/segments/ledger-item.ts';
import { acted, announced } from '../evidence/made-facts.ts';
import { DAY, made, NOON } from '../signals/made-records.ts';

const PERIOD = { tenant: 'north', from: NOON, to: NOON + DAY, mix: false };
const DAMAGE: Finding = { kind: 'finding', code: 'BAD_RECORD', file: 'log', offset: 0, after: null };

/** What the index does with a filter. */
const indexOf = (records: readonly OperationRecord[], damage: readonly Finding[] = []) => ({
  async *read(filter: Parameters<typeof recordMatches>[1]): AsyncGenerator<FoundRecord | Finding> {
    yield* damage;
    for (const record of records) {
      if (recordMatches(record, filter)) yield { kind: 'record', record, firstOrdinal: 0 };
    }
  },
});
const read = (records: readonly OperationRecord[], damage?: readonly Finding[]) =>
  readPackLedger(indexOf(records, damage), PERIOD, () => undefined);

it('what a tenant did in the period is counted, and nothing of another tenant or time', async () => {
  const looks = made([
    { time: NOON - 1, actor: 'before' },
    { time: NOON, actor: 'first' },
    { time: NOON + DAY - 1, actor: 'last' },
    { time: NOON + DAY, actor: 'after' },
    { time: NOON + 1, actor: 'elsewhere', tenant: 'south' },
  ]);
  const { tally, damage } = await read(looks);
  expect(tally.people.staff().map(({ actor }) => actor)).toEqual(['first', 'last']);
  expect([tally.records, damage]).toEqual([2, []]);
});

it('the policy that the period began under is looked for before it', async () => {
  const { tally } = await read([announced('v0', NOON - 9 * DAY), announced('v1', NOON - 8 * DAY)]);
  expect(tally.policies.periods(NOON).map(({ version }) => version)).toEqual(['v1']);
  expect(tally.acts.acts()).toEqual([]);
});

it('a glass that was opened before and is reviewed in the period uses up no review of another, and one that nobody reviewed is told', async () => {
  const name = (letter: string) => `~${letter.repeat(22)}`;
  const open = (glass: string, time: number, subject = name('P')) => {
    const one = { shape: 0, resources: [glass], consent: null, breakGlass: glass };
    const act = {
      id: `o${time}${subject}`,
      request: `o${time}${subject}`,
      time: new Date(time).toISOString(),
    };
    return acted('Mutation.breakGlass', { ...act, subjects: [{ subject, groups: [one] }] });
  };
  const group = { shape: 0, resources: [name('a')], consent: null, breakGlass: null };
  const reviewed = acted('Mutation.reviewBreakGlass', {
    ...{ id: 'r', request: 'r', time: new Date(NOON + 9).toISOString() },
    subjects: [{ subject: name('P'), groups: [group] }],
  });
  const { tally } = await read([
    open(name('O'), NOON - 2 * DAY, name('Q')),
    open(name('A'), NOON - DAY),
    open(name('B'), NOON + 1),
    reviewed,
  ]);
  const { unreviewed } = tally.usage.usage();
  expect(unreviewed.map(({ glass }) => glass)).toEqual([name('O'), name('B')]);
  expect(tally.glasses.glasses(unreviewed)).toMatchObject([{ glass: name('B'), awaiting: true }]);
});

it('what cannot be read is told once, and the rest is counted', async () => {
  const { tally, damage } = await read(made([{ time: NOON }]), [DAMAGE]);
  expect(damage).toEqual(['BAD_RECORD log at byte 0']);
  expect(tally.records).toBe(1);
});
