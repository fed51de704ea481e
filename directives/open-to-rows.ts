import type { Grant, PhiField, SubjectType } from '../src/access/access-model.ts';
import { frozenRecord } from './frozen-record.ts';

/**
 * A field that leads to rows with categories of their own, on a type that has none (Patient.observations):
 * its category is the rows', so it is open for a category as soon as any field of such a row is, the rule
 * by which rows exist (design: who exists for whom). Its grants are the union of theirs.
 *
 * A grant that the field or its type bears itself replaces that union, as everywhere.
 */
export function openToRows(
  types: readonly SubjectType[],
  bearsOwnGrants: (field: PhiField, type: SubjectType) => boolean,
): readonly SubjectType[] {
  const byName = new Map(types.map((type) => [type.name, type]));
  return types.map((type) => {
    if (type.categoryField !== null) return type;
    const fields = type.fields.map((field) => {
      const rows = field.category === null && field.rowType !== null ? byName.get(field.rowType) : undefined;
      if (!rows || bearsOwnGrants(field, type)) return field;
      const grants = rows.rowCategories.map((category) => [category, unionOf(rows, category)] as const);
      return Object.freeze({ ...field, grants: frozenRecord(grants) });
    });
    return Object.freeze({ ...type, fields: Object.freeze(fields) });
  });
}

function unionOf(rows: SubjectType, category: string): readonly Grant[] {
  const grants = rows.fields.flatMap((field) => field.grants[field.category ?? category] ?? []);
  return Object.freeze([...new Map(grants.map((grant) => [grant.id, grant])).values()]);
}
