import { describe, expect, it } from 'vitest';
import type { Grant, Mask, Relationship } from '../../src/access/access-model.ts';
import { plainCircumstances } from '../../src/access/circumstances.ts';
import type { AccessClass, Decidable, FieldDecision } from '../../src/access/decide.ts';
import { combine, decide, relationshipBit } from '../../src/access/decide.ts';
import { accessClass, CLINIC_MODEL, rowGrant as grant } from './clinic-model.ts';

const NURSE: Partial<AccessClass> = { roles: ['NURSE'] };

function ask(
  grants: readonly Grant[],
  who: Partial<AccessClass> = NURSE,
  ties: readonly Relationship[] = ['CARE_TEAM'],
  category = 'LAB',
): FieldDecision {
  const field: Decidable = {
    coordinate: 'Row.code',
    grants: { LAB: grants, NOTE: [] },
    sensitivity: [],
    scopeType: 'Row',
    scopedActs: ['r'],
  };
  const set = ties.reduce((bits, tie) => bits | relationshipBit(tie), 0);
  return decide(CLINIC_MODEL, accessClass(who), field, category, plainCircumstances(set));
}

const deniedFor = (reason: string) => ({ decision: 'DENY', mask: 'REDACT', reason, grant: null });

describe('a decision', () => {
  it('permits where role, purpose and relationship all match one grant', () => {
    expect(ask([grant()])).toEqual({
      decision: 'PERMIT',
      mask: 'NONE',
      reason: 'GRANT',
      grant: 'Row.code#1',
    });
  });

  it('denies a role that no grant names', () => {
    expect(ask([grant()], { roles: ['BILLING'] })).toEqual(deniedFor('ROLE'));
    expect(ask([grant()], { roles: [] })).toEqual(deniedFor('ROLE'));
  });

  it('denies a purpose that is no kind of the grant’s', () => {
    expect(ask([grant()], { ...NURSE, purpose: 'HPAYMT' })).toEqual(deniedFor('PURPOSE'));
    expect(ask([grant({ purposes: ['BTG'] })])).toEqual(deniedFor('PURPOSE'));
  });

  it('permits a purpose that is a kind of the grant’s', () => {
    expect(ask([grant()], { ...NURSE, purpose: 'BTG' }).decision).toBe('PERMIT');
  });

  it.each(['PEACE', '', 'constructor', '__proto__'])(
    'denies purpose %j, which nobody declared',
    (purpose) => {
      expect(ask([grant()], { ...NURSE, purpose })).toEqual(deniedFor('PURPOSE'));
    },
  );

  it('denies what the tenant took away', () => {
    expect(ask([grant()], { ...NURSE, narrow: () => [] })).toEqual(deniedFor('TENANT'));
  });

  it('denies without a relationship that the grant names', () => {
    expect(ask([grant()], NURSE, ['ORG', 'TREATING'])).toEqual(deniedFor('RELATIONSHIP'));
    expect(ask([grant()], NURSE, [])).toEqual(deniedFor('RELATIONSHIP'));
  });

  it('denies where nothing is granted: a category without grants, one that does not exist, an empty list', () => {
    expect(ask([grant()], NURSE, ['CARE_TEAM'], 'NOTE')).toEqual(deniedFor('ROLE'));
    expect(ask([grant()], NURSE, ['CARE_TEAM'], 'NEW')).toEqual(deniedFor('ROLE'));
    expect(ask([])).toEqual(deniedFor('ROLE'));
    expect(ask([grant({ relationships: [] })])).toEqual(deniedFor('RELATIONSHIP'));
  });

  it('needs role, purpose and relationship in one grant: two half matches are none', () => {
    const halves = [grant({ roles: ['BILLING'] }), grant({ purposes: ['HPAYMT'], relationships: ['ORG'] })];
    expect(ask(halves).decision).toBe('DENY');
    expect(ask([grant({ purposes: ['HPAYMT'] }), grant({ relationships: ['ORG'] })]).decision).toBe('DENY');
  });

  it('takes the least mask among the grants that survive, whatever their order', () => {
    const masks: readonly Mask[] = ['GENERALIZE', 'PARTIAL', 'REDACT'];
    const grants = masks.map((mask, at) => grant({ id: `Row.code#${at + 1}`, mask }));
    for (const some of [grants, grants.toReversed()]) {
      expect(ask(some)).toMatchObject({ decision: 'MASK', mask: 'PARTIAL', grant: 'Row.code#2' });
    }
    expect(ask([grant({ mask: 'REDACT' }), grant({ relationships: ['ORG'] })])).toMatchObject({
      mask: 'REDACT',
    });
  });
});

describe('several categories on one row', () => {
  const permit: FieldDecision = { decision: 'PERMIT', mask: 'NONE', reason: 'GRANT', grant: 'a#1' };
  const partial: FieldDecision = { decision: 'MASK', mask: 'PARTIAL', reason: 'GRANT', grant: 'b#1' };
  const general: FieldDecision = { decision: 'MASK', mask: 'GENERALIZE', reason: 'GRANT', grant: 'c#1' };
  const denied: FieldDecision = { decision: 'DENY', mask: 'REDACT', reason: 'ROLE', grant: null };

  it('must all permit', () => {
    expect(combine([permit, denied])).toEqual(denied);
    expect(combine([denied, permit])).toEqual(denied);
    expect(combine([partial, denied, permit])).toEqual(denied);
  });

  it('are masked by the strictest', () => {
    expect(combine([permit, partial, general])).toEqual(general);
    expect(combine([general, partial, permit])).toEqual(general);
    expect(combine([permit, permit])).toEqual(permit);
  });

  it('deny when there is none', () => {
    expect(combine([])).toEqual({ decision: 'DENY', mask: 'REDACT', reason: 'ERROR', grant: null });
  });
});
