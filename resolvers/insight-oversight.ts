import { DEFAULT_REVIEW } from '../src/access/oversight-block.ts';
import type { InsightOversight, QueryResolvers } from '../src/generated/resolver-types.ts';
import type { OverseenInsight } from '../src/insight/overseen-insight.ts';
import { actingOf } from './acting.ts';

const DEFAULT_FIRST = 20;
const DAY_MS = 86_400_000;

/** Root rules let in privacy officers and auditors; looking is on record before anything is read. */
export const insightOversight: Required<QueryResolvers>['insightOversight'] = async (
  _root,
  args,
  context,
) => {
  const { access, commands, policy, record } = actingOf(context);
  await record({
    coordinate: 'Query.insightOversight',
    subject: null,
    resource: { type: 'InsightOversight', id: context.actor.tenant },
  });
  const page = await commands().overseeInsights({
    first: args.first ?? DEFAULT_FIRST,
    after: args.after ?? null,
    state: args.state ?? null,
  });
  const { insightDays } = policy.review ?? DEFAULT_REVIEW;
  const dueSince = access.now - insightDays * DAY_MS;
  const rows = page.rows.map(({ record: one, position }) => ({
    record: toOversight(one, dueSince),
    position,
  }));
  return { rows, hasNextPage: page.hasNextPage };
};

function toOversight(
  { createdAt, reviewedAt, ...same }: OverseenInsight,
  dueSince: number,
): InsightOversight {
  return {
    __typename: 'InsightOversight',
    ...same,
    createdAt: new Date(createdAt).toISOString(),
    reviewedAt: reviewedAt === null ? null : new Date(reviewedAt).toISOString(),
    overdue: same.reviewState === 'DRAFT' && createdAt < dueSince,
  };
}
