import { resolvers } from '../../../resolvers/resolvers.ts';
import { createTenantPolicies } from '../../../src/access/create-tenant-policy.ts';
import { parseTenantOverlay } from '../../../src/access/parse-tenant-overlay.ts';
import type { TenantPolicies } from '../../../src/access/tenant-policy.ts';
import type { Actor } from '../../../src/identity/actor.ts';
import type { CodeSet } from '../../../src/insight/code-set.ts';
import type { InsightModel } from '../../../src/insight/insight-model.ts';
import type { InsightOutcome } from '../../../src/insight/insight-operation.ts';
import { expandRecord } from '../../../src/ledger/expand-record.ts';
import type { LedgerEvent } from '../../../src/ledger/ledger-event.ts';
import type { LogFields } from '../../../src/log.ts';
import { RECENT_SIGN_IN, ROOT_RULES } from '../../../src/root-rules.ts';
import { MemoryWorld } from '../memory-world.ts';
import { SHIPPED_SCHEMA } from '../shipped-schema.ts';
import type { RememberingLedger, Run } from '../small-gateway.ts';
import { actor, smallGateway, TEST_NOW } from '../small-gateway.ts';
import { chartOf, HARMLESS_NOTE, OTHER_PATIENT, PATIENT } from './chart.ts';
import { MemoryInsights } from './memory-insights.ts';

/** A whole gateway over charts in memory, with a model of one's own behind the shipped insights. */
export interface InsightWorld {
  readonly world: MemoryWorld;
  readonly ledger: RememberingLedger;
  readonly insights: MemoryInsights;
  readonly outcomes: readonly InsightOutcome[];
  readonly log: readonly (LogFields & { readonly event: string })[];
  readonly run: Run;
  events(): readonly LedgerEvent[];
  /** The tenant's file from now on. */
  overlay(text: string): void;
  /** One patient with this note, another beside; nothing written, nothing recorded. */
  reset(note?: string): void;
}

/** The `insights` block of a tenant's file, `changed` line by line. */
export function tenantFile(changed: Readonly<Record<string, string>> = {}): string {
  const block = {
    model: 'phield-extractive',
    region: 'local',
    guardrail: '{ id: phield, version: "1" }',
    agreement: '{ reference: test, region: local, expires: 2099-12-31 }',
    consent: 'unlessRefused',
    cacheMinutes: '0',
    tokensPerHour: '{ tenant: 1000000000, actor: 1000000000 }',
    policies: `{ lumbar-mri: { title: Lumbar imaging, criteria: [${CRITERIA.map((one) => JSON.stringify(one)).join(', ')}] } }`,
    ...changed,
  };
  const lines = Object.entries(block).map(([key, value]) => `  ${key}: ${value}`);
  return `tenant: riverside\ninsights:\n${lines.join('\n')}\n`;
}

export const CRITERIA: readonly string[] = Object.freeze([
  'Physical therapy for low back pain is documented.',
  'A diagnosis of diabetes mellitus is recorded.',
]);

export async function insightWorld(
  model: InsightModel,
  codes: () => Promise<CodeSet | null> = async () => null,
): Promise<InsightWorld> {
  const world = new MemoryWorld(() => TEST_NOW);
  const insights = new MemoryInsights(() => TEST_NOW);
  const outcomes: InsightOutcome[] = [];
  const log: (LogFields & { readonly event: string })[] = [];
  const keep = (event: string, fields: LogFields = {}) => {
    log.push({ event, ...fields });
  };
  let inForce: TenantPolicies = () => null;
  let overlay: (text: string) => void = () => {};
  const { ledger, run } = await smallGateway({
    typeDefs: SHIPPED_SCHEMA,
    resolvers,
    world: {},
    config: {
      policies: (accessModel) => {
        overlay = (text) => {
          const parsed = parseTenantOverlay(text, 'riverside.yaml', accessModel);
          inForce = createTenantPolicies(new Map([['riverside', parsed]]), accessModel);
        };
        overlay(tenantFile());
        return (tenant) => inForce(tenant);
      },
      openData: (who) => world.data(who),
      openCommands: (who) => world.commands(who),
      insights: {
        model,
        codes,
        observe: (outcome) => outcomes.push(outcome),
        observeReview: () => {},
        openStore: () => insights,
      },
      rootRules: ROOT_RULES,
      recentSignIn: RECENT_SIGN_IN,
      log: { info: keep, warn: keep, error: keep },
    },
  });
  const reset = (note = HARMLESS_NOTE.join(' ')) => {
    world.clear();
    insights.clear();
    ledger.records.length = 0;
    outcomes.length = 0;
    log.length = 0;
    for (const [id, text] of [
      [PATIENT, note],
      [OTHER_PATIENT, 'Schizoaffective disorder, followed elsewhere.'],
    ] as const) {
      world.addPatient(id, { care: id === PATIENT ? ['Practitioner/p1'] : [] });
      for (const row of chartOf(id, text).filter((one) => id === PATIENT || one.id === 'visit-note')) {
        world.addRow(id === PATIENT ? row : { ...row, id: `${id}-${row.id}` });
      }
    }
  };
  reset();
  return {
    world,
    ledger,
    insights,
    outcomes,
    log,
    run,
    events: () => ledger.records.flatMap((record) => [...expandRecord(record)]),
    overlay: (text) => overlay(text),
    reset,
  };
}

export const PHYSICIAN: Actor = actor();
export const CODER: Actor = actor({
  id: 'coder',
  roles: ['CODER'],
  purpose: 'HPAYMT',
  purposes: ['HPAYMT'],
  fhirUser: null,
});
export const COORDINATOR: Actor = actor({
  id: 'coordinator',
  roles: ['CARE_COORDINATOR'],
  purpose: 'COC',
  purposes: ['COC'],
});
export const SELF: Actor = actor({
  id: 'self',
  roles: ['PATIENT'],
  purpose: 'PATRQT',
  purposes: ['PATRQT'],
  fhirUser: `Patient/${PATIENT}`,
});
