import type { GraphQLSchema } from 'graphql';
import { resolvers } from '../../../resolvers/resolvers.ts';
import type { AccessModel } from '../../../src/access/access-model.ts';
import { createTenantPolicies } from '../../../src/access/create-tenant-policy.ts';
import { parseTenantOverlay } from '../../../src/access/parse-tenant-overlay.ts';
import type { Actor } from '../../../src/identity/actor.ts';
import type { InsightStore } from '../../../src/insight/stored-insight.ts';
import { expandRecord } from '../../../src/ledger/expand-record.ts';
import type { LedgerEvent } from '../../../src/ledger/ledger-event.ts';
import { RECENT_SIGN_IN, ROOT_RULES } from '../../../src/root-rules.ts';
import { tenantFile } from '../../support/insights/insight-world.ts';
import { MemoryWorld } from '../../support/memory-world.ts';
import { SHIPPED_SCHEMA } from '../../support/shipped-schema.ts';
import { smallGateway, TEST_NOW } from '../../support/small-gateway.ts';
import { MemoryInsights } from '../laundering/memory-insights.ts';
import { keepingModel } from '../laundering/said-models.ts';
import { declaredSources } from '../laundering/source-fields.ts';
import type { World } from '../world.ts';
import { openWorld } from '../world-data.ts';
import { fullPatient, type Standing } from './full-patient.ts';
import { writtenInsights } from './written-insights.ts';

/** One operation of one actor on the full patient, as that actor stands to it. */
export interface Run {
  readonly actor: Actor;
  readonly standing: Standing;
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

export interface Ran {
  readonly status: number;
  readonly body: string;
  readonly events: readonly LedgerEvent[];
}

export interface FootprintGateway {
  readonly schema: GraphQLSchema;
  readonly model: AccessModel;
  run(run: Run): Promise<Ran>;
}

/** As wide as a tenant can be; one field is masked until a reason reveals it. */
const OVERLAY = `${tenantFile()}settings: { implicitConsent: all-normal }
tighten:
  - { roles: [BILLING], coordinates: [Patient.birthDate], mask: GENERALIZE, reveal: 30 }
`;

/**
 * The shipped schema and resolvers over one patient who has everything, with insights of every kind written before;
 * each run finds all of it as it was.
 */
export async function openFootprintGateway(): Promise<FootprintGateway> {
  let current: { actor: Actor; world: World; memory: MemoryWorld; insights: MemoryInsights } | null = null;
  const now = () => {
    if (current === null) throw new Error('nobody is asking');
    return current;
  };
  const { gateway, ledger } = await smallGateway({
    typeDefs: SHIPPED_SCHEMA,
    resolvers,
    world: {},
    config: {
      authenticate: async () => now().actor,
      policies: (model) =>
        createTenantPolicies(
          new Map([['riverside', parseTenantOverlay(OVERLAY, 'riverside.yaml', model)]]),
          model,
        ),
      openData: () => openWorld(now().world, () => {}),
      openCommands: (who) => now().memory.commands(who),
      insights: {
        model: keepingModel(
          () => {},
          () => 'echo',
        ),
        codes: async () => ({
          version: 'test',
          find: (code) => ({ code, description: 'active', billable: true }),
          candidates: () => [],
        }),
        observe: () => {},
        observeReview: () => {},
        openStore: () => storeOf(now().insights),
      },
      rootRules: ROOT_RULES,
      recentSignIn: RECENT_SIGN_IN,
    },
  });
  const sources = await declaredSources();
  const { schema, model } = gateway;
  const patients = new Map<Standing, World>();
  const worldOf = (standing: Standing): World => {
    const known = patients.get(standing) ?? new Map([['ada', fullPatient(model, schema, standing)]]);
    patients.set(standing, known);
    return known;
  };
  return {
    schema,
    model,
    run: async ({ actor, standing, query, variables }) => {
      const world = worldOf(standing);
      const insights = new MemoryInsights();
      insights.all.push(...writtenInsights(sources));
      current = { actor, world, memory: memoryOf(world), insights };
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
      return { status, body, events: ledger.records.flatMap((record) => [...expandRecord(record)]) };
    },
  };
}

/** As they are kept; any verdict is taken. */
function storeOf(insights: MemoryInsights): InsightStore {
  return {
    save: (insight, key) => insights.save(insight, key),
    cached: (subjectId, key) => insights.cached(subjectId, key),
    find: (id) => insights.find(id),
    queue: (page) => insights.queue(page),
    review: (id) => insights.find(id),
  };
}

/** What commands change, made anew; somebody else's glass waits for its review. */
function memoryOf(world: World): MemoryWorld {
  const memory = new MemoryWorld(() => TEST_NOW);
  for (const [id, { record, rows }] of world) {
    memory.patients.set(id, record);
    for (const row of rows) memory.addRow(row.record);
    memory.queue.push({
      resourceType: 'BreakGlassReview',
      id: 'glass-1',
      subjectId: id,
      rowCategories: [],
      labels: [],
      issuer: 'urn:test',
      actor: 'somebody',
      roles: ['NURSE'],
      client: 'portal',
      reason: 'OVRER',
      justification: 'Found without consciousness.',
      openedAt: TEST_NOW - 1000,
      expiresAt: TEST_NOW + 1000,
      state: 'OPEN',
      reviewer: null,
      verdict: null,
      comment: null,
      reviewedAt: null,
    });
  }
  return memory;
}
