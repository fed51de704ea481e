import { describe, expect, it } from 'vitest';
import type { Relationship } from '../../src/access/access-model.ts';
import { declaredGrants } from '../../src/access/declared-grants.ts';
import { OUTSIDE_STAFF } from '../../src/access/relationships.ts';
import { shippedModel } from '../support/shipped-model.ts';

const grants = declaredGrants(await shippedModel()).flatMap((cell) => cell.grants);

describe('every grant of the schema', () => {
  it.each<[Relationship, string]>([
    ['SELF', 'PATIENT'],
    ['PROXY', 'PROXY'],
    ['PROXY_LIMITED', 'PROXY'],
  ])(
    'that names %s is for %s alone, so that no other role of the actor is served by it',
    (relationship, role) => {
      const naming = grants.filter((grant) => grant.relationships.includes(relationship));
      expect(naming.length).toBeGreaterThan(0);
      for (const grant of naming) expect(grant.roles).toEqual([role]);
    },
  );

  it('that names a tie of staff is for staff alone', () => {
    const ties: readonly Relationship[] = ['CARE_TEAM', 'TREATING'];
    const naming = grants.filter((grant) => grant.relationships.some((one) => ties.includes(one)));
    expect(naming.length).toBeGreaterThan(0);
    for (const grant of naming)
      expect(grant.roles.filter((role) => OUTSIDE_STAFF.includes(role))).toEqual([]);
  });

  it('that names ORG is for staff alone, or for systems alone', () => {
    const naming = grants.filter((grant) => grant.relationships.includes('ORG'));
    const ofSystems = naming.filter((grant) => grant.roles.includes('SYSTEM'));
    expect(ofSystems.length).toBeGreaterThan(0);
    expect(ofSystems.length).toBeLessThan(naming.length);
    for (const grant of ofSystems) expect(grant.roles).toEqual(['SYSTEM']);
    for (const grant of naming.filter((one) => !ofSystems.includes(one)))
      expect(grant.roles.filter((role) => OUTSIDE_STAFF.includes(role))).toEqual([]);
  });
});
