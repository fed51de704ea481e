import { describe, expect, it } from 'vitest';
import { createTenantPolicies, createTenantPolicy } from '../../src/access/create-tenant-policy.ts';
import type { TenantOverlay } from '../../src/access/tenant-overlay.ts';
import { DEFAULT_ACCESS_SETTINGS } from '../../src/access/tenant-settings.ts';
import { shippedModel } from '../support/shipped-model.ts';

const model = await shippedModel();
const EMPTY: TenantOverlay = {
  tenant: 't',
  version: '0',
  file: 'tenants/t.yaml',
  settings: DEFAULT_ACCESS_SETTINGS,
  removals: [],
  tightenings: [],
  derivedRoles: new Map(),
  groups: new Map(),
  insights: null,
};

describe('createTenantPolicies', () => {
  it('knows a tenant by its overlay alone', () => {
    const policies = createTenantPolicies(new Map([['t', EMPTY]]), model);
    expect(policies('t')).not.toBeNull();
    for (const other of ['', 'T', 'toString', '__proto__']) expect(policies(other)).toBeNull();
  });

  it('has another version once the schema or the overlay changes', () => {
    const version = (over: Partial<TenantOverlay>, schema = model.version) =>
      createTenantPolicy({ ...EMPTY, ...over }, { ...model, version: schema }).version;
    expect(new Set([version({}), version({ version: '1' }), version({}, 'other')]).size).toBe(3);
  });
});
