import { describe, expect, it } from 'vitest';
import { RegisterOptions, readClientEntry } from '../../src/cli/client-options.ts';

const NOW = Date.UTC(2001, 5, 15);
const KNOWN = {
  roles: new Set(['PHYSICIAN', 'NURSE', 'SYSTEM']),
  purposes: new Set(['TREAT', 'COC', 'BTG']),
};

/** What somebody types for a third party that acts for people. */
const THIRD = {
  tenant: 'riverside',
  name: 'Growth Chart',
  contact: 'security@growth.example',
  roles: 'PHYSICIAN, NURSE,PHYSICIAN',
  purposes: 'TREAT',
  scope: 'user/Patient.read  user/Observation.rs',
  agreement: 'A-1',
  agreementExpires: '2001-06',
};
const MACHINE = {
  ...THIRD,
  kind: 'machine',
  roles: undefined,
  scope: 'system/Patient.rs',
  defaultPurpose: 'TREAT',
};
const HOUSE = { everyTenant: true, firstParty: true };

function entryOf(raw: Record<string, unknown>) {
  const parsed = RegisterOptions.safeParse(raw);
  if (!parsed.success) return { option: String(parsed.error.issues[0]?.path[0]), message: 'form' };
  return readClientEntry(parsed.data, KNOWN, NOW);
}

describe('what a client is registered with', () => {
  it('is what was named, in its one way of writing; what was not named gives less', () => {
    expect(entryOf({ ...THIRD, dpop: true, perMinute: '60', freeForm: false })).toEqual({
      name: 'Growth Chart',
      contact: 'security@growth.example',
      kind: 'user',
      tenant: 'riverside',
      firstParty: false,
      agreement: { reference: 'A-1', expires: '2001-06' },
      suspended: false,
      roles: ['PHYSICIAN', 'NURSE'],
      purposes: ['TREAT'],
      allowedScopes: ['user/Patient.rs', 'user/Observation.rs'],
      defaultPurpose: null,
      scopes: 'required',
      binding: 'dpop',
      freeForm: false,
      perMinute: 60,
      costPerMinute: null,
    });
  });

  it('is a system for a machine, and everything for the house’s own', () => {
    expect(entryOf(MACHINE)).toMatchObject({ kind: 'machine', roles: ['SYSTEM'], defaultPurpose: 'TREAT' });
    expect(entryOf({ ...HOUSE, scopesOptional: true })).toMatchObject({
      tenant: null,
      firstParty: true,
      agreement: null,
      roles: null,
      purposes: null,
      allowedScopes: null,
      scopes: 'optional',
      freeForm: null,
    });
  });

  it.each<[string, Record<string, unknown>, string]>([
    ['no tenant', { ...THIRD, tenant: undefined }, '--tenant'],
    ['a tenant and every tenant', { ...HOUSE, tenant: 'riverside' }, '--tenant'],
    ['every tenant for a third party', { ...THIRD, tenant: undefined, everyTenant: true }, '--every-tenant'],
    ['no name', { ...THIRD, name: undefined }, '--name'],
    ['no contact', { ...THIRD, contact: undefined }, '--contact'],
    ['no agreement', { ...THIRD, agreement: undefined }, '--agreement'],
    ['no end of the agreement', { ...THIRD, agreementExpires: undefined }, '--agreement-expires'],
    ['no roles', { ...THIRD, roles: undefined }, '--roles'],
    ['no purposes', { ...THIRD, purposes: undefined }, '--purposes'],
    ['no scopes', { ...THIRD, scope: undefined }, '--scope'],
    ['an agreement without an end', { ...HOUSE, agreement: 'A-1' }, '--agreement'],
    ['an agreement that is over', { ...THIRD, agreementExpires: '2001-06-14' }, '--agreement-expires'],
    ['a third party without a ceiling', { ...THIRD, scopesOptional: true }, '--scopes-optional'],
    [
      'a machine without a ceiling',
      { ...HOUSE, ...MACHINE, firstParty: true, everyTenant: false, scopesOptional: true },
      '--scopes-optional',
    ],
    ['a system among people', { ...THIRD, roles: 'PHYSICIAN,SYSTEM' }, '--roles'],
    ['a person who is a machine', { ...MACHINE, roles: 'PHYSICIAN' }, '--roles'],
    ['a role that nobody knows', { ...THIRD, roles: 'PHYSICAN' }, '--roles'],
    ['a purpose that nobody knows', { ...THIRD, purposes: 'TREATS' }, '--purposes'],
    ['a person’s scopes for a machine', { ...MACHINE, scope: 'system/A.r user/A.r' }, '--scope'],
    ['a machine’s scopes for people', { ...THIRD, scope: 'user/A.r system/A.r' }, '--scope'],
    ['a machine without a purpose', { ...MACHINE, defaultPurpose: undefined }, '--default-purpose'],
    ['a default purpose that is none of its own', { ...THIRD, defaultPurpose: 'COC' }, '--default-purpose'],
    [
      'a default purpose that must be asked for',
      { ...THIRD, purposes: 'BTG', defaultPurpose: 'BTG' },
      '--default-purpose',
    ],
    ['a default purpose that nobody knows', { ...HOUSE, defaultPurpose: 'TREATS' }, '--default-purpose'],
  ])('is refused with %s', (_what, raw, option) => {
    expect(entryOf(raw)).toEqual({ option, message: expect.any(String) });
  });

  it.each<[string, Record<string, unknown>]>([
    ['tenant', { tenant: 'River#side' }],
    ['kind', { kind: 'both' }],
    ['roles', { roles: 'physician' }],
    ['roles', { roles: Array.from({ length: 65 }, (_, i) => `R${i}`).join(',') }],
    ['purposes', { purposes: 'T' }],
    ['scope', { scope: 'user/*.sr' }],
    ['scope', { scope: 'openid' }],
    ['perMinute', { perMinute: '0' }],
    ['perMinute', { perMinute: 'many' }],
    ['costPerMinute', { costPerMinute: '1.5' }],
    ['agreementExpires', { agreementExpires: '2031-02-30' }],
    ['agreementExpires', { agreementExpires: 'never' }],
    ['name', { name: 'line\nbreak' }],
  ])('is refused with a %s that is none', (option, changes) => {
    expect(entryOf({ ...THIRD, ...changes })).toEqual({ option, message: 'form' });
  });
});
