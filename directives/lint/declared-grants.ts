import type { ConstDirectiveNode } from 'graphql';
import { isEnumType } from 'graphql';
import type { Grant } from '../../src/access/access-model.ts';
import { usesOf } from '../directive-arguments.ts';
import type { GrantArguments } from '../minimum-necessary.ts';
import { readGrantArguments, readGrants } from '../minimum-necessary.ts';
import { allFields, objectTypes } from './declared-types.ts';
import type { LintContext } from './lint-rule.ts';

/** One grant where it is written. */
export interface DeclaredGrant {
  /** What it stands on. */
  readonly coordinate: string;
  readonly grant: Grant;
  readonly says: GrantArguments;
  readonly use: ConstDirectiveNode;
}

/** Every grant that counts, by what it stands on. */
export function declaredGrants({ schema }: LintContext): ReadonlyMap<string, readonly DeclaredGrant[]> {
  const category = schema.getType('PhiCategory');
  const values = isEnumType(category) ? category.getValues() : [];
  const definitions = [
    ...values.map((value) => ({ node: value.astNode, coordinate: `PhiCategory.${value.name}` })),
    ...objectTypes(schema).map((type) => ({ node: type.astNode, coordinate: type.name })),
    ...allFields(schema, 'without').map(({ field, coordinate }) => ({ node: field.astNode, coordinate })),
  ];
  return new Map(
    definitions.map(({ node, coordinate }) => {
      const uses = usesOf('minimumNecessary', node);
      const grants = readGrants(schema, node, coordinate);
      const both = grants.flatMap((grant, position) => {
        const use = uses[position];
        return use ? [{ coordinate, grant, says: readGrantArguments(schema, use), use }] : [];
      });
      return [coordinate, both] as const;
    }),
  );
}
