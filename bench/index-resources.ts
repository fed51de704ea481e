import { indexEntries } from '../datasources/dynamodb/blind-index.ts';
import { asOrganizationalRecord, recordOf } from '../datasources/dynamodb/record-codec.ts';
import { timeKey } from '../datasources/dynamodb/sort-key.ts';
import type {
  OrganizationalRecord,
  Positioned,
  ResourceToWrite,
  StoredRecord,
  TieMembership,
} from '../datasources/health-data.ts';
import type { Consent } from '../src/access/consent/consent.ts';
import { readConsent } from '../src/access/consent/read-consent.ts';
import type { Tie } from '../src/access/facts.ts';

/** Nothing in memory is secret from itself. */
export const NO_KEY = new Uint8Array(32);

/** Resources of one tenant, arranged for reading. */
export interface IndexedResources {
  readonly patients: ReadonlyMap<string, StoredRecord>;
  /** Sorted. */
  readonly patientIds: readonly string[];
  readonly byId: ReadonlyMap<string, StoredRecord>;
  /** By patient and type, newest first. */
  readonly rows: ReadonlyMap<string, ReadonlyMap<string, readonly Positioned<StoredRecord>[]>>;
  /** By patient and anchor. */
  readonly ties: ReadonlyMap<string, ReadonlyMap<string, readonly Tie[]>>;
  readonly memberships: ReadonlyMap<string, readonly TieMembership[]>;
  /** By patient; read once, as the store's facts are. */
  readonly consents: ReadonlyMap<string, readonly Consent[]>;
  readonly indexed: ReadonlyMap<string, ReadonlySet<string>>;
  readonly organizational: ReadonlyMap<string, OrganizationalRecord>;
}

/** The last version of a resource counts; removed ones are left out. */
export function indexResources(resources: Iterable<ResourceToWrite>): IndexedResources {
  const patients = new Map<string, StoredRecord>();
  const byId = new Map<string, StoredRecord>();
  const rows = new Map<string, Map<string, Positioned<StoredRecord>[]>>();
  const ties = new Map<string, Map<string, Tie[]>>();
  const memberships = new Map<string, TieMembership[]>();
  const consents = new Map<string, Consent[]>();
  const indexed = new Map<string, ReadonlySet<string>>();
  const organizational = new Map<string, OrganizationalRecord>();
  const last = new Map([...resources].map((write) => [`${write.resourceType}/${write.id}`, write]));
  for (const [name, write] of last) {
    if (write.removed) continue;
    for (const one of write.memberships) within(memberships, one.member, () => []).push(one);
    const { subjectId, resourceType } = write;
    if (subjectId === null) {
      organizational.set(name, asOrganizationalRecord({ ...write.resource, resourceType, id: write.id }));
      continue;
    }
    const record = recordOf(write, subjectId);
    if (resourceType === 'Patient') {
      patients.set(subjectId, record);
      if (write.index !== null) indexed.set(subjectId, new Set(indexEntries(NO_KEY, write.index)));
    } else {
      byId.set(name, record);
      const position = `${timeKey(write.date, 0)}#${write.id}`;
      within(
        within(rows, subjectId, () => new Map<string, Positioned<StoredRecord>[]>()),
        resourceType,
        () => [],
      ).push({ record, position });
    }
    if (resourceType === 'Consent') within(consents, subjectId, () => []).push(readConsent(record));
    const own = within(ties, subjectId, () => new Map<string, Tie[]>());
    for (const tie of write.ties) within(own, tie.anchor, () => []).push(tie);
  }
  for (const types of rows.values()) {
    for (const list of types.values()) list.sort((a, b) => (a.position < b.position ? 1 : -1));
  }
  const patientIds = [...patients.keys()].sort();
  return { patients, patientIds, byId, rows, ties, memberships, consents, indexed, organizational };
}

function within<V>(map: Map<string, V>, key: string, make: () => V): V {
  let value = map.get(key);
  if (value === undefined) {
    value = make();
    map.set(key, value);
  }
  return value;
}
