import { expect, it } from 'vitest';
import type { PurposeMix } from '../../src/access/oversight-block.ts';
import type { PersonalUse } from '../../src/ledger/uses/mix-count.ts';
import { outsideMix } from '../../src/review/purpose-mix.ts';
import { shippedModel } from '../support/shipped-model.ts';

const model = await shippedModel();
const use = (
  actor: string,
  purpose: string | null,
  given: number,
  roles: readonly string[] = ['NURSE'],
): PersonalUse => ({
  actor,
  roles,
  purpose,
  given,
});
const namesOf = (uses: readonly PersonalUse[], declared: PurposeMix, baseOf = (role: string) => role) =>
  outsideMix(uses, declared, model, baseOf).map(({ actor, role, purpose }) => `${actor} ${role} ${purpose}`);

it('what is within the share is not told, and what is beyond it is', () => {
  const uses = [
    use('n1', 'HPAYMT', 50),
    use('n1', 'TREAT', 50),
    use('n2', 'HPAYMT', 51),
    use('n2', 'TREAT', 49),
  ];
  expect(outsideMix(uses, { NURSE: { HPAYMT: 0.5 } }, model, (role) => role)).toEqual([
    { actor: 'n2', role: 'NURSE', purpose: 'HPAYMT', given: 51, share: 0.51, allowed: 0.5, usual: 101 / 200 },
  ]);
});

it('a purpose that is one of the named counts as it', () => {
  expect(namesOf([use('n1', 'ETREAT', 90), use('n1', null, 10)], { NURSE: { TREAT: 0.5 } })).toEqual([
    'n1 NURSE TREAT',
  ]);
});

it('a handful is chance, unless nothing is allowed', () => {
  const uses = [use('n1', 'HPAYMT', 19), use('n2', 'HRESCH', 1)];
  expect(namesOf(uses, { NURSE: { HPAYMT: 0.1, HRESCH: 0 } })).toEqual(['n2 NURSE HRESCH']);
});

it('a role stands for those derived from it, and each of two roles counts', () => {
  const uses = [use('n1', 'HPAYMT', 30, ['WARD_NURSE']), use('n2', 'HPAYMT', 30, ['NURSE', 'CODER'])];
  const baseOf = (role: string) => (role === 'WARD_NURSE' ? 'NURSE' : role);
  const declared = { NURSE: { HPAYMT: 0.1 }, CODER: { HPAYMT: 0.2 }, BILLING: { HPAYMT: 0 } };
  expect(namesOf(uses, declared, baseOf)).toEqual(['n1 NURSE HPAYMT', 'n2 NURSE HPAYMT', 'n2 CODER HPAYMT']);
  expect(namesOf(uses, { WARD_NURSE: { HPAYMT: 0.1 } }, baseOf)).toEqual(['n1 WARD_NURSE HPAYMT']);
});

it('nothing declared, nothing told', () => {
  expect(namesOf([use('n1', 'HPAYMT', 500)], {})).toEqual([]);
});
