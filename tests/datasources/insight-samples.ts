import { randomBytes } from 'node:crypto';
import { createDynamoClient } from '../../datasources/dynamodb/dynamo-client.ts';
import { openInsightStore, type ReviewedInsightStore } from '../../datasources/dynamodb/insight-store.ts';
import { createTenantKeyring } from '../../datasources/dynamodb/tenant-keyring.ts';
import type { Clock } from '../../src/clock.ts';
import type { InsightVerdict, StoredInsight, StoredSentence } from '../../src/insight/stored-insight.ts';
import { type FaultProxy, startFaultProxy } from '../support/fault-proxy.ts';
import { DYNALITE } from '../support/test-stores.ts';
import { type DynamoBackend, ISSUER, NOW, openDynamoBackend } from './backends.ts';

export const HOUR = 3_600_000;
/** What must be nowhere in the clear. */
export const SAID = 'Zanzibar-Quill';

export function sentence(text: string, extra: Partial<StoredSentence> = {}): StoredSentence {
  return {
    text,
    section: null,
    code: null,
    status: null,
    citations: [
      {
        resourceType: 'Observation',
        resourceId: 'o1',
        coordinate: 'Observation.valueQuantity',
        quote: text,
        date: '2026-02-01',
      },
    ],
    original: null,
    state: 'DRAFT',
    ...extra,
  };
}

export function insight(id: string, subjectId: string, extra: Partial<StoredInsight> = {}): StoredInsight {
  return {
    id,
    subjectId,
    useCase: 'PRE_VISIT_SUMMARY',
    coordinate: 'PatientInsights.preVisitSummary',
    arguments: '{}',
    sentences: [sentence(`${SAID} one`), sentence(`${SAID} two`), sentence(`${SAID} three`)],
    withheldSentences: 1,
    evidence: [{ resourceType: 'Observation', resourceId: 'o1', coordinates: ['Observation.valueQuantity'] }],
    evidenceHash: 'e'.repeat(64),
    promptHash: 'p'.repeat(64),
    outputHash: 'f'.repeat(64),
    rowCategories: ['LAB'],
    labels: ['R'],
    model: 'phield-extractive',
    guardrail: 'local:1',
    guardrailPolicy: '2026-01',
    groundingScore: 0.93,
    relevanceScore: null,
    tokens: { input: 900, output: 80 },
    milliseconds: 12,
    createdAt: NOW,
    createdBy: 'user-1',
    reviewState: 'DRAFT',
    reviewer: null,
    reviewReason: null,
    reviewedAt: null,
    ...extra,
  };
}

export function verdict(state: InsightVerdict['state'], extra: Partial<InsightVerdict> = {}): InsightVerdict {
  return { state, reason: `${SAID} as charted`, sentence: null, texts: {}, ...extra };
}

export interface InsightReader {
  readonly id?: string;
  readonly tenant?: string;
  readonly clock?: Clock;
  readonly signal?: AbortSignal | null;
}

export function insightsOf(
  { client, tables, keyring }: Pick<DynamoBackend, 'client' | 'tables' | 'keyring'>,
  { id = 'user-1', tenant = 'riverside', clock = () => NOW, signal = null }: InsightReader = {},
): ReviewedInsightStore {
  return openInsightStore({
    client,
    tables,
    keyring,
    clock,
    tenant,
    actor: { issuer: ISSUER, id, roles: ['PHYSICIAN'], client: 'portal' },
    random: randomBytes,
    signal,
  });
}

/** Another process over the same store, with keys of its own opening. `calls`: it dies after as many. */
export function otherProcess(
  { tables, keyService }: DynamoBackend,
  endpoint: string,
  calls = Number.POSITIVE_INFINITY,
) {
  const client = createDynamoClient({ endpoint: () => endpoint, region: 'us-east-1', maxAttempts: 1 });
  let left = calls;
  client.middlewareStack.add(
    (next) => async (args) => {
      if (left <= 0) throw new Error('killed');
      left -= 1;
      return next(args);
    },
    { step: 'finalizeRequest' },
  );
  const store = { client, tables, random: randomBytes, signal: null, deadline: 5_000 };
  return { client, tables, keyring: createTenantKeyring({ store, keyService, clock: () => NOW }) };
}

export interface ProxiedBackend {
  readonly backend: DynamoBackend;
  readonly proxy: FaultProxy;
  /** Of the store itself, past the proxy. */
  readonly endpoint: string;
}

/** A store behind a proxy that fails on demand; both end with the backend. */
export async function behindProxy(
  clientOptions: Parameters<typeof openDynamoBackend>[1] = {},
): Promise<ProxiedBackend> {
  const store = await DYNALITE.start();
  const proxy = await startFaultProxy(store.endpoint);
  const started = {
    endpoint: proxy.endpoint,
    async stop() {
      await proxy.close();
      await store.stop();
    },
  };
  const backend = await openDynamoBackend({ name: 'proxied', start: async () => started }, clientOptions);
  return { backend, proxy, endpoint: store.endpoint };
}
