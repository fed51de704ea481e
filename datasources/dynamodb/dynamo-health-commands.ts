import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Clock } from '../../src/clock.ts';
import { createLedgerNames } from '../../src/ledger/ledger-names.ts';
import { findingsOf } from '../../src/signals/finding-store.ts';
import type { HealthCommands } from '../health-commands.ts';
import type { RandomBytes } from '../keys/key-service.ts';
import type { CommandScope } from './command-scope.ts';
import { createDocumentStore } from './document-store.ts';
import { createFindingStore } from './finding-store.ts';
import { tenantItemKeys } from './item-keys.ts';
import { createNameKeys } from './name-keys.ts';
import { openGlass } from './open-glass.ts';
import { openReveal } from './open-reveal.ts';
import { overseeInsights } from './oversee-insights.ts';
import { listReviews, readReview, reviewGlass } from './review-queue.ts';
import type { Tables } from './tables.ts';
import type { TenantKeyring } from './tenant-keyring.ts';
import { writeConsent } from './write-consent.ts';

export interface HealthCommandsOptions {
  readonly client: DynamoDBClient;
  readonly tables: Tables;
  readonly keyring: TenantKeyring;
  /** From the verified token alone. */
  readonly tenant: string;
  readonly actor: CommandScope['actor'];
  readonly clock: Clock;
  readonly random: RandomBytes;
  /** Ends the calls of a request; `null`: nothing does. */
  readonly signal: AbortSignal | null;
  /** Milliseconds one call may take, its retries included. */
  readonly deadline?: number;
}

/** The commands of one actor. */
export function openHealthCommands(options: HealthCommandsOptions): HealthCommands {
  const { client, tables, keyring, tenant, actor, clock, random, signal, deadline = 5_000 } = options;
  const store = { client, tables, random, signal, deadline };
  const scope: CommandScope = { tenant, actor, store, keyring, itemKeys: tenantItemKeys(tenant), clock };
  const commands: HealthCommands = {
    openGlass: (request) => openGlass(scope, request),
    reviews: (page) => listReviews(scope, page),
    reviewOf: (id) => readReview(scope, id),
    review: (id, outcome) => reviewGlass(scope, id, outcome),
    writeConsent: (consent) => writeConsent(scope, consent),
    openReveal: (request) => openReveal(scope, request),
    documents: createDocumentStore(store),
    overseeInsights: (page) => overseeInsights(scope, page),
    findings: findingsOf(createFindingStore(store), tenant),
    ledgerNames: createLedgerNames(createNameKeys({ store, keyring, tenant })),
  };
  return Object.freeze(commands);
}
