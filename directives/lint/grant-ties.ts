import type { Relationship } from '../../src/access/access-model.ts';
import { OUTSIDE_STAFF } from '../../src/access/relationships.ts';
import type { DeclaredGrant } from './declared-grants.ts';
import { declaredGrants } from './declared-grants.ts';
import type { Complaint, LintContext } from './lint-rule.ts';

/** Which ties a role can have to a patient at all; any role that is not named here is staff. */
const TIES_OF_ROLE: Readonly<Record<string, readonly Relationship[]>> = Object.freeze({
  PATIENT: ['SELF'],
  PROXY: ['PROXY', 'PROXY_LIMITED'],
  SYSTEM: ['ORG'],
});
const TIES_OF_STAFF: readonly Relationship[] = Object.freeze(['CARE_TEAM', 'TREATING', 'ORG']);

/**
 * A role without any tie that its grant names never matches, and neither does a tie that no role of the
 * grant can have. Staff and patients stand in grants of their own: somebody who is both would bring a tie
 * earned at work to a grant for patients (relationships are the union over an actor's roles). So do systems: what
 * staff may open, break the glass for or be narrowed in is not meant for a machine.
 */
export function grantTies(context: LintContext): readonly Complaint[] {
  return [...declaredGrants(context).values()].flat().flatMap((declared) =>
    [...tielessRoles(declared), ...rolelessTies(declared), ...mixed(declared)].map((message) => ({
      place: declared.grant.place,
      coordinate: declared.coordinate,
      message: `A grant on ${declared.coordinate} ${message}`,
    })),
  );
}

const tiesOf = (role: string): readonly Relationship[] =>
  Object.hasOwn(TIES_OF_ROLE, role) ? (TIES_OF_ROLE[role] ?? []) : TIES_OF_STAFF;

function tielessRoles({ grant }: DeclaredGrant): readonly string[] {
  if (grant.relationships.length === 0) return [];
  return grant.roles
    .filter((role) => !tiesOf(role).some((tie) => grant.relationships.includes(tie)))
    .map(
      (role) => `can never match for ${role}: no such actor is tied by ${grant.relationships.join(', ')}.`,
    );
}

function rolelessTies({ grant }: DeclaredGrant): readonly string[] {
  if (grant.roles.length === 0) return [];
  return grant.relationships
    .filter((tie) => !grant.roles.some((role) => tiesOf(role).includes(tie)))
    .map((tie) => `can never match by ${tie}: none of its roles has that tie.`);
}

function mixed({ grant }: DeclaredGrant): readonly string[] {
  const outside = grant.roles.filter((role) => OUTSIDE_STAFF.includes(role));
  return outside.length > 0 && outside.length < grant.roles.length
    ? ['names staff and others (patients, proxies, systems) together: give each a grant of its own.']
    : [];
}
