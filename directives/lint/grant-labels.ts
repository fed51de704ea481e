import type { ConstDirectiveNode } from 'graphql';
import { Kind } from 'graphql';
import { UNKNOWN_LABEL } from '../../src/access/sensitivity.ts';
import { usesOf } from '../directive-arguments.ts';
import { placeOf } from '../place-of.ts';
import type { DeclaredGrant } from './declared-grants.ts';
import { declaredGrants } from './declared-grants.ts';
import { allFields } from './declared-types.ts';
import type { Complaint, LintContext } from './lint-rule.ts';

const PSYCHOTHERAPY = 'PSYTHPN';

/**
 * A grant opens the labels it names and no other, so a list that is written and empty says less than it seems to;
 * what is UNKNOWN opens to nobody; and no break-glass reaches psychotherapy notes (45 CFR 164.508(a)(2)).
 */
export function grantLabels(context: LintContext): readonly Complaint[] {
  const grants = [...declaredGrants(context).values()].flat();
  const marks = allFields(context.schema, 'without').flatMap(({ field, coordinate }) =>
    usesOf('phi', field.astNode).map((use) => ({ coordinate, use })),
  );
  return [...grants.flatMap(closedForGood), ...[...grants, ...marks].filter(isEmptyList).map(emptyList)];
}

function closedForGood({ grant, coordinate }: DeclaredGrant): readonly Complaint[] {
  const says = [
    ...(grant.sensitivity.includes(UNKNOWN_LABEL) ? ['names UNKNOWN, which no grant opens.'] : []),
    ...(grant.breakGlass && grant.sensitivity.includes(PSYCHOTHERAPY)
      ? ['opens PSYTHPN under break-glass, which never reaches psychotherapy notes.']
      : []),
  ];
  return says.map((what) => ({
    place: grant.place,
    coordinate,
    message: `A grant on ${coordinate} ${what}`,
  }));
}

interface Written {
  readonly coordinate: string;
  readonly use: ConstDirectiveNode;
}

/** `sensitivity: []`, as it is written. */
function isEmptyList({ use }: Written): boolean {
  return (use.arguments ?? []).some(
    ({ name, value }) =>
      name.value === 'sensitivity' && value.kind === Kind.LIST && value.values.length === 0,
  );
}

function emptyList({ coordinate, use }: Written): Complaint {
  const message = `@${use.name.value} on ${coordinate} names nothing in sensitivity; leave it out.`;
  return { place: placeOf(use), coordinate, message };
}
