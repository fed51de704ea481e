import type { GraphQLSchema } from 'graphql';
import { z } from 'zod';
import { loadSdl } from '../../../directives/load-sdl.ts';
import { resolvers } from '../../../resolvers/resolvers.ts';
import { type AccessModel, RELATIONSHIPS } from '../../../src/access/access-model.ts';
import { createTenantPolicy } from '../../../src/access/create-tenant-policy.ts';
import { parseTenantOverlay } from '../../../src/access/parse-tenant-overlay.ts';
import type { TenantPolicy } from '../../../src/access/tenant-policy.ts';
import { createGateway } from '../../../src/gateway.ts';
import type { Actor } from '../../../src/identity/actor.ts';
import { expandRecord } from '../../../src/ledger/expand-record.ts';
import type { LedgerEvent } from '../../../src/ledger/ledger-event.ts';
import { ROOT_RULES } from '../../../src/root-rules.ts';
import { NOW } from '../../properties/generate-situation.ts';
import { RememberingLedger } from '../../support/small-gateway.ts';
import { type CellWorld, cellWorld, MADE_TYPES } from './cell-world.ts';

/** What one operation answered, and what it put on record. */
export interface Observed {
  readonly data: Readonly<Record<string, unknown>>;
  readonly events: readonly LedgerEvent[];
}

export interface CellGateway {
  readonly schema: GraphQLSchema;
  readonly model: AccessModel;
  readonly cells: CellWorld;
  ask(actor: Actor, query: string): Promise<Observed>;
  /** The same as if one grant of each field gave all of it to everybody: what is stored, in the schema's shape. */
  bare(actor: Actor, query: string): Promise<Observed>;
}

const Body = z.object({
  data: z.record(z.string(), z.unknown()).nullish(),
  errors: z.array(z.object({ extensions: z.object({ code: z.string() }) })).optional(),
});
/** Everything else would say that the question was wrong, not the asker. */
const DENIALS = ['PHI_ACCESS_DENIED', 'FORBIDDEN', 'INSIGHT_WITHHELD', 'INTERNAL_SERVER_ERROR'];

/**
 * The shipped schema, rules of its roots and resolvers over `cellWorld`. Types that no root gives by id have one here,
 * `made<Type>(id:)`; the engine decides about their rows as about all others.
 */
export async function openCellGateway(): Promise<CellGateway> {
  let asking: { readonly actor: Actor; readonly bare: boolean } | null = null;
  let cells: CellWorld | null = null;
  const now = () => {
    if (asking === null) throw new Error('nobody is asking');
    return asking;
  };
  const rowsNow = () => {
    if (cells === null) throw new Error('nothing is stored');
    return cells;
  };
  const files = await loadSdl('schema');
  const roots = MADE_TYPES.map((type) => `  made${type}(id: ID!): ${type}\n`).join('');
  const typeDefs = files.map(({ name, body }) => ({
    name,
    body: body.replace(/^type Query \{\n/m, (begin) => `${begin}${roots}`),
  }));
  const made = MADE_TYPES.map((type) => [
    `made${type}`,
    (_root: unknown, { id }: { id: string }) => rowsNow().rows.get(`${type}/${id}`)?.record ?? null,
  ]);
  const ledger = new RememberingLedger();
  let policies: { readonly plain: TenantPolicy; readonly bare: TenantPolicy } | null = null;
  let count = 0;
  const gateway = await createGateway({
    typeDefs,
    resolvers: { ...resolvers, Query: { ...resolvers.Query, ...Object.fromEntries(made) } },
    config: {
      authenticate: async () => now().actor,
      rootRules: ROOT_RULES,
      policies: (model) => {
        const overlay = parseTenantOverlay(
          '{ tenant: riverside, settings: { implicitConsent: all-normal } }',
          'plain',
          model,
        );
        const plain = createTenantPolicy(overlay, model);
        policies = { plain, bare: barePolicy(plain, model) };
        const both = policies;
        return () => (now().bare ? both.bare : both.plain);
      },
      openData: () => rowsNow().open(),
      ledger,
      refusals: { count: () => {} },
      networkHash: () => null,
      cursorKey: Buffer.alloc(32, 1),
      zip3Populous: () => true,
      clock: () => NOW,
      newId: () => `id-${++count}`,
      randomBytes: (size) => Buffer.alloc(size, ++count),
      log: { info: () => {}, warn: () => {}, error: () => {} },
    },
  });
  const own = cellWorld(gateway.model, gateway.schema);
  cells = own;
  const run = async (actor: Actor, query: string, bare: boolean): Promise<Observed> => {
    asking = { actor, bare };
    ledger.records.length = 0;
    const { status, body } = await gateway.handle({
      method: 'POST',
      headers: { authorization: 'Bearer x', 'content-type': 'application/json', accept: 'application/json' },
      search: '',
      body: { query },
      remoteAddress: '192.0.2.1',
    });
    const { data, errors = [] } = Body.parse(JSON.parse(body));
    const strange = errors.find(({ extensions: { code } }) => !DENIALS.includes(code));
    if (strange !== undefined) throw new Error(`${status} ${body.slice(0, 500)}\n${query.slice(0, 500)}`);
    return { data: data ?? {}, events: ledger.records.flatMap((record) => [...expandRecord(record)]) };
  };
  return {
    schema: gateway.schema,
    model: gateway.model,
    cells: own,
    ask: (actor, query) => run(actor, query, false),
    bare: (actor, query) => run(actor, query, true),
  };
}

function barePolicy(plain: TenantPolicy, model: AccessModel): TenantPolicy {
  return {
    ...plain,
    version: 'bare',
    grantsRole: () => true,
    narrow: ([grant]) =>
      grant === undefined
        ? []
        : [{ ...grant, mask: 'NONE', relationships: RELATIONSHIPS, sensitivity: model.sensitivities }],
  };
}
