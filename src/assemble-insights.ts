import { type Models, openModels } from '../datasources/open-models.ts';
import type { Store } from '../datasources/open-store.ts';
import type { Clock } from './clock.ts';
import type { Closing } from './closing.ts';
import type { Config } from './config.ts';
import type { InsightService } from './insights-of.ts';
import type { Log } from './log.ts';
import type { Metrics } from './metrics.ts';

/** Models behind their guardrails, and where what they wrote is kept. */
export function assembleInsights(
  config: Config,
  store: Pick<Store, 'openInsights'>,
  {
    clock,
    log,
    metrics,
    models: given,
  }: { clock: Clock; log: Log; metrics: Metrics; models?: Models | undefined },
  closing: Closing,
): InsightService {
  const models =
    given ??
    openModels(config, {
      clock,
      random: Math.random,
      onCall: (call) => metrics.modelCalled(call),
      onBreaker: ({ state }) => log.warn('model.breaker', { code: state }),
      onCodesRefused: (line) => log.error('codes.refused', line === null ? {} : { line }),
    });
  closing.add(() => models.close());
  return {
    model: models.model,
    codes: models.codes,
    openStore: (actor, { signal }) => store.openInsights(actor, signal),
    observe: ({ useCase, outcome, withheldSentences, detail, request }) => {
      metrics.insightEnded(useCase, outcome, withheldSentences);
      if (detail !== '') log.info('insight.withheld', { request, code: outcome, detail });
    },
    observeReview: (useCase, verdict) => metrics.insightReviewed(useCase, verdict),
  };
}
