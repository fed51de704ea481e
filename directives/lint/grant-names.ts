import type { DeclaredGrant } from './declared-grants.ts';
import { declaredGrants } from './declared-grants.ts';
import type { Complaint, LintContext } from './lint-rule.ts';

const LISTS = Object.freeze(['roles', 'purposes', 'relationship'] as const);

/**
 * A grant names roles, purposes and ties. One that leaves a list empty grants nothing to anybody, and NONE
 * is the absence of a tie, not a tie that could be granted to.
 */
export function grantNames(context: LintContext): readonly Complaint[] {
  return [...declaredGrants(context).values()].flat().flatMap((declared) =>
    [...emptyLists(declared), ...noTie(declared)].map((message) => ({
      place: declared.grant.place,
      coordinate: declared.coordinate,
      message: `A grant on ${declared.coordinate} ${message}`,
    })),
  );
}

function emptyLists({ says }: DeclaredGrant): readonly string[] {
  return LISTS.filter((name) => says[name].length === 0).map((name) => `names nothing in ${name}.`);
}

function noTie({ says }: DeclaredGrant): readonly string[] {
  return says.relationship.includes('NONE') ? ['names NONE, which is no relationship.'] : [];
}
