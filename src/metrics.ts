import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** Counts and durations only; labels are methods, status codes and constants, never ids. */
export interface Metrics {
  readonly contentType: string;
  text(): Promise<string>;
  /** One HTTP answer of `/graphql`; duration in milliseconds. */
  answered(method: string, status: number, duration: number): void;
  /** One durable ledger record; duration of the append in milliseconds. */
  recorded(duration: number): void;
  ledgerFailed(): void;
  /** Something befell the ledger: the name of its log line, and the code of what was met, or ''. */
  ledgerEvent(event: string, code: string): void;
  /** Asked whenever metrics are fetched. */
  watchLedger(isAvailable: () => boolean): void;
  /** The log has what writers had recorded; milliseconds since the epoch, and its entries. */
  logCurrent(time: number, size: number): void;
  glassOpened(): void;
  /** How one insight ended: written, found again, or why it is withheld. */
  insightEnded(useCase: string, outcome: string, withheldSentences: number): void;
  insightReviewed(useCase: string, verdict: string): void;
  /** One call of a model; duration in milliseconds. */
  modelCalled(call: {
    readonly outcome: string;
    readonly inputTokens: number;
    readonly outputTokens: number;
    readonly milliseconds: number;
  }): void;
}

/** A registry of its own, so that two gateways in one process do not share counts. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const requests = new Histogram({
    name: 'phield_http_request_duration_seconds',
    help: 'Answers of /graphql by method and status.',
    labelNames: ['method', 'status'],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [registry],
  });
  const records = new Histogram({
    name: 'phield_ledger_append_duration_seconds',
    help: 'Time until an operation record was durable.',
    buckets: [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 1],
    registers: [registry],
  });
  const failures = new Counter({
    name: 'phield_ledger_append_failures_total',
    help: 'Operation records that could not be made durable; their answers were withheld.',
    registers: [registry],
  });
  const ledgerEvents = new Counter({
    name: 'phield_ledger_events_total',
    help: 'What befell the ledger, by log line and code.',
    labelNames: ['event', 'code'],
    registers: [registry],
  });
  const logCurrent = new Gauge({
    name: 'phield_ledger_log_current_timestamp_seconds',
    help: 'When this process last saw the log to have what was recorded; 0 while another one sees to it.',
    registers: [registry],
  });
  const logEntries = new Gauge({
    name: 'phield_ledger_log_entries',
    help: 'Entries of the log at that time.',
    registers: [registry],
  });
  const glasses = new Counter({
    name: 'phield_break_glass_opened_total',
    help: 'Glasses opened; each waits for its review.',
    registers: [registry],
  });
  const insights = new Counter({
    name: 'phield_insights_total',
    help: 'Insights by use case and outcome: written, found again, or why withheld.',
    labelNames: ['use_case', 'outcome'],
    registers: [registry],
  });
  const sentences = new Counter({
    name: 'phield_insight_sentences_withheld_total',
    help: 'Sentences that did not hold against the record and were taken out.',
    labelNames: ['use_case'],
    registers: [registry],
  });
  const reviews = new Counter({
    name: 'phield_insight_reviews_total',
    help: 'Verdicts on insights by use case.',
    labelNames: ['use_case', 'verdict'],
    registers: [registry],
  });
  const calls = new Histogram({
    name: 'phield_model_call_duration_seconds',
    help: 'Calls of models by outcome, waiting for a place included.',
    labelNames: ['outcome'],
    buckets: [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15, 30, 60],
    registers: [registry],
  });
  const tokens = new Counter({
    name: 'phield_model_tokens_total',
    help: 'Tokens as the model counted them.',
    labelNames: ['direction'],
    registers: [registry],
  });
  return Object.freeze({
    contentType: registry.contentType,
    text: () => registry.metrics(),
    answered: (method: string, status: number, duration: number) =>
      requests.observe({ method, status: String(status) }, duration / 1000),
    recorded: (duration: number) => records.observe(duration / 1000),
    ledgerFailed: () => failures.inc(),
    ledgerEvent: (event: string, code: string) => ledgerEvents.inc({ event, code }),
    watchLedger: (isAvailable: () => boolean) => {
      new Gauge({
        name: 'phield_ledger_available',
        help: '1 while records become durable, so that protected data is served; else 0.',
        registers: [registry],
        collect() {
          this.set(isAvailable() ? 1 : 0);
        },
      });
    },
    logCurrent: (time: number, size: number) => {
      logCurrent.set(time / 1000);
      logEntries.set(size);
    },
    glassOpened: () => glasses.inc(),
    insightEnded: (useCase: string, outcome: string, withheldSentences: number) => {
      insights.inc({ use_case: useCase, outcome });
      if (withheldSentences > 0) sentences.inc({ use_case: useCase }, withheldSentences);
    },
    insightReviewed: (useCase: string, verdict: string) => reviews.inc({ use_case: useCase, verdict }),
    modelCalled: ({
      outcome,
      inputTokens,
      outputTokens,
      milliseconds,
    }: Parameters<Metrics['modelCalled']>[0]) => {
      calls.observe({ outcome }, milliseconds / 1000);
      tokens.inc({ direction: 'input' }, inputTokens);
      tokens.inc({ direction: 'output' }, outputTokens);
    },
  });
}
