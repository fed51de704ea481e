import { placeOf } from '../place-of.ts';
import { readSubject } from '../subject.ts';
import { objectTypes } from './declared-types.ts';
import type { Complaint, LintContext } from './lint-rule.ts';

/**
 * A bare `@phi` is decided by the row's own category. So its type must say which property holds that, or
 * the field must lead to rows of a type that does; else every category would do.
 */
export function rowCategory(context: LintContext): readonly Complaint[] {
  return [...bareFields(context), ...amongNothing(context)];
}

function bareFields({ model }: LintContext): readonly Complaint[] {
  return Object.values(model.types).flatMap((type) =>
    type.fields
      .filter((field) => field.category === null && type.categoryField === null)
      .filter((field) => (model.types[field.rowType ?? '']?.categoryField ?? null) === null)
      .map((field) => ({
        place: field.place,
        coordinate: field.coordinate,
        message: `${field.coordinate} is @phi without category, and no @subject(category:) says where a row's stands.`,
      })),
  );
}

function amongNothing({ schema }: LintContext): readonly Complaint[] {
  return objectTypes(schema).flatMap((type) => {
    const subject = readSubject(schema, type.astNode);
    if (subject === null || subject.among === null || subject.category !== null) return [];
    const message = `${type.name} names categories among which a row's is, but no property that holds it.`;
    return [{ place: placeOf(type.astNode), coordinate: type.name, message }];
  });
}
