import type { Complaint, LintContext } from './lint-rule.ts';

/**
 * A bare `@phi` is decided by the row's own category. So its type must say which property holds that, or
 * the field must lead to rows of a type that does; else every category would do.
 */
export function rowCategory({ model }: LintContext): readonly Complaint[] {
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
