import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { bulkhead } from 'cockatiel';
import type { Clock } from '../../src/clock.ts';
import type { Actor } from '../../src/identity/actor.ts';
import type { HealthData, RowQuery } from '../health-data.ts';
import type { RandomBytes } from '../keys/key-service.ts';
import { actorAnchors } from './actor-anchors.ts';
import { actorHash } from './given-item.ts';
import { tenantItemKeys } from './item-keys.ts';
import { listPatients } from './list-patients.ts';
import { listRows } from './list-rows.ts';
import { ListsUnderWay } from './lists-under-way.ts';
import { createPatientReader } from './read-patient.ts';
import { readOrganizational, readRow } from './read-row.ts';
import { createItemLoader, type ReadScope } from './read-scope.ts';
import { searchPatients } from './search-patients.ts';
import type { StoreCalls } from './store-calls.ts';
import type { Tables } from './tables.ts';
import type { TenantKeyring } from './tenant-keyring.ts';
import type { Wholes } from './wholes.ts';

export interface HealthDataOptions {
  readonly client: DynamoDBClient;
  readonly tables: Tables;
  readonly keyring: TenantKeyring;
  /** Shared by all requests of the process. */
  readonly wholes: Wholes;
  /** From the verified token alone: nothing of another tenant can be named with it. */
  readonly tenant: string;
  readonly actor: Pick<Actor, 'issuer' | 'id' | 'fhirUser' | 'purpose'>;
  readonly needsPseudonyms: boolean;
  readonly needsLedgerNames?: boolean;
  /** Milliseconds since the epoch: ties that ended before it tie nobody, whatever the tenant's settings. */
  readonly tiedSince: () => number;
  readonly clock: Clock;
  readonly random: RandomBytes;
  /** Ends the request's calls; `null`: nothing does. */
  readonly signal: AbortSignal | null;
  /** Milliseconds one call may take, its retries included. */
  readonly deadline?: number;
}

/** Parents whose rows are queried at once. */
const PARALLEL_QUERIES = 16;

/** Health data for one actor in one request; make a new one for each. */
export function openHealthData(options: HealthDataOptions): HealthData {
  const { client, tables, keyring, wholes, tenant, actor, clock, random, signal, deadline = 5_000 } = options;
  const store: StoreCalls = { client, tables, random, signal, deadline };
  const itemKeys = tenantItemKeys(tenant);
  const lists = new ListsUnderWay();
  const tenantKeys = once(() => keyring.open(tenant));
  const held = once(() => actorAnchors(store, itemKeys, actor.fhirUser, clock()));
  const actors = once(async () => {
    const own = (await held()).actors;
    return [...own, ...(await wholes.of({ tenant, store, itemKeys, tenantKeys }, own))];
  });
  const scope: ReadScope = {
    tenant,
    store,
    keyring,
    itemKeys,
    pseudonymPurpose: options.needsPseudonyms ? actor.purpose : null,
    ledgerNames: options.needsLedgerNames ?? false,
    items: createItemLoader(store, lists),
    lists,
    anchors: async () => (await held()).anchors,
    actors,
    actorHash: once(async () => actorHash((await tenantKeys()).secrets.index, actor)),
    tenantKeys,
  };
  const patient = createPatientReader(scope);
  const parents = bulkhead(PARALLEL_QUERIES, Number.POSITIVE_INFINITY);
  const data: HealthData = {
    facts: async (subjectId) => (await patient(subjectId)).facts,
    patient: async (id) => {
      const { record, facts } = await patient(id);
      return { record, facts };
    },
    row: async (type, id) => {
      const { record, facts } = await readRow(scope, patient, type, id);
      return { record, facts };
    },
    rows: (query: RowQuery) => parents.execute(() => listRows(scope, patient, query)),
    patients: (who, page, admit) => listPatients(scope, patient, who, page, admit, options.tiedSince()),
    search: (search, limit, admit = () => true) => searchPatients(scope, patient, search, limit, admit),
    organizational: (type, id) => readOrganizational(scope, type, id),
  };
  return Object.freeze(data);
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
