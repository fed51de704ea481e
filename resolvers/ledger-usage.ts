import { DEFAULT_REVIEW, type ReviewSettings } from '../src/access/oversight-block.ts';
import type { LedgerResolvers } from '../src/generated/resolver-types.ts';
import { overdueReviews } from '../src/review/overdue-reviews.ts';
import { outsideMix } from '../src/review/purpose-mix.ts';
import { unusedGrants } from '../src/review/usage-unused.ts';
import { type Acting, actingOf } from './acting.ts';
import { SUM_ROWS } from './ledger-activity.ts';
import { readMoment } from './read-moment.ts';

const DAY_MS = 86_400_000;
const DEFAULT_DAYS = 90;
/** Each is unsealed to be looked at. */
const MOST_INSIGHTS = 100;

/** What is declared beside what was done. On record before anything is counted, as every reading of the ledger. */
export const usage: Required<LedgerResolvers>['usage'] = async ({ ledger: own }, args, context) => {
  const acting = actingOf(context);
  const { access, policy, record } = acting;
  const { tenant } = context.actor;
  const asked = readMoment(args.since) ?? access.now - DEFAULT_DAYS * DAY_MS;
  const since = Math.floor(asked / DAY_MS) * DAY_MS;
  context.access.countRows(SUM_ROWS);
  await record({ coordinate: 'Ledger.usage', subject: null, resource: { type: 'Ledger', id: tenant } });
  const { baseOf = (role) => role, purposeMix, review = DEFAULT_REVIEW } = policy;
  const [used, insights, documents] = await Promise.all([
    own.usage(since, { mix: purposeMix !== undefined }),
    waitingInsights(acting, since, review),
    waitingDocuments(acting, tenant, since),
  ]);
  const waiting = { glasses: used.unreviewed, insights, documents };
  return {
    since: timeOf(since),
    knownSince: used.knownSince === null ? null : timeOf(used.knownSince),
    cells: used.cells.map(({ last, ...cell }) => ({ ...cell, last: last === null ? null : timeOf(last) })),
    unused: unusedGrants(access.model, used.grants, baseOf),
    denials: used.denials.map(([reason, count]) => ({ reason, count })).toSorted((a, b) => b.count - a.count),
    overdue: overdueReviews(waiting, review, access.now).map((one) => ({
      ...one,
      since: timeOf(one.since),
      due: timeOf(one.due),
    })),
    purposeMix: outsideMix(used.mix, purposeMix ?? {}, access.model, baseOf),
  };
};

/** Of those that are overdue the newest; `insightOversight` has all. Who asked for one is not overseen. */
async function waitingInsights({ access, commands }: Acting, from: number, { insightDays }: ReviewSettings) {
  const before = access.now - insightDays * DAY_MS;
  const asked = { first: MOST_INSIGHTS, after: null, state: 'DRAFT', before } as const;
  const { rows } = await commands().overseeInsights(asked);
  return rows
    .map(({ record: { id, createdAt } }) => ({ id, since: createdAt, actor: null }))
    .filter(({ since }) => since >= from);
}

/** One that waits again waits from the last judgement on. */
async function waitingDocuments({ commands }: Acting, tenant: string, from: number) {
  const proposed = await commands().documents.list(tenant, { status: 'PROPOSED' });
  return proposed
    .map(({ client, id, proposedBy, proposedAt, reviewedAt }) => ({
      id: `${client}/${id}`,
      since: Math.max(proposedAt, reviewedAt ?? proposedAt),
      actor: proposedBy,
    }))
    .filter(({ since }) => since >= from);
}

function timeOf(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
