import type { GraphQLSchema } from 'graphql';
import { resolvers } from '../../../resolvers/resolvers.ts';
import type { AccessModel } from '../../../src/access/access-model.ts';
import { createTenantPolicy } from '../../../src/access/create-tenant-policy.ts';
import type { TenantOverlay } from '../../../src/access/tenant-overlay.ts';
import type { TenantPolicy } from '../../../src/access/tenant-policy.ts';
import { createGateway } from '../../../src/gateway.ts';
import type { Actor } from '../../../src/identity/actor.ts';
import type { CodeSet } from '../../../src/insight/code-set.ts';
import type { OperationRecord } from '../../../src/ledger/operation-record.ts';
import type { LogFields } from '../../../src/log.ts';
import { SHIPPED_SCHEMA } from '../../support/shipped-schema.ts';
import { RememberingLedger } from '../../support/small-gateway.ts';
import { NOW } from '../generate-situation.ts';
import type { World } from '../world.ts';
import { openWorld } from '../world-data.ts';
import type { MemoryInsights } from './memory-insights.ts';
import { keepingModel, type Manner, type Sent } from './said-models.ts';

/** Who asks, where, and what is stored there. */
export interface Situation {
  readonly actor: Actor;
  readonly overlay: TenantOverlay;
  readonly world: World;
  readonly insights: MemoryInsights;
  readonly manner: Manner;
}

/** All that an operation tells to anybody: its caller, a model, the ledger, the log and the metrics. */
export interface Told {
  readonly status: number;
  readonly body: string;
  readonly sent: readonly Sent[];
  readonly records: readonly OperationRecord[];
  /** Records that were durable when the model was first asked. */
  readonly before: number;
  readonly observed: readonly string[];
  readonly log: readonly string[];
}

export interface InsightGateway {
  readonly schema: GraphQLSchema;
  readonly model: AccessModel;
  ask(situation: Situation, query: string, variables?: Readonly<Record<string, unknown>>): Promise<Told>;
}

/** Any word stands for a code here: what is looked for is not whether a code fits. */
const CODES: CodeSet = {
  version: 'test',
  find: (code) => ({ code, description: 'active', billable: true }),
  candidates: () => [],
};

/** The shipped schema and resolvers around a store, a model and a ledger that keep what they are told. */
export async function openInsightGateway(): Promise<InsightGateway> {
  let current: Situation | null = null;
  const now = () => {
    if (current === null) throw new Error('nobody is asking');
    return current;
  };
  const told: { sent: Sent[]; observed: string[]; log: string[]; before: number; count: number } = {
    sent: [],
    observed: [],
    log: [],
    before: 0,
    count: 0,
  };
  const policies = new Map<TenantOverlay, TenantPolicy>();
  const ledger = new RememberingLedger();
  const keep = (event: string, fields: LogFields = {}) => {
    told.log.push(JSON.stringify({ event, ...fields }));
  };
  const model = keepingModel(
    (call) => {
      if (told.sent.length === 0) told.before = ledger.records.length;
      told.sent.push(call);
    },
    () => now().manner,
  );
  const gateway = await createGateway({
    typeDefs: SHIPPED_SCHEMA,
    resolvers,
    config: {
      authenticate: async () => now().actor,
      policies: (accessModel) => () => {
        const { overlay } = now();
        const policy = policies.get(overlay) ?? createTenantPolicy(overlay, accessModel);
        policies.set(overlay, policy);
        return policy;
      },
      // No directory: whose name it would bring is nothing that a reader's own access hides.
      openData: () => ({ ...openWorld(now().world, () => {}), organizational: async () => null }),
      insights: {
        model,
        codes: async () => CODES,
        observe: (outcome) => told.observed.push(JSON.stringify({ ...outcome, request: '' })),
        observeReview: (...about) => told.observed.push(JSON.stringify(about)),
        openStore: () => now().insights,
      },
      ledger,
      refusals: { count: (_address, code) => told.log.push(code) },
      networkHash: () => null,
      cursorKey: Buffer.alloc(32, 1),
      zip3Populous: () => true,
      clock: () => NOW,
      newId: () => `id-${++told.count}`,
      randomBytes: (size) => Buffer.alloc(size, 1),
      log: { info: keep, warn: keep, error: keep },
    },
  });
  return {
    schema: gateway.schema,
    model: gateway.model,
    ask: async (situation, query, variables = {}) => {
      current = situation;
      // Ids go on where this situation's store ended: none is given twice.
      const count = situation.insights.all.length * 1000;
      Object.assign(told, { sent: [], observed: [], log: [], before: 0, count });
      ledger.records.length = 0;
      const { status, body } = await gateway.handle({
        method: 'POST',
        headers: {
          authorization: 'Bearer x',
          'content-type': 'application/json',
          accept: 'application/json',
        },
        search: '',
        body: { query, variables },
        remoteAddress: '192.0.2.1',
      });
      const { sent, observed, log, before } = told;
      return { status, body, sent, observed, log, before, records: [...ledger.records] };
    },
  };
}
