import { BadUserInputError } from '../src/errors.ts';
import type { LedgerResolvers } from '../src/generated/resolver-types.ts';
import { actingOf } from './acting.ts';
import { readMoment } from './read-moment.ts';

const DAY_MS = 86_400_000;
const MOST_DAYS = 400;
const DEFAULT_DAYS = 30;

/** What one operation sums up is bounded as rows are: a sum counts for so many. */
export const SUM_ROWS = 5_000;

/** Sums of what was given and refused. On record before anything is counted, as every reading of the ledger. */
export const activity: Required<LedgerResolvers>['activity'] = async ({ ledger: own }, args, context) => {
  const { access, record } = actingOf(context);
  const until = readMoment(args.until) ?? access.now;
  const since = readMoment(args.since) ?? until - (DEFAULT_DAYS - 1) * DAY_MS;
  if (since > until) throw new BadUserInputError('activity: since is after until');
  if (Math.ceil(until / DAY_MS) - Math.floor(since / DAY_MS) > MOST_DAYS) {
    throw new BadUserInputError('activity: more days than are told at once');
  }
  context.access.countRows(SUM_ROWS);
  await record({
    coordinate: 'Ledger.activity',
    subject: null,
    resource: { type: 'Ledger', id: context.actor.tenant },
  });
  return own.activity(args.by, since, until);
};
