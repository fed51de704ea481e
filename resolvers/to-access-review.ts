import type { MatrixCell } from '../src/access/access-matrix.ts';
import type { Place } from '../src/access/access-model.ts';
import { ownerOf } from '../src/access/category-table.ts';
import type {
  GrantPlace,
  ReviewCoordinate,
  MatrixCell as ToldCell,
  MatrixRow as ToldRow,
  PolicyVersion as ToldVersion,
} from '../src/generated/resolver-types.ts';
import type { PolicyVersion } from '../src/review/access-review.ts';
import type { ReviewRow } from '../src/review/review-matrix.ts';
import type { ReviewedPolicy } from '../src/review/reviewed-policy.ts';
import { coordinatesOf, typeOf } from '../src/review/select-coordinates.ts';
import { lineAt } from '../src/review/source-excerpt.ts';

export function toPlace(policy: Pick<ReviewedPolicy, 'sdl' | 'shownFile'>, place: Place): GrantPlace {
  return { __typename: 'GrantPlace', file: place.file, line: place.line, text: lineAt(policy, place) };
}

export function toMatrixRow({ cells, ...row }: ReviewRow): ToldRow {
  return {
    __typename: 'MatrixRow',
    ...row,
    cells: cells.map(({ place, ...cell }) => ({
      __typename: 'MatrixCellSummary',
      ...cell,
      file: place?.file ?? null,
      line: place?.line ?? null,
    })),
  };
}

/** @param coordinate `null`: of the category's own row. */
export function toMatrixCell(
  policy: ReviewedPolicy,
  { relationship, grant, ...cell }: MatrixCell,
  coordinate: string | null,
): ToldCell {
  return {
    __typename: 'MatrixCell',
    ...cell,
    coordinate,
    relationships: relationship,
    grant: grant === null ? null : toPlace(policy, grant),
  };
}

export function toReviewCoordinate({ model }: ReviewedPolicy): readonly ReviewCoordinate[] {
  return coordinatesOf(model).map(({ coordinate, category, grants, identifier, sensitivity, place }) => {
    const type = typeOf(coordinate);
    return {
      __typename: 'ReviewCoordinate',
      ...{ coordinate, type, category, identifier, sensitivity },
      filter: Object.hasOwn(model.filters, coordinate),
      categories: Object.keys(grants),
      exception: Object.values(grants).some((all) => ownerOf(all, coordinate, type) !== undefined),
      file: place.file,
      line: place.line,
    };
  });
}

export function toPolicyVersion({ version, from, to, schema, overlay }: PolicyVersion): ToldVersion {
  return {
    __typename: 'PolicyVersion',
    ...{ version, schema, overlay },
    from: new Date(from).toISOString(),
    to: to === null ? null : new Date(to).toISOString(),
  };
}
