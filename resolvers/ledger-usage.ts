import type { LedgerResolvers } from '../src/generated/resolver-types.ts';
import { unusedGrants } from '../src/review/usage-unused.ts';
import { actingOf } from './acting.ts';
import { SUM_ROWS } from './ledger-activity.ts';
import { readMoment } from './read-moment.ts';

const DAY_MS = 86_400_000;
const DEFAULT_DAYS = 90;

/** What is declared beside what was done. On record before anything is counted, as every reading of the ledger. */
export const usage: Required<LedgerResolvers>['usage'] = async ({ ledger: own }, args, context) => {
  const { access, policy, record } = actingOf(context);
  const asked = readMoment(args.since) ?? access.now - DEFAULT_DAYS * DAY_MS;
  const since = Math.floor(asked / DAY_MS) * DAY_MS;
  context.access.countRows(SUM_ROWS);
  await record({
    coordinate: 'Ledger.usage',
    subject: null,
    resource: { type: 'Ledger', id: context.actor.tenant },
  });
  const { cells, grants, denials, knownSince } = await own.usage(since);
  return {
    since: timeOf(since),
    knownSince: knownSince === null ? null : timeOf(knownSince),
    cells: cells.map(({ last, ...cell }) => ({ ...cell, last: last === null ? null : timeOf(last) })),
    unused: unusedGrants(access.model, grants, policy.baseOf ?? ((role) => role)),
    denials: denials.map(([reason, count]) => ({ reason, count })).toSorted((a, b) => b.count - a.count),
    overdue: [],
    purposeMix: [],
  };
};

function timeOf(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
