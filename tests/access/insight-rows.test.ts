import { beforeAll, describe, expect, it } from 'vitest';
import type { AccessModel } from '../../src/access/access-model.ts';
import type { AccessVector } from '../../src/access/access-vector.ts';
import { plainCircumstances } from '../../src/access/circumstances.ts';
import { createTenantPolicy } from '../../src/access/create-tenant-policy.ts';
import { relationshipBit } from '../../src/access/decide.ts';
import { parseTenantOverlay } from '../../src/access/parse-tenant-overlay.ts';
import { VectorCache } from '../../src/access/vector-cache.ts';
import { shippedModel } from '../support/shipped-model.ts';
import { actor } from '../support/small-gateway.ts';

let model: AccessModel;
beforeAll(async () => {
  model = await shippedModel();
});

function vectorOf(role: string, purpose: string, overlay = 'tenant: riverside'): AccessVector {
  const policy = createTenantPolicy(parseTenantOverlay(overlay, 'riverside.yaml', model), model);
  return new VectorCache(model).open(actor({ roles: [role], purpose, purposes: [purpose] }), policy).vector;
}

function hidesId(vector: AccessVector, relationship: 'CARE_TEAM' | 'ORG'): boolean | undefined {
  const type = model.types.PatientInsights;
  if (type === undefined) throw new Error('no such type');
  const setting = vector.setting(plainCircumstances(relationshipBit(relationship)));
  return vector.table(type, [], setting).pseudonymousIds;
}

describe('a row that has nothing but other rows', () => {
  it('is known by the one it leads to, so that nobody pays for a pseudonym that is not due', () => {
    const physician = vectorOf('PHYSICIAN', 'TREAT');
    expect(hidesId(physician, 'CARE_TEAM')).toBe(false);
    expect(physician.usesPseudonyms).toBe(false);
  });

  it('has a pseudonym where that one has', () => {
    expect(hidesId(vectorOf('RESEARCHER', 'HRESCH'), 'ORG')).toBe(true);
    const tightened = `tenant: riverside
tighten:
  - { categories: [DEMOGRAPHICS, CONTACT, IDENTIFIER, CARE_TEAM], roles: [PHYSICIAN], mask: REDACT }
  - { coordinates: [Patient.mrn, Patient.maritalStatus, Patient.race, Patient.ethnicity], roles: [PHYSICIAN], mask: REDACT }
`;
    expect(hidesId(vectorOf('PHYSICIAN', 'TREAT', tightened), 'CARE_TEAM')).toBe(true);
  });
});
