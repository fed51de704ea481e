import type { MatrixPolicy, MatrixRow, MatrixSelection } from './access-matrix.ts';
import { labelled, matrixCell } from './access-matrix.ts';
import type { AccessModel, Grant, Mask, Place } from './access-model.ts';
import { strictness } from './decide.ts';
import { opensLabel } from './sensitivity.ts';

/** What one role gets of one category, over all purposes and relationships. */
export interface TableCell {
  readonly role: string;
  /** `null`: nothing. */
  readonly mask: Mask | null;
  /** A proxy of a minor, whose tie is limited, sees it too. */
  readonly limited: boolean;
  /** Break-glass opens it without a relationship. */
  readonly breakGlass: boolean;
  /** Where it is granted. */
  readonly places: readonly Place[];
}

export interface TableRow {
  /** The category, or the field or type whose own grants replace the category's. */
  readonly label: string;
  readonly category: string;
  readonly exception: boolean;
  readonly cells: readonly TableCell[];
}

/** The matrix as an auditor reads it: every category, then the fields and types with grants of their own. */
export function categoryTable(
  model: AccessModel,
  policy: MatrixPolicy,
  categoryGrants: Readonly<Record<string, readonly Grant[]>>,
  selection: MatrixSelection = {},
): readonly TableRow[] {
  const roles = policy.roles.filter((role) => selection.roles?.includes(role) ?? true);
  const wanted = (category: string) => selection.categories?.includes(category) ?? true;
  return categoryRows(model, categoryGrants)
    .filter(({ category }) => wanted(category))
    .map(({ row, ...shown }) => ({
      ...shown,
      cells: roles.map((role) => tableCell(model, policy, labelled(row, selection), shown.category, role)),
    }));
}

/** A row of the table, and what its cells are asked of: the category itself, or the first coordinate of an exception. */
export interface NamedRow extends Omit<TableRow, 'cells'> {
  readonly row: MatrixRow;
}

/** Every category, then the fields and types with grants of their own. */
export function categoryRows(
  model: AccessModel,
  categoryGrants: Readonly<Record<string, readonly Grant[]>>,
): readonly NamedRow[] {
  const categories = Object.entries(categoryGrants).map(([category, grants]) => ({
    label: category,
    category,
    exception: false,
    row: {
      coordinate: `PhiCategory.${category}`,
      grants: { [category]: grants },
      sensitivity: [],
      filter: false,
    },
  }));
  return [...categories, ...exceptions(model)];
}

function exceptions(model: AccessModel): readonly NamedRow[] {
  const found = new Map<string, NamedRow>();
  for (const type of Object.values(model.types)) {
    for (const field of type.fields) {
      const own = Object.entries(field.grants).find(([, grants]) =>
        ownerOf(grants, field.coordinate, type.name),
      );
      if (own === undefined) continue;
      const [category, grants] = own;
      const label = ownerOf(grants, field.coordinate, type.name) ?? field.coordinate;
      const row = {
        coordinate: field.coordinate,
        grants: field.grants,
        sensitivity: field.sensitivity,
        filter: false,
      };
      found.set(`${label} ${category}`, { label, category, exception: true, row });
    }
  }
  return [...found.values()];
}

/** What the grants stand on, when that is the field or its type and not the category or rows below. */
export function ownerOf(grants: readonly Grant[], coordinate: string, type: string): string | undefined {
  return [coordinate, type].find((owner) => grants.some((grant) => grant.id.startsWith(`${owner}#`)));
}

/** @param purposes under any of which; left out: under any at all. */
export function tableCell(
  model: AccessModel,
  policy: MatrixPolicy,
  row: MatrixRow,
  category: string,
  role: string,
  purposes: readonly string[] = Object.keys(model.purposeAncestors),
): TableCell {
  const given = purposes
    .map((purpose) => matrixCell(model, policy, row, category, role, purpose))
    .filter((cell) => cell.decision !== 'DENIED');
  const masks = given.flatMap((cell) => cell.mask ?? []).toSorted((a, b) => strictness(a) - strictness(b));
  const places = new Map(
    given.flatMap((cell) =>
      cell.grant === null ? [] : [[`${cell.grant.file}:${cell.grant.line}`, cell.grant]],
    ),
  );
  return {
    role,
    mask: masks[0] ?? null,
    limited: given.some((cell) => cell.relationship.includes('PROXY_LIMITED')),
    breakGlass: opensByGlass(model, policy, row, category, role, purposes),
    places: [...places.values()],
  };
}

/** Whether an opened glass gives it without a relationship, under any of the purposes. */
export function opensByGlass(
  model: AccessModel,
  policy: MatrixPolicy,
  { coordinate, grants, sensitivity, filter }: MatrixRow,
  category: string,
  role: string,
  purposes: readonly string[],
): boolean {
  const declared = (grants[category] ?? []).filter((grant) => policy.grantsRole(role, grant, category));
  return purposes.some((purpose) => {
    const serving = declared.filter((grant) =>
      grant.purposes.some((one) => model.purposeAncestors[purpose]?.includes(one)),
    );
    return policy
      .narrow(serving, { coordinate, category, revealed: false }, { roles: [role], purpose })
      .filter((grant) => sensitivity.every((label) => opensLabel(grant.sensitivity, label)))
      .some((grant) => grant.breakGlass && (!filter || grant.mask === 'NONE'));
  });
}
