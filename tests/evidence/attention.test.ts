import { expect, it } from 'vitest';
import { DEFAULT_REVIEW } from '../../src/access/oversight-block.ts';
import { attention, figures } from '../../src/evidence/attention.ts';
import { findingFacts } from '../../src/evidence/finding-facts.ts';
import { LedgerTally } from '../../src/evidence/ledger-tally.ts';
import type { PackFacts } from '../../src/evidence/pack-facts.ts';
import { overdueReviews } from '../../src/review/overdue-reviews.ts';
import type { KeptFinding } from '../../src/signals/kept-finding.ts';
import { DAY, NOON } from '../signals/made-records.ts';
import { madeFinding } from '../support/made-finding.ts';
import { acted, at, madeFacts } from './made-facts.ts';

const kept = (number: number, change: Partial<KeptFinding> = {}, when = NOON): KeptFinding => ({
  finding: madeFinding(number, {
    from: at(when),
    to: at(when),
    clocks: [{ rule: 'GDPR', due: at(when + 3 * DAY) }],
  }),
  state: 'OPEN',
  assignee: null,
  verdict: null,
  changed: at(when),
  by: 'phield',
  version: 1,
  ...change,
});
async function* all(findings: readonly KeptFinding[]) {
  yield* findings;
}
const factsOf = (...findings: readonly KeptFinding[]) => findingFacts(all(findings), NOON, NOON + DAY);
const verified = madeFacts().verification;
const bad = {
  code: 'ROOT',
  where: '',
  index: null,
  writer: null,
  seq: null,
  record: null,
  detail: '',
} as const;

const MIX = { actor: 'n', role: 'NURSE', purpose: 'HPAYMT', given: 30, share: 0.5, allowed: 0.1, usual: 0.2 };

it('nothing is asked about where nothing is to be asked about', () => {
  expect(attention(madeFacts())).toEqual([]);
});

it.each<[string, Partial<PackFacts>]>([
  [
    'does not verify. Findings: 1, the first is ROOT',
    { verification: { ...verified, ok: false, findings: [bad], firstBad: bad } },
  ],
  ['could not be read: 1', { damage: ['x'] }],
  ['may have been pruned', { prunedUntil: at(NOON + 1) }],
  ['no Merkle log', { verification: { ...verified, size: null } }],
  ['not by a trust file', { verification: { ...verified, pinned: false } }],
  ['embedded profile', { configuration: { profile: 'embedded' } }],
  ['No record says which policy', { periods: [] }],
  ['not those that were in force at the end', { version: 'v2' }],
  [
    'could not be compared: 1',
    { changes: [{ old: 'a', new: 'b', at: null, report: null, missing: 'texts of the older' }] },
  ],
  ['not listed', { dependencies: null }],
  ['outside the purpose mix', { outsideMix: [MIX] }],
])('%s', (text, change) => {
  const told = attention(madeFacts(change));
  expect(told).toHaveLength(1);
  expect(told[0]).toContain(text);
});

it('operations under a policy that nobody announced are asked about', () => {
  const [period] = madeFacts().periods;
  if (period === undefined) throw new Error('no period');
  const periods = [{ ...period, version: 'v9', record: null, from: null, operations: 7 }, period];
  expect(attention(madeFacts({ periods }))).toEqual([
    'Operations decided under a policy that no record announced: 7.',
  ]);
});

it('glasses without a review are asked about, and those that were due', () => {
  const tally = new LedgerTally({ mix: false });
  tally.observe(acted('Mutation.breakGlass', {}, { breakGlass: 'g1' }), true);
  const { unreviewed } = tally.usage.usage();
  const glasses = tally.glasses.glasses(unreviewed);
  const overdue = overdueReviews({ glasses: unreviewed }, DEFAULT_REVIEW, NOON + 7 * DAY);
  expect(attention(madeFacts({ glasses, overdue }))).toEqual([
    'Opened glasses without a review on record in the period: 1.',
    'Reviews of glasses that were overdue at the end of the period: 1.',
  ]);
  expect(figures(madeFacts({ glasses }))).toContainEqual(['Emergency glasses opened', '1']);
});

it('findings that are open, a breach, or late are asked about', async () => {
  const closed = { state: 'CLOSED', assignee: 'officer', by: 'officer' } as const;
  const findings = await factsOf(
    kept(1),
    kept(2, { ...closed, verdict: 'BREACH' }),
    kept(3, { ...closed, verdict: 'FALSE' }),
  );
  expect(attention(madeFacts({ findings }))).toEqual([
    'Findings that are not closed: 1.',
    'Findings that were judged to be a breach: 1.',
    'Findings that are not closed and whose notice would be overdue, should they be a breach: 1.',
  ]);
});

it('findings of the period are told once each, oldest first, without whom they are about', async () => {
  const moved = kept(2, { state: 'ASSIGNED', assignee: 'officer', version: 2 }, NOON + 1);
  const found = await factsOf(
    kept(2, {}, NOON + 1),
    kept(1),
    moved,
    kept(3, {}, NOON - 1),
    kept(4, {}, NOON + DAY),
  );
  expect(found.map(({ id, state }) => [Number(id), state])).toEqual([
    [1, 'OPEN'],
    [2, 'ASSIGNED'],
  ]);
  expect(found[0]).toMatchObject({ onePatient: true, records: ['r1'], detector: 'vip-access' });
  expect(JSON.stringify(found)).not.toContain('p1');
});
