import type { GraphQLSchema } from 'graphql';
import { isNotPhi } from '../not-phi.ts';
import { readPhi } from '../phi.ts';
import { placeOf } from '../place-of.ts';
import type { OwnedField } from './declared-types.ts';
import { fieldsOf, interfaceTypes, objectTypes } from './declared-types.ts';
import type { Complaint, LintContext } from './lint-rule.ts';

/**
 * Decisions are taken at the object's own coordinate, whatever interface a query goes through. An interface
 * that says otherwise misleads whoever reads it, so a mark on it must be the mark of every implementation,
 * and a field without one must be PHI in none.
 */
export function interfaceAgreement({ schema }: LintContext): readonly Complaint[] {
  return interfaceTypes(schema).flatMap((type) => {
    const implementations = objectTypes(schema).filter((one) => one.getInterfaces().includes(type));
    return fieldsOf(type).flatMap((declared) =>
      implementations
        .flatMap(fieldsOf)
        .filter((own) => own.field.name === declared.field.name)
        .flatMap((own) => disagreement(schema, declared, own)),
    );
  });
}

function disagreement(schema: GraphQLSchema, declared: OwnedField, own: OwnedField): readonly Complaint[] {
  const expected = classificationOf(schema, declared);
  const actual = classificationOf(schema, own);
  if (expected === actual || (expected === UNMARKED && actual === NOT_PHI)) return [];
  const other = placeOf(declared.field.astNode);
  return [
    {
      place: placeOf(own.field.astNode),
      coordinate: own.coordinate,
      message: `${own.coordinate} is ${actual}, but ${declared.coordinate} (${other.file}:${other.line}) is ${expected}.`,
    },
  ];
}

const UNMARKED = 'unmarked';
const NOT_PHI = '@notPhi';

function classificationOf(schema: GraphQLSchema, { owner, field }: OwnedField): string {
  const phi = readPhi(schema, field.astNode);
  if (phi !== null) {
    const sensitivity = [...phi.sensitivity].sort().join(' ');
    const parts = [phi.category ?? "the row's category", phi.identifier, sensitivity].filter(Boolean);
    return `@phi (${parts.join(', ')})`;
  }
  return isNotPhi(field.astNode) || isNotPhi(owner.astNode) ? NOT_PHI : UNMARKED;
}
