import type { GraphQLSchema } from 'graphql';
import type { HealthData } from '../../datasources/health-data.ts';
import { resolvers } from '../../resolvers/resolvers.ts';
import type { AccessModel } from '../../src/access/access-model.ts';
import { createTenantPolicy } from '../../src/access/create-tenant-policy.ts';
import type { TenantOverlay } from '../../src/access/tenant-overlay.ts';
import type { TenantPolicy } from '../../src/access/tenant-policy.ts';
import { createGateway } from '../../src/gateway.ts';
import type { Actor } from '../../src/identity/actor.ts';
import type { OperationRecord } from '../../src/ledger/operation-record.ts';
import type { LogFields } from '../../src/log.ts';
import { SHIPPED_SCHEMA } from '../support/shipped-schema.ts';
import { RememberingLedger } from '../support/small-gateway.ts';
import { NOW } from './generate-situation.ts';
import type { World } from './world.ts';
import { openWorld } from './world-data.ts';

/** Parts with a guard left out, to see that a property notices. */
export interface Broken {
  policy?(policy: TenantPolicy): TenantPolicy;
  actor?(actor: Actor): Actor;
  data?(data: HealthData, world: World): HealthData;
}

export interface Asking {
  readonly actor: Actor;
  readonly overlay: TenantOverlay;
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly method?: 'GET' | 'POST';
}

/** All of an operation that somebody outside can tell, and what the store under it can. */
export interface Observed {
  readonly status: number;
  /** Without the request's id. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly log: readonly string[];
  readonly refused: readonly string[];
  readonly calls: readonly string[];
  /** For the ledger: not to be told outside. */
  readonly records: readonly OperationRecord[];
}

export interface AnyWorld {
  readonly schema: GraphQLSchema;
  readonly model: AccessModel;
  ask(asking: Asking, world: World): Promise<Observed>;
}

/** One gateway over the shipped schema that answers in whichever world it is asked. */
export async function openAnyWorld(broken: Broken = {}): Promise<AnyWorld> {
  let current: { asking: Asking; world: World } | null = null;
  const told = { log: [''], refused: [''], calls: [''], count: 0 };
  const policies = new Map<TenantOverlay, TenantPolicy>();
  const ledger = new RememberingLedger();
  const keep =
    (level: string) =>
    (event: string, fields: LogFields = {}) => {
      told.log.push(JSON.stringify({ level, event, ...fields }));
    };
  const now = () => {
    if (current === null) throw new Error('nobody is asking');
    return current;
  };
  const gateway = await createGateway({
    typeDefs: SHIPPED_SCHEMA,
    resolvers,
    config: {
      authenticate: async () => broken.actor?.(now().asking.actor) ?? now().asking.actor,
      policies: (model) => () => {
        const { overlay } = now().asking;
        const known = policies.get(overlay);
        if (known !== undefined) return known;
        const policy = createTenantPolicy(overlay, model);
        const made = broken.policy?.(policy) ?? policy;
        policies.set(overlay, made);
        return made;
      },
      openData: () => {
        const { world } = now();
        const data = openWorld(world, (call) => told.calls.push(call));
        return broken.data?.(data, world) ?? data;
      },
      ledger,
      refusals: { count: (address, code) => told.refused.push(`${address} ${code}`) },
      networkHash: () => null,
      cursorKey: Buffer.alloc(32, 1),
      zip3Populous: () => true,
      clock: () => NOW,
      newId: () => `id-${++told.count}`,
      // The same in both worlds, so that sealed cursors can be compared.
      randomBytes: (size) => Buffer.alloc(size, ++told.count),
      log: { info: keep('info'), warn: keep('warn'), error: keep('error') },
    },
  });
  return {
    schema: gateway.schema,
    model: gateway.model,
    ask: async (asking, world) => {
      current = { asking, world };
      Object.assign(told, { log: [], refused: [], calls: [], count: 0 });
      ledger.records.length = 0;
      const { query, variables = {}, method = 'POST' } = asking;
      const search = new URLSearchParams({ query, variables: JSON.stringify(variables) });
      const { status, headers, body } = await gateway.handle({
        method,
        headers: {
          authorization: 'Bearer x',
          'content-type': 'application/json',
          accept: 'application/json',
        },
        search: method === 'GET' ? `?${search}` : '',
        body: method === 'GET' ? undefined : { query, variables },
        remoteAddress: '192.0.2.1',
      });
      const { 'phield-request-id': _id, ...others } = headers;
      const { log, refused, calls } = told;
      return { status, headers: others, body, log, refused, calls, records: [...ledger.records] };
    },
  };
}
