import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Mask, Relationship } from '../../src/access/access-model.ts';
import { MASKS, RELATIONSHIPS } from '../../src/access/access-model.ts';
import { plainCircumstances } from '../../src/access/circumstances.ts';
import { createTenantPolicy } from '../../src/access/create-tenant-policy.ts';
import type { FieldDecision } from '../../src/access/decide.ts';
import { decide, relationshipBit } from '../../src/access/decide.ts';
import { declaredGrants } from '../../src/access/declared-grants.ts';
import { maskNarrows } from '../../src/access/mask-order.ts';
import { parseTenantOverlay } from '../../src/access/parse-tenant-overlay.ts';
import type { Narrowing, TenantOverlay } from '../../src/access/tenant-overlay.ts';
import { DEFAULT_ACCESS_SETTINGS } from '../../src/access/tenant-settings.ts';
import { shippedModel } from '../support/shipped-model.ts';

import { accessClass } from './clinic-model.ts';

const model = await shippedModel();
const cells = declaredGrants(model);
const place = { file: 'tenants/t.yaml', line: 1 };
const EMPTY: TenantOverlay = {
  tenant: 't',
  version: '0',
  file: place.file,
  settings: DEFAULT_ACCESS_SETTINGS,
  removals: [],
  tightenings: [],
  derivedRoles: new Map(),
  groups: new Map(),
  insights: null,
};

interface Question {
  readonly coordinate: string;
  readonly category: string;
  readonly roles: readonly string[];
  readonly purpose: string;
  readonly relationships: readonly Relationship[];
}

function ask(overlay: TenantOverlay, question: Question): FieldDecision {
  const cell = cells.find(
    (one) => one.coordinate === question.coordinate && one.category === question.category,
  );
  if (cell === undefined) throw new Error(`no such cell: ${question.coordinate} ${question.category}`);
  const { narrow, grantsRole } = createTenantPolicy(overlay, model);
  const { roles, purpose } = question;
  return decide(
    model,
    accessClass({ roles, purpose, narrow, grantsRole }),
    {
      coordinate: cell.coordinate,
      grants: { [cell.category]: cell.grants },
      sensitivity: [],
      scopeType: null,
      scopedActs: [],
    },
    cell.category,
    plainCircumstances(question.relationships.reduce((set, one) => set | relationshipBit(one), 0)),
  );
}

const overlayOf = (rest: string) => parseTenantOverlay(`tenant: t\n${rest}`, place.file, model);
const SSN = { coordinate: 'Patient.ssn', category: 'IDENTIFIER', relationships: ['ORG' as const] };
const BIRTH = { coordinate: 'Patient.birthDate', category: 'DEMOGRAPHICS' };

describe('an overlay', () => {
  it('without entries changes nothing', () => {
    expect(ask(EMPTY, { ...SSN, roles: ['BILLING'], purpose: 'HPAYMT' })).toMatchObject({ mask: 'PARTIAL' });
  });

  it('removes for the role it names and for no other, though they share a grant', () => {
    const overlay = overlayOf('remove: [{ roles: [NURSE], coordinates: [Patient.birthDate] }]');
    const question: Omit<Question, 'roles'> = { ...BIRTH, purpose: 'TREAT', relationships: ['TREATING'] };
    expect(ask(overlay, { ...question, roles: ['NURSE'] })).toMatchObject({
      decision: 'DENY',
      reason: 'TENANT',
    });
    expect(ask(overlay, { ...question, roles: ['PHYSICIAN'] })).toMatchObject({ decision: 'PERMIT' });
    expect(ask(overlay, { ...question, roles: ['NURSE', 'PHYSICIAN'] })).toMatchObject({
      decision: 'PERMIT',
    });
  });

  it('tightens for the role it names and for no other', () => {
    const overlay = overlayOf(
      'tighten: [{ roles: [NURSE], coordinates: [Patient.birthDate], mask: GENERALIZE }]',
    );
    const question: Omit<Question, 'roles'> = { ...BIRTH, purpose: 'TREAT', relationships: ['TREATING'] };
    expect(ask(overlay, { ...question, roles: ['NURSE'] })).toMatchObject({
      decision: 'MASK',
      mask: 'GENERALIZE',
    });
    expect(ask(overlay, { ...question, roles: ['PHYSICIAN'] })).toMatchObject({ decision: 'PERMIT' });
  });

  it('of one relationship leaves the others', () => {
    const overlay = overlayOf('remove: [{ categories: [DEMOGRAPHICS], relationships: [TREATING] }]');
    const question: Omit<Question, 'relationships'> = { ...BIRTH, roles: ['NURSE'], purpose: 'TREAT' };
    expect(ask(overlay, { ...question, relationships: ['TREATING'] })).toMatchObject({
      reason: 'RELATIONSHIP',
    });
    expect(ask(overlay, { ...question, relationships: ['CARE_TEAM'] })).toMatchObject({ decision: 'PERMIT' });
  });

  it('of a purpose means every purpose that is-a one, and no other', () => {
    const question: Omit<Question, 'purpose'> = { ...BIRTH, roles: ['NURSE'], relationships: ['TREATING'] };
    const broad = overlayOf('remove: [{ categories: [DEMOGRAPHICS], purposes: [TREAT] }]');
    expect(ask(broad, { ...question, purpose: 'ETREAT' })).toMatchObject({ reason: 'TENANT' });
    const narrow = overlayOf('remove: [{ categories: [DEMOGRAPHICS], purposes: [ETREAT] }]');
    expect(ask(narrow, { ...question, purpose: 'BTG' })).toMatchObject({ reason: 'TENANT' });
    expect(ask(narrow, { ...question, purpose: 'TREAT' })).toMatchObject({ decision: 'PERMIT' });
  });

  it('of a field means every filter by it', () => {
    const filter = Object.values(model.filters).find(({ field }) => field === 'Patient.mrn');
    expect(filter).toBeDefined();
    const question: Question = {
      coordinate: filter?.coordinate ?? '',
      category: 'IDENTIFIER',
      roles: ['REGISTRATION'],
      purpose: 'PATADMIN',
      relationships: ['ORG'],
    };
    expect(ask(EMPTY, question)).toMatchObject({ decision: 'PERMIT' });
    const removed = overlayOf('remove: [{ coordinates: [Patient.mrn] }]');
    expect(ask(removed, question)).toMatchObject({ decision: 'DENY', reason: 'TENANT' });
    const tightened = overlayOf('tighten: [{ coordinates: [Patient.mrn], mask: REDACT }]');
    expect(ask(tightened, question)).toMatchObject({ decision: 'MASK', mask: 'REDACT' });
  });

  it('takes the stricter of two masks, even where the order of masks would not', () => {
    const tighten = (mask: Mask): TenantOverlay['tightenings'][number] => ({
      roles: null,
      categories: ['DEMOGRAPHICS'],
      coordinates: null,
      purposes: null,
      relationships: null,
      mask,
      reveal: null,
      place,
    });
    const question: Question = { ...BIRTH, roles: ['NURSE'], purpose: 'TREAT', relationships: ['TREATING'] };
    const masked = (...masks: Mask[]) => ask({ ...EMPTY, tightenings: masks.map(tighten) }, question).mask;
    expect(masked('PARTIAL', 'GENERALIZE')).toBe('GENERALIZE');
    expect(masked('GENERALIZE', 'PSEUDONYM')).toBe('REDACT');
  });
});

describe('a derived role', () => {
  const LAB_TECH = 'derivedRoles: { LAB_TECH: { base: NURSE, only: [LAB, DEMOGRAPHICS] } }';
  const question: Omit<Question, 'category' | 'coordinate'> = {
    roles: ['LAB_TECH'],
    purpose: 'TREAT',
    relationships: ['TREATING'],
  };
  const lab = { coordinate: 'Observation.code', category: 'LAB' };
  const vital = { coordinate: 'Observation.code', category: 'VITAL_SIGNS' };

  it('has its base’s grants in its own categories', () => {
    expect(ask(overlayOf(LAB_TECH), { ...question, ...lab })).toMatchObject({ decision: 'PERMIT' });
    expect(ask(overlayOf(LAB_TECH), { ...question, ...vital })).toMatchObject({
      decision: 'DENY',
      reason: 'ROLE',
    });
  });

  it('is nobody in a tenant that does not derive it', () => {
    expect(ask(EMPTY, { ...question, ...lab })).toMatchObject({ decision: 'DENY', reason: 'ROLE' });
  });

  it('loses what its base loses, while the base keeps what the role loses', () => {
    const base = overlayOf(`${LAB_TECH}\nremove: [{ roles: [NURSE], categories: [LAB] }]`);
    expect(ask(base, { ...question, ...lab })).toMatchObject({ reason: 'TENANT' });
    const own = overlayOf(`${LAB_TECH}\nremove: [{ roles: [LAB_TECH], categories: [LAB] }]`);
    expect(ask(own, { ...question, ...lab })).toMatchObject({ reason: 'TENANT' });
    expect(ask(own, { ...question, ...lab, roles: ['NURSE'] })).toMatchObject({ decision: 'PERMIT' });
  });

  it('breaks the glass only where the tenant says so', () => {
    const grants =
      cells.find((cell) => cell.coordinate === lab.coordinate && cell.category === 'LAB')?.grants ?? [];
    const glass = (rest: string) => {
      const { narrow } = createTenantPolicy(overlayOf(rest), model);
      return narrow(grants, { ...lab, revealed: false }, { roles: ['LAB_TECH'], purpose: 'TREAT' }).map(
        (grant) => grant.breakGlass,
      );
    };
    expect(glass(LAB_TECH)).toEqual([false]);
    expect(glass('derivedRoles: { LAB_TECH: { base: NURSE, only: [LAB], breakGlass: true } }')).toEqual([
      true,
    ]);
  });
});

describe('any overlay', () => {
  const some = <T>(values: readonly T[]) =>
    fc.option(fc.subarray([...values], { minLength: 1, maxLength: 3 }));
  const roles = [...model.roles, 'LAB_TECH', 'STUDENT'];
  const narrowing: fc.Arbitrary<Narrowing> = fc.record({
    roles: some(roles),
    categories: some(model.categories),
    coordinates: some([
      'Patient.ssn',
      'Patient.birthDate',
      'Observation.code',
      'Patient.mrn',
      'Patient.address',
    ]),
    purposes: some(['TREAT', 'HPAYMT', 'PATRQT', 'HRESCH', 'PATADMIN', 'COC']),
    relationships: some(RELATIONSHIPS),
    place: fc.constant(place),
  });
  const overlays: fc.Arbitrary<TenantOverlay> = fc
    .record({
      removals: fc.array(narrowing, { maxLength: 3 }),
      tightenings: fc.array(
        fc
          .tuple(narrowing, fc.constantFrom(...MASKS))
          .map(([entry, mask]) => ({ ...entry, mask, reveal: null })),
        { maxLength: 3 },
      ),
      only: fc.subarray([...model.categories], { minLength: 1 }),
      breakGlass: fc.boolean(),
    })
    .map(({ removals, tightenings, only, breakGlass }) => ({
      ...EMPTY,
      removals,
      tightenings,
      derivedRoles: new Map([
        ['LAB_TECH', { base: 'NURSE', only, breakGlass, place }],
        ['STUDENT', { base: 'PHYSICIAN', only, breakGlass, place }],
      ]),
    }));
  const questions: fc.Arbitrary<Question> = fc
    .record({
      cell: fc.constantFrom(...cells),
      roles: fc.uniqueArray(fc.constantFrom(...roles), { minLength: 1, maxLength: 3 }),
      purpose: fc.constantFrom('TREAT', 'HPAYMT', 'PATRQT', 'HRESCH', 'PATADMIN', 'COC', 'BTG'),
      relationships: fc.subarray([...RELATIONSHIPS]),
    })
    .map(({ cell, ...rest }) => ({ coordinate: cell.coordinate, category: cell.category, ...rest }));
  const base: Readonly<Record<string, string>> = { LAB_TECH: 'NURSE', STUDENT: 'PHYSICIAN' };

  it('never gives more than none', () => {
    let narrower = 0;
    fc.assert(
      fc.property(overlays, questions, (overlay, question) => {
        const widest = ask(EMPTY, { ...question, roles: question.roles.map((role) => base[role] ?? role) });
        const given = ask(overlay, question);
        if (given.decision === 'DENY') {
          if (widest.decision !== 'DENY') narrower += 1;
          return;
        }
        expect(widest.decision).not.toBe('DENY');
        expect(maskNarrows(widest.mask, given.mask)).toBe(true);
      }),
      { numRuns: 3000 },
    );
    expect(narrower).toBeGreaterThan(10);
  });

  it('gives back only grants it was given, with no role, purpose, label or break-glass added', () => {
    fc.assert(
      fc.property(
        overlays,
        fc.constantFrom(...cells),
        fc.subarray(roles, { minLength: 1 }),
        (overlay, cell, held) => {
          const { narrow } = createTenantPolicy(overlay, model);
          for (const left of narrow(
            cell.grants,
            { ...cell, revealed: false },
            { roles: held, purpose: 'TREAT' },
          )) {
            const before = cell.grants.find((grant) => grant.id === left.id);
            if (before === undefined) throw new Error(`a grant from nowhere: ${left.id}`);
            expect(left.relationships.length).toBeGreaterThan(0);
            expect(left.relationships.every((one) => before.relationships.includes(one))).toBe(true);
            expect(maskNarrows(before.mask, left.mask)).toBe(true);
            expect(left.breakGlass && !before.breakGlass).toBe(false);
            expect({ ...left, relationships: 0, mask: 0, breakGlass: 0 }).toEqual({
              ...before,
              relationships: 0,
              mask: 0,
              breakGlass: 0,
            });
          }
        },
      ),
      { numRuns: 500 },
    );
  });
});
