import type { GraphQLSchema } from 'graphql';
import { BadUserInputError } from '../src/errors.ts';
import type { AccessChange, AccessDifference } from '../src/generated/resolver-types.ts';
import { CHANGE_KINDS } from '../src/review/access-change.ts';
import type { AccessReview } from '../src/review/access-review.ts';
import type { ReportedChange } from '../src/review/diff-report.ts';
import type { ReviewedPolicy } from '../src/review/reviewed-policy.ts';
import { look } from './access-review-look.ts';
import type { ResolverContext } from './context.ts';
import { registryOf } from './registry-of.ts';
import { toPlace } from './to-access-review.ts';

/** @throws BadUserInputError for a version that this tenant never had, or that is not kept. */
export async function compareVersions(
  review: AccessReview,
  old: string,
  now: string,
  context: ResolverContext,
  schema: GraphQLSchema,
): Promise<AccessDifference> {
  await look(context, 'AccessReview.compare', old);
  await look(context, 'AccessReview.compare', now);
  const [before, after] = await Promise.all([review.at(old), review.at(now)]);
  if (before === null || after === null) throw new BadUserInputError('AccessReview.compare: no such version');
  const { store, tenant } = registryOf(context, schema);
  const approved = await store.list(tenant, { status: 'APPROVED' });
  const documents = approved.map(({ client, name, id, text }) => ({ name: `${client}/${name ?? id}`, text }));
  const { ok, counts, changes } = await review.compare(before, after, documents);
  return {
    __typename: 'AccessDifference',
    ...{ old, new: now, ok },
    counts: CHANGE_KINDS.map((kind) => ({ __typename: 'ChangeCount', kind, count: counts[kind] })),
    changes: changes.map((change) => toChange(before, after, change)),
  };
}

/** A place is in the files of the side it is told of. */
function toChange(old: ReviewedPolicy, now: ReviewedPolicy, change: ReportedChange): AccessChange {
  const { waiver: _, tenants, old: before, new: after, ...told } = change;
  return {
    __typename: 'AccessChange',
    ...told,
    declared: tenants.includes(null),
    tenant: tenants.some((tenant) => tenant !== null),
    old: before === null ? null : toPlace(old, before),
    new: after === null ? null : toPlace(now, after),
  };
}
