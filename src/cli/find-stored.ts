import type { HealthData, Page, PatientWithFacts, StoredRecord } from '../../datasources/health-data.ts';
import type { Store } from '../../datasources/open-store.ts';
import { ORGANIZATIONAL_TYPES } from '../fhir/resource-types.ts';
import type { Actor } from '../identity/actor.ts';
import { tokenlessActor } from '../identity/tokenless-actor.ts';
import type { FindStored } from '../import/learn-stored.ts';
import type { FindPatients, FindRows } from '../import/relabel-quoting.ts';

/** Lookups after which a new reader is opened: a reader keeps what it has read. */
const PER_READER = 500;

/** Reads what earlier imports stored, for the import itself: nothing of it reaches anybody. */
export function findStored(store: Store, tenant: string): FindStored {
  const signal = new AbortController().signal;
  let reader: HealthData | null = null;
  let lookups = 0;
  return async (reference) => {
    if (reader === null || lookups % PER_READER === 0) {
      reader = store.openHealthData(importActor(tenant), { pseudonyms: false, signal }, 0);
    }
    lookups += 1;
    const [type = '', id = ''] = reference.split('/');
    if (ORGANIZATIONAL_TYPES.includes(type)) return reader.organizational(type, id);
    return (await reader.row(type, id)).record;
  };
}

/** Rows read at once. */
const PAGE = 200;

/** All rows of one patient of some types, for the import itself: nothing of it reaches anybody. */
export function findStoredRows(store: Store, tenant: string): FindRows {
  const signal = new AbortController().signal;
  return async (subjectId, types) => {
    const reader = store.openHealthData(importActor(tenant), { pseudonyms: false, signal }, 0);
    const rows = await Promise.all(types.map((type) => rowsOf(reader, subjectId, type)));
    return rows.flat();
  };
}

/** Every patient of the tenant, for the import itself. */
export function findStoredPatients(store: Store, tenant: string): FindPatients {
  const signal = new AbortController().signal;
  return async function* () {
    let after: string | null = null;
    for (;;) {
      const reader = store.openHealthData(importActor(tenant), { pseudonyms: false, signal }, 0);
      const page: Page<PatientWithFacts> = await reader.patients(
        { kind: 'TENANT' },
        { first: PAGE, after },
        () => true,
      );
      for (const { record, position } of page.rows) {
        if (record.record !== null) yield record.record.id;
        after = position;
      }
      if (!page.hasNextPage || page.rows.length === 0) return;
    }
  };
}

async function rowsOf(reader: HealthData, subjectId: string, type: string): Promise<readonly StoredRecord[]> {
  const rows: StoredRecord[] = [];
  let after: string | null = null;
  for (;;) {
    const page: Page<StoredRecord> = await reader.rows({
      subjectId,
      type,
      categories: null,
      first: PAGE,
      after,
      labelled: true,
      admit: () => true,
    });
    for (const { record, position } of page.rows) {
      rows.push(record);
      after = position;
    }
    if (!page.hasNextPage || page.rows.length === 0) return rows;
  }
}

/** Bound to the tenant, tied to nobody. */
function importActor(tenant: string): Actor {
  return tokenlessActor({
    id: 'import',
    tenant,
    roles: ['SYSTEM'],
    registration: { firstParty: true, freeForm: true, perMinute: null, costPerMinute: null },
    purpose: 'HSYSADMIN',
    purposes: ['HSYSADMIN'],
    scopes: null,
    patient: null,
    multiFactor: false,
  });
}
