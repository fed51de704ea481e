import { describe, expect, it } from 'vitest';
import { groupMemberships } from '../../src/fhir/care-team-ties.ts';
import { roleMemberships } from '../../src/fhir/role-memberships.ts';
import { facts } from './no-facts.ts';

const by = (reference: string) => ({ reference });
const role = {
  practitioner: by('Practitioner/p'),
  organization: by('Organization/o'),
  location: [by('Location/ward'), by('Location/clinic')],
  period: { start: '2020' },
};
const anchorsOf = (elements: Record<string, unknown>, known = facts()) =>
  roleMemberships({ ...role, ...elements }, 'PractitionerRole/r', known).map(({ anchor }) => anchor);

describe('roleMemberships', () => {
  it('a role in use gives the role and its places, a team but no hospital', () => {
    expect(anchorsOf({})).toEqual(['PractitionerRole/r', 'Location/ward', 'Location/clinic']);
    expect(anchorsOf({}, facts({ isTeam: () => true }))).toContain('Organization/o');
  });

  it('says whom the role is for, once, team or hospital', () => {
    for (const known of [facts(), facts({ isTeam: () => true })]) {
      const made = roleMemberships(role, 'PractitionerRole/r', known);
      expect(
        made.flatMap(({ anchor, organization }) => (organization ? [anchor, organization] : [])),
      ).toEqual(['PractitionerRole/r', 'Organization/o']);
    }
  });

  it.each([
    ['is out of use', { active: false }],
    ['names nobody', { practitioner: undefined }],
    ['names no person', { practitioner: by('Organization/o') }],
    ['has a period that cannot be read', { period: { end: 'x' } }],
  ])('a role that %s gives nothing', (_, elements) => {
    expect(anchorsOf(elements)).toEqual([]);
  });
});

describe('groupMemberships', () => {
  const group = {
    status: 'active',
    participant: [{ member: by('Practitioner/a') }, { member: by('PractitionerRole/r') }],
  };

  it('holds its people, and those behind their roles', () => {
    const known = facts({ practitionerOf: () => 'Practitioner/b' });
    const members = groupMemberships(group, 'CareTeam/t', known).map(({ member }) => member);
    expect(members).toEqual(['Practitioner/a', 'PractitionerRole/r', 'Practitioner/b']);
    expect(groupMemberships(group, 'CareTeam/t', known)[0]?.anchor).toBe('CareTeam/t');
  });

  it('that is not active holds nobody', () => {
    expect(groupMemberships({ ...group, status: 'inactive' }, 'CareTeam/t', facts())).toEqual([]);
  });
});
