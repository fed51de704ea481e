import { BadUserInputError, UpstreamUnavailableError } from '../../src/errors.ts';
import { type JudgedInsight, judgeInsight } from '../../src/insight/judge-insight.ts';
import type { InsightVerdict } from '../../src/insight/stored-insight.ts';
import { InsightWithheld } from '../../src/insight/withheld.ts';
import { batchWrite } from './batch-write.ts';
import { COMMAND_ATTEMPTS, type CommandScope } from './command-scope.ts';
import { insightItem } from './insight-item.ts';
import { type ReadInsight, readInsight } from './insight-read.ts';
import { backOff, putIf } from './store-calls.ts';

/**
 * Judges an insight, or one sentence of it, by one write under a condition on its revision. Of two that judge the
 * same one wins; two that judge different sentences both do. Who judges the whole has read all of it: any change
 * meanwhile is a conflict.
 */
export async function reviewInsight(
  scope: CommandScope,
  id: string,
  verdict: InsightVerdict,
): Promise<JudgedInsight | 'conflict' | null> {
  const { store, actor, clock } = scope;
  const mark = Buffer.from(store.random(12)).toString('base64url');
  const judge = { reviewer: actor.id, at: clock(), mark };
  for (let attempt = 1; attempt <= COMMAND_ATTEMPTS; attempt += 1) {
    const found = await readInsight(scope, id);
    if (found === null) return null;
    // A call that the client library repeated after the store had taken it is no conflict.
    if (found.insight.verdicts.some((given) => given.mark === mark)) return settle(scope, found);
    if (attempt > 1 && verdict.sentence === null) return 'conflict';
    const judged = judgeInsight(found.insight, verdict, judge);
    if (judged === 'misfit') throw new BadUserInputError('a verdict does not fit its insight');
    if (judged === 'conflict') return 'conflict';
    const next = { ...found, insight: judged, revision: found.revision + 1 };
    if (await replace(scope, found, next)) return settle(scope, next);
    await backOff(store, attempt);
  }
  throw new UpstreamUnavailableError('an insight keeps changing');
}

/** @returns false when another came first */
function replace(scope: CommandScope, { revision }: ReadInsight, next: ReadInsight): Promise<boolean> {
  const { store, itemKeys } = scope;
  const place = itemKeys.insight(next.insight.subjectId, next.insight.id);
  return putIf(store, {
    TableName: store.tables.data,
    Item: { ...itemOf() },
    ConditionExpression: 'rev = :rev',
    ExpressionAttributeValues: { ':rev': { N: String(revision) } },
  });

  function itemOf() {
    try {
      return insightItem(next.key, place, next, store.random);
    } catch (error) {
      if (!(error instanceof InsightWithheld)) throw error;
      throw new BadUserInputError('the texts of a review do not fit beside the insight');
    }
  }
}

/**
 * Takes what is judged out of those that wait. The verdict stands without it: one that is left behind there is kept
 * from being shown by its own state.
 */
async function settle(scope: CommandScope, { insight, queued }: ReadInsight): Promise<JudgedInsight> {
  const { store, itemKeys } = scope;
  if (queued !== null && insight.reviewState !== 'DRAFT') {
    const waiting = { pk: itemKeys.insights(insight.useCase, 'DRAFT'), sk: queued };
    await batchWrite(store, { puts: [], deletes: [waiting] }).catch(() => undefined);
  }
  return insight;
}
