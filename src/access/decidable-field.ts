import type { PhiField, SubjectType } from './access-model.ts';
import type { Decidable } from './decide.ts';

/** What is decided of a field: it is read (`r`); a list of rows is searched for, too. */
export function decidableField(
  type: SubjectType,
  { coordinate, grants, sensitivity, rowType }: PhiField,
): Decidable {
  return {
    coordinate,
    grants,
    sensitivity,
    scopeType: rowType ?? type.name,
    scopedActs: rowType === null ? ['r'] : ['s', 'r'],
  };
}

/** Which categories decide a field: its own, else the row's, else (a list of such rows) any of theirs. */
export function decidingCategories(
  type: SubjectType,
  field: PhiField,
  rowCategories: readonly string[],
): readonly string[] {
  if (field.category !== null) return [field.category];
  return type.categoryField === null ? Object.keys(field.grants) : rowCategories;
}
