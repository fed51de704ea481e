import { afterAll, beforeEach } from 'vitest';
import { createTenantPolicies } from '../../src/access/create-tenant-policy.ts';
import { parseTenantOverlay } from '../../src/access/parse-tenant-overlay.ts';
import type { Actor } from '../../src/identity/actor.ts';
import type { OperationRecord } from '../../src/ledger/operation-record.ts';
import { sampleRecord } from '../ledger/sample-record.ts';
import { type ActingGateway, actingGateway, OFFICER, signedIn } from './acting-gateway.ts';
import { type AskedLedger, askedLedger } from './asked-ledger.ts';

export const officer = (overrides: Partial<Actor> = {}) => signedIn({ ...OFFICER, ...overrides });
export const patient = (id: string, overrides: Partial<Actor> = {}) =>
  signedIn({
    id: `user-of-${id}`,
    roles: ['PATIENT'],
    purpose: 'PATRQT',
    purposes: ['PATRQT'],
    fhirUser: `Patient/${id}`,
    ...overrides,
  });

/** At minutes of one day, so that order is by time. */
const at = (minute: number, change: Partial<OperationRecord> = {}) =>
  sampleRecord({
    id: `r${minute}`,
    time: new Date(Date.UTC(2026, 1, 1, 0, minute)).toISOString(),
    ...change,
  });
const elsewhere = (record: OperationRecord) => ({ ...record, id: `x${record.id}`, tenant: 'lakeside' });

/** Patients of the one are shown everything that patients may be; of the other, no laboratory results. */
const TENANTS = Object.freeze({
  riverside: 'tenant: riverside\n',
  lakeside: 'tenant: lakeside\nremove: [{ categories: [LAB], roles: [PATIENT] }]\n',
});

export interface AskedWorld {
  readonly ledger: AskedLedger;
  readonly given: ActingGateway;
  /** As it was, before each test. */
  reset(): void;
}

/** A gateway of two tenants whose records are the same but for their ids, which begin with `r` and `xr`. */
async function askedWorld(): Promise<AskedWorld> {
  const ledger = askedLedger();
  const given = await actingGateway(undefined, {
    openTenantLedger: ledger.open,
    policies: (model) =>
      createTenantPolicies(
        new Map(
          Object.entries(TENANTS).map(([tenant, text]) => [
            tenant,
            parseTenantOverlay(text, `${tenant}.yaml`, model),
          ]),
        ),
        model,
      ),
  });
  for (let minute = 1; minute <= 6; minute += 1) {
    await ledger.add(at(minute), elsewhere(at(minute)));
  }
  const glass = { shape: 0, resources: ['p1'], consent: null, breakGlass: 'g1' };
  const fields = [['Patient.name', 'DEMOGRAPHICS', 'PERMIT', 'NONE', 'BREAK_GLASS', null]] as const;
  const opened = {
    shapes: [{ type: 'Patient', via: null, fields }],
    subjects: [{ subject: 'p1', groups: [glass] }],
  };
  await ledger.add(at(7, opened), elsewhere(at(7, opened)));
  const reading = { kind: 'privileged', shapes: [], subjects: [{ subject: 'p1', groups: [] }] } as const;
  await ledger.add(at(8, reading), elsewhere(at(8, reading)));
  const refusal = { kind: 'refusal', refusal: 'FORBIDDEN', shapes: [], subjects: [], count: 4 } as const;
  await ledger.add(at(9, refusal), elsewhere(at(9, refusal)));
  return {
    ledger,
    given,
    reset: () => {
      given.reset();
      for (const id of ['p1', 'p2']) given.world.addPatient(id);
    },
  };
}

/** One world for all tests of a file, for each as it was. */
export async function askedWorldOfFile(): Promise<AskedWorld> {
  const world = await askedWorld();
  afterAll(() => world.ledger.close());
  beforeEach(() => world.reset());
  return world;
}

/** Of a connection in an answer. */
export function readConnection(connection: unknown) {
  const { edges = [], pageInfo } = Object(connection);
  const nodes: Record<string, unknown>[] = edges.map(({ node }: { node: unknown }) => node);
  return { nodes, ids: nodes.map(({ id }) => id), pageInfo, isNull: connection === null };
}

export const codesOf = (
  errors: readonly { readonly extensions: { readonly code?: unknown } }[] | undefined,
) => errors?.map(({ extensions }) => extensions.code);
