import { resolvers } from '../../resolvers/resolvers.ts';
import { createTenantPolicies } from '../../src/access/create-tenant-policy.ts';
import type { FactsSource } from '../../src/access/facts.ts';
import { parseTenantOverlay } from '../../src/access/parse-tenant-overlay.ts';
import type { GatewayConfig } from '../../src/gateway.ts';
import type { Actor } from '../../src/identity/actor.ts';
import { expandRecord } from '../../src/ledger/expand-record.ts';
import type { LedgerEvent } from '../../src/ledger/ledger-event.ts';
import type { LogFields } from '../../src/log.ts';
import { RECENT_SIGN_IN, ROOT_RULES } from '../../src/root-rules.ts';
import { MemoryWorld } from './memory-world.ts';
import { SHIPPED_SCHEMA } from './shipped-schema.ts';
import type { RememberingLedger, Run } from './small-gateway.ts';
import { actor, smallGateway, TEST_NOW } from './small-gateway.ts';

export interface ActingGateway {
  readonly world: MemoryWorld;
  readonly ledger: RememberingLedger;
  readonly run: Run;
  readonly log: readonly (LogFields & { readonly event: string })[];
  /** Events of the ledger from this record on. */
  events(from?: number): readonly LedgerEvent[];
  /** As new: one gateway serves the tests of a file. */
  reset(): void;
  /** Moves the clock. */
  pass(milliseconds: number): void;
}

/** The shipped schema and resolvers, a tenant's overlay, and a world in memory that can be acted on. */
export async function actingGateway(
  overlay = 'tenant: riverside\n',
  config: Partial<GatewayConfig<FactsSource>> = {},
): Promise<ActingGateway> {
  let now = TEST_NOW;
  const world = new MemoryWorld(() => now);
  const log: (LogFields & { readonly event: string })[] = [];
  const keep = (event: string, fields: LogFields = {}) => {
    log.push({ event, ...fields });
  };
  const { ledger, run } = await smallGateway({
    typeDefs: SHIPPED_SCHEMA,
    resolvers,
    world: {},
    config: {
      policies: (model) =>
        createTenantPolicies(
          new Map([['riverside', parseTenantOverlay(overlay, 'riverside.yaml', model)]]),
          model,
        ),
      openData: (who) => world.data(who),
      openCommands: (who) => world.commands(who),
      rootRules: ROOT_RULES,
      recentSignIn: RECENT_SIGN_IN,
      clock: () => now,
      log: { info: keep, warn: keep, error: keep },
      ...config,
    },
  });
  return {
    world,
    ledger,
    run,
    log,
    events: (from = 0) => ledger.records.slice(from).flatMap((record) => [...expandRecord(record)]),
    reset: () => {
      world.clear();
      ledger.records.length = 0;
      ledger.failWith = null;
      log.length = 0;
      now = TEST_NOW;
    },
    pass: (milliseconds) => {
      now += milliseconds;
    },
  };
}

/** Signed in just now, with more than one factor. */
export function signedIn(overrides: Partial<Actor> = {}): Actor {
  return actor({ authTime: TEST_NOW / 1000, ...overrides });
}

export const OFFICER = Object.freeze({
  id: 'officer',
  roles: ['PRIVACY_OFFICER'],
  purpose: 'HOPERAT',
  purposes: ['HOPERAT'],
  fhirUser: null,
});
