import { createTenantPolicies } from '../../src/access/create-tenant-policy.ts';
import { parseTenantOverlay } from '../../src/access/parse-tenant-overlay.ts';
import type { Actor } from '../../src/identity/actor.ts';
import type { OperationRecord, RecordedField } from '../../src/ledger/operation-record.ts';
import { createUlid } from '../../src/ledger/ulid.ts';
import { sampleRecord } from '../ledger/sample-record.ts';
import { type ActingGateway, actingGateway } from './acting-gateway.ts';
import { type AskedLedger, askedLedger } from './asked-ledger.ts';
import { officer } from './asked-world.ts';
import { NARROWED, type ReviewedWorld, reviewedWorld } from './reviewed-world.ts';
import { TEST_NOW } from './small-gateway.ts';

const OVERLAYS = Object.freeze({ riverside: NARROWED, lakeside: 'tenant: lakeside\n' });

/** What riverside had before: everything as the schema declares it. */
export const PLAIN = 'tenant: riverside\n';

export interface ReviewingGateway {
  readonly world: ReviewedWorld;
  readonly given: ActingGateway;
  readonly ledger: AskedLedger;
  /** Of riverside: in force now, and before; and what lakeside had before. */
  readonly versions: { readonly now: string; readonly before: string; readonly elsewhere: string };
  /** Puts one event on record. @returns its id. */
  event(change: Partial<OperationRecord>, field: RecordedField): Promise<string>;
  /** As whom: default, a privacy officer. */
  ask(
    query: string,
    variables?: Record<string, unknown>,
    who?: Actor,
  ): Promise<{ review: Record<string, unknown> | null; codes: readonly unknown[]; text: string }>;
}

/** A gateway of two tenants in memory, with an archive of what was in force before. */
export async function reviewingGateway(): Promise<ReviewingGateway> {
  const world = await reviewedWorld(OVERLAYS);
  const ledger = askedLedger();
  const before = await world.keep('riverside', PLAIN, TEST_NOW - 86_400_000);
  const now = await world.keep('riverside', NARROWED, TEST_NOW - 3_600_000);
  const elsewhere = await world.keep('lakeside', 'tenant: lakeside\nremove: [{ categories: [LAB] }]\n', 0);
  const given = await actingGateway(undefined, {
    openTenantLedger: ledger.open,
    openAccessReview: world.open,
    policies: (model) =>
      createTenantPolicies(
        new Map(
          Object.entries(OVERLAYS).map(([tenant, text]) => [
            tenant,
            parseTenantOverlay(text, `tenants/${tenant}.yaml`, model),
          ]),
        ),
        model,
      ),
  });
  const newId = createUlid(
    () => TEST_NOW,
    (size) => new Uint8Array(size),
  );
  return {
    ...{ world, given, ledger, versions: { now, before, elsewhere } },
    event: async (change, field) => {
      const id = newId();
      const shapes = [{ type: 'Patient', via: null, fields: [field] }];
      const group = { shape: 0, resources: ['p1'], consent: null, breakGlass: null };
      const time = new Date(TEST_NOW - 5).toISOString();
      await ledger.add(
        sampleRecord({ id, time, shapes, subjects: [{ subject: 'p1', groups: [group] }], ...change }),
      );
      return `${id}.0`;
    },
    ask: async (query, variables = {}, who = officer()) => {
      const { body, text } = await given.run(query, who, variables);
      const codes = body.errors?.map(({ extensions }) => extensions.code) ?? [];
      return { review: Object(body.data).accessReview ?? null, codes, text };
    },
  };
}
