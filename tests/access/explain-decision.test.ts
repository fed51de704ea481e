import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Grant } from '../../src/access/access-model.ts';
import { MASKS, RELATIONSHIPS } from '../../src/access/access-model.ts';
import type { Circumstances } from '../../src/access/circumstances.ts';
import type { AccessClass, Decidable } from '../../src/access/decide.ts';
import { decide, relationshipBit, STEPS } from '../../src/access/decide.ts';
import { explainDecision } from '../../src/access/explain-decision.ts';
import { accessClass, CLINIC_MODEL } from './clinic-model.ts';

const ROLES = ['PHYSICIAN', 'NURSE', 'BILLING', 'PATIENT', 'constructor'];
const PURPOSES = Object.keys(CLINIC_MODEL.purposeAncestors);
const LABELS = ['R', 'PSY', 'MH', 'SPI', 'SUD', 'ETH', 'HIV', 'PSYTHPN', 'UNKNOWN'];
const some = <T>(values: readonly T[], max = 3) => fc.subarray([...values], { maxLength: max });

const grant: fc.Arbitrary<Grant> = fc.record({
  id: fc.integer({ min: 1, max: 99 }).map((n) => `Row.code#${n}`),
  roles: some(ROLES),
  purposes: some(PURPOSES, 2),
  relationships: some(RELATIONSHIPS),
  mask: fc.constantFrom(...MASKS),
  sensitivity: some(LABELS),
  breakGlass: fc.boolean(),
  place: fc.constant({ file: 'own.graphql', line: 1 }),
});

const circumstances: fc.Arbitrary<Circumstances> = fc.record({
  relationships: some(RELATIONSHIPS).map((ties) => ties.reduce((set, tie) => set | relationshipBit(tie), 0)),
  consented: fc.boolean(),
  labels: some(LABELS, 2),
  glass: fc.boolean(),
  revealed: fc.constantFrom([], ['Row.code'], ['Row.other']),
});

/** Of the tenant: removes grants by mask, and tightens what is not revealed. */
const narrowing = fc.record({ removed: some(MASKS, 1), tightened: fc.boolean() });

const asked = fc.record({
  grants: fc.array(grant, { maxLength: 6 }),
  own: some(LABELS, 1),
  roles: some(ROLES),
  purpose: fc.constantFrom(...PURPOSES, 'constructor'),
  scoped: some(ROLES, 5),
  assured: some(ROLES, 5),
  narrowing,
  circumstances,
  category: fc.constantFrom('LAB', 'LAB', 'LAB', 'NOTE'),
});

describe('an explained decision', () => {
  it('ends as the decision does, and names the step that left nothing', () => {
    const ends = new Set<string>();
    fc.assert(
      fc.property(asked, (one) => {
        const field: Decidable = {
          coordinate: 'Row.code',
          grants: { LAB: one.grants },
          sensitivity: one.own,
          scopeType: 'Row',
          scopedActs: ['r'],
        };
        const actor: AccessClass = accessClass({
          roles: one.roles,
          purpose: one.purpose,
          reaches: (role) => one.scoped.includes(role),
          isAssured: (role) => one.assured.includes(role),
          narrow: (grants, { revealed }) =>
            grants
              .filter(({ mask }) => !one.narrowing.removed.includes(mask))
              .map((each) => (one.narrowing.tightened && !revealed ? { ...each, mask: 'REDACT' } : each)),
        });
        const decided = decide(CLINIC_MODEL, actor, field, one.category, one.circumstances);
        const { outcome, steps } = explainDecision(
          CLINIC_MODEL,
          actor,
          field,
          one.category,
          one.circumstances,
        );
        expect(outcome).toEqual(decided);
        expect(steps.map(({ step }) => step)).toEqual(STEPS.slice(0, steps.length));
        for (const [index, { left }] of steps.entries()) {
          const before = steps[index - 1]?.left ?? one.grants;
          if (steps[index]?.step !== 'BREAK_GLASS') expect(left.length).toBeLessThanOrEqual(before.length);
        }
        ends.add(decided.reason);
      }),
      { numRuns: 20_000, seed: 3 },
    );
    // Every end of a decision was met.
    expect([...ends].sort()).toEqual([
      'ASSURANCE',
      'BREAK_GLASS',
      'CONSENT',
      'GRANT',
      'LABEL',
      'PURPOSE',
      'RELATIONSHIP',
      'ROLE',
      'SCOPE',
      'TENANT',
    ]);
  });
});
