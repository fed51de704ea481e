import { describe, expect, it } from 'vitest';
import type { TenantPolicy } from '../../src/access/tenant-policy.ts';
import { DEFAULT_ACCESS_SETTINGS } from '../../src/access/tenant-settings.ts';
import { VectorCache } from '../../src/access/vector-cache.ts';
import type { Actor } from '../../src/identity/actor.ts';
import { actor } from '../support/small-gateway.ts';
import { CLINIC_MODEL, situation } from './clinic-model.ts';

const policy = (version = 'v1'): TenantPolicy => ({
  version,
  narrow: (grants) => grants,
  grantsRole: (role, grant) => grant.roles.includes(role),
  settings: DEFAULT_ACCESS_SETTINGS,
  isAssured: () => true,
  situationOf: () => situation(0),
  revealSeconds: () => null,
  insights: null,
});

describe('access classes', () => {
  it('share one vector where nothing differs that decides without a patient', () => {
    const cache = new VectorCache(CLINIC_MODEL);
    const one = cache.open(actor(), policy());
    expect(cache.open(actor({ id: 'user-2', client: 'app', fhirUser: 'Practitioner/p2' }), policy())).toBe(
      one,
    );
  });

  it.each<[string, Partial<Actor>]>([
    ['tenant', { tenant: 'lakeside' }],
    ['roles', { roles: ['NURSE'] }],
    ['purpose', { purpose: 'BTG' }],
    ['scopes', { scopes: ['user/Patient.r'] }],
    ['factors', { multiFactor: false }],
    ['a patient claim', { patient: 'ada' }],
  ])('differ by %s', (_part, other) => {
    const cache = new VectorCache(CLINIC_MODEL);
    const one = cache.open(actor(), policy());
    const two = cache.open(actor(other), policy());
    expect(two.vector).not.toBe(one.vector);
    expect(two.token).not.toBe(one.token);
  });

  it('differ by the version of the tenant’s policy', () => {
    const cache = new VectorCache(CLINIC_MODEL);
    const one = cache.open(actor(), policy());
    const two = cache.open(actor(), policy('v2'));
    expect(two.vector).not.toBe(one.vector);
    expect(two.token).not.toBe(one.token);
  });

  it('differ by the version of the policy for one and the same actor too', () => {
    const cache = new VectorCache(CLINIC_MODEL);
    const same = actor();
    const one = cache.open(same, policy());
    expect(cache.open(same, policy())).toBe(one);
    expect(cache.open(same, policy('v2')).vector).not.toBe(one.vector);
    expect(cache.open(same, policy())).toBe(one);
  });

  it('are kept up to a bound; the least recently opened goes first', () => {
    const cache = new VectorCache(CLINIC_MODEL);
    const first = cache.open(actor(), policy('0'));
    const second = cache.open(actor(), policy('1'));
    for (let n = 2; n < 1000; n += 1) cache.open(actor(), policy(String(n)));
    expect(cache.open(actor(), policy('0'))).toBe(first);
    cache.open(actor(), policy('1000'));
    expect(cache.open(actor(), policy('0'))).toBe(first);
    expect(cache.open(actor(), policy('1'))).not.toBe(second);
  });
});
