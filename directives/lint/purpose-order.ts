import { isEnumType } from 'graphql';
import { usesOf } from '../directive-arguments.ts';
import { readParents } from '../is-a.ts';
import { placeOf } from '../place-of.ts';
import type { Complaint, LintContext } from './lint-rule.ts';

/**
 * Purposes are ordered as HL7 ActReason orders them, and only they are. In a circle every purpose would
 * satisfy grants for every other.
 */
export function purposeOrder({ schema, model }: LintContext): readonly Complaint[] {
  const parents = readParents(schema);
  const enums = Object.values(schema.getTypeMap()).filter(isEnumType);
  return enums.flatMap((type) =>
    type.getValues().flatMap((value) => {
      const coordinate = `${type.name}.${value.name}`;
      const [use] = usesOf('isA', value.astNode);
      if (!use) return [];
      const complain = (message: string) => [{ place: placeOf(use), coordinate, message }];
      if (type.name !== 'PurposeOfUse')
        return complain(`${coordinate} bears @isA, which orders purposes only.`);
      const circular = (parents.get(value.name) ?? []).some((parent) =>
        model.purposeAncestors[parent]?.includes(value.name),
      );
      return circular ? complain(`${coordinate} is a kind of itself.`) : [];
    }),
  );
}
