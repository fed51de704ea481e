import { beforeAll, describe, expect, it } from 'vitest';
import type { AccessModel } from '../../src/access/access-model.ts';
import { AccessVector } from '../../src/access/access-vector.ts';
import { mayBreakGlass } from '../../src/access/may-break-glass.ts';
import { shippedModel } from '../support/shipped-model.ts';
import { accessClass } from './clinic-model.ts';

let model: AccessModel;
beforeAll(async () => {
  model = await shippedModel();
});

const may = (over: Parameters<typeof accessClass>[0]) =>
  mayBreakGlass(new AccessVector(model, accessClass(over)));

describe('breaking the glass', () => {
  it('is for those whom a grant on the patient allows it, under a purpose of treatment', () => {
    for (const role of model.roles) {
      const expected = ['PHYSICIAN', 'NURSE', 'PHARMACIST'].includes(role);
      expect([role, may({ roles: [role] })]).toEqual([role, expected]);
      expect([role, may({ roles: [role], purpose: 'HPAYMT' })]).toEqual([role, false]);
    }
    expect(may({ purpose: 'ETREAT' })).toBe(true);
    expect(may({ roles: [] })).toBe(false);
  });

  it('ends with scope, sign-in and tenant', () => {
    expect(may({ reaches: () => false })).toBe(false);
    expect(may({ isAssured: () => false })).toBe(false);
    expect(may({ narrow: (grants) => grants.map((grant) => ({ ...grant, breakGlass: false })) })).toBe(false);
    expect(may({ narrow: () => [] })).toBe(false);
  });
});
