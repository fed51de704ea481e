import { RELATIONSHIPS } from '../src/access/access-model.ts';
import { BadUserInputError, UpstreamUnavailableError } from '../src/errors.ts';
import type { AccessReviewResolvers, QueryResolvers } from '../src/generated/resolver-types.ts';
import type { AccessReview } from '../src/review/access-review.ts';
import { cellsOf, reviewMatrix } from '../src/review/review-matrix.ts';
import type { ReviewedPolicy } from '../src/review/reviewed-policy.ts';
import { sourceExcerpt } from '../src/review/source-excerpt.ts';
import { compareVersions } from './access-review-compare.ts';
import { explainDeclaredField, explainLedgerEvent } from './access-review-explain.ts';
import { look } from './access-review-look.ts';
import { readCellAsked, readMatrixFilter, readVersion } from './read-review-input.ts';
import { toMatrixCell, toMatrixRow, toPolicyVersion, toReviewCoordinate } from './to-access-review.ts';

/** What one operation is told of matrices is bounded as rows are: a cell counts for so many. So these are `MOST_CELLS` in all. */
const CELL_ROWS = 5;
/** Likewise of a version's texts, each time. */
const TEXTS_ROWS = 5000;

/** Root rules let in privacy officers and auditors; the review is bound to the actor's tenant where it is made. */
export const accessReview: Required<QueryResolvers>['accessReview'] = async (_root, _args, context) => {
  const { review: open, actor } = context;
  if (open === undefined)
    throw new UpstreamUnavailableError('this gateway tells nothing of what is declared');
  await look(context, 'Query.accessReview', actor.tenant);
  return open();
};

/** Each look is on record before anything is looked up (design §7), with the version it is at. */
export const accessReviewFields: Required<Omit<AccessReviewResolvers, '__isTypeOf'>> = Object.freeze({
  version: ({ inForce }) => inForce.version,
  roles: ({ inForce }) => inForce.policy.roles,
  purposes: ({ inForce: { model } }) =>
    Object.entries(model.purposeAncestors).map(([code, ancestors]) => ({
      __typename: 'ReviewPurpose' as const,
      code,
      ancestors: [code, ...ancestors.filter((one) => one !== code)],
    })),
  relationships: () => RELATIONSHIPS,
  categories: ({ inForce }) => inForce.model.categories,
  identifiers: ({ inForce }) => inForce.identifiers,
  sensitivities: ({ inForce }) => inForce.model.sensitivities,
  coordinates: ({ inForce }) => toReviewCoordinate(inForce),
  matrix: async (review, { by, filter, version }, context) => {
    const policy = await lookedAt(review, version, 'matrix', context);
    const rows = await reviewMatrix(policy, by, readMatrixFilter(policy, filter ?? {}), (cells) =>
      context.access.countRows(cells * CELL_ROWS),
    );
    return rows.map(toMatrixRow);
  },
  cell: async (review, { version, ...asked }, context) => {
    const policy = await lookedAt(review, version, 'cell', context);
    const { row, category, role } = readCellAsked(policy, asked);
    return cellsOf(policy, row, category, role).map((cell) =>
      toMatrixCell(policy, cell, asked.coordinate ?? null),
    );
  },
  explain: async (review, { input }, context) => {
    const policy = await lookedAt(review, input.version, 'explain', context);
    return explainDeclaredField(policy, input);
  },
  explainEvent: (review, { id }, context) => explainLedgerEvent(review, id, context),
  source: async (review, { file, line, version }, context) => {
    const policy = await lookedAt(review, version, 'source', context);
    const found = sourceExcerpt(policy, file, line);
    if (found === null) throw new BadUserInputError('AccessReview.source: no such file or line');
    const lines = found.lines.map((one) => ({ __typename: 'SourceLine' as const, ...one }));
    return { __typename: 'SourceExcerpt', file: found.file, line: found.line, lines };
  },
  versions: async (review, _args, context) => {
    await look(context, 'AccessReview.versions', context.actor.tenant);
    return (await review.versions()).map(toPolicyVersion);
  },
  compare: (review, { old, new: now }, context, { schema }) =>
    compareVersions(review, readVersion(old), readVersion(now), context, schema),
  declaration: async (review, { version }, context) => {
    const { version: of, sdl, shownFile } = await lookedAt(review, version, 'declaration', context);
    context.access.countRows(TEXTS_ROWS);
    const file = ({ name, body }: { readonly name: string; readonly body: string }) =>
      ({ __typename: 'DeclaredFile', name, body }) as const;
    return { __typename: 'Declaration', version: of, schema: sdl.files.map(file), tenant: file(shownFile) };
  },
});

/** @throws BadUserInputError for a version that this tenant never had, or that is not kept. */
async function lookedAt(
  review: AccessReview,
  version: string | null | undefined,
  field: string,
  context: Parameters<typeof look>[0],
): Promise<ReviewedPolicy> {
  const asked = readVersion(version ?? review.inForce.version);
  await look(context, `AccessReview.${field}`, asked);
  const found = await review.at(asked);
  if (found === null) throw new BadUserInputError(`AccessReview.${field}: no such version`);
  return found;
}
