import type { AccessModel, Grant } from './access-model.ts';

/** A coordinate of the schema with the grants in force for one category. */
export interface DeclaredGrants {
  readonly coordinate: string;
  readonly category: string;
  readonly grants: readonly Grant[];
  /** True when the field's value is rows with coordinates of their own: it is there or not, never masked. */
  readonly rows: boolean;
}

/** Every (coordinate, category) that policy hangs on: fields and filters. */
export function declaredGrants(model: AccessModel): readonly DeclaredGrants[] {
  const fields = Object.values(model.types).flatMap((type) => type.fields);
  return [
    ...fields.map((field) => ({ field, rows: field.rowType !== null })),
    ...Object.values(model.filters).map((field) => ({ field, rows: false })),
  ].flatMap(({ field, rows }) =>
    Object.entries(field.grants).map(([category, grants]) => ({
      coordinate: field.coordinate,
      category,
      grants,
      rows,
    })),
  );
}
