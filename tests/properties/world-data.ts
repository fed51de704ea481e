import { indexEntries, searchEntries } from '../../datasources/dynamodb/blind-index.ts';
import { includesRow } from '../../datasources/dynamodb/list-rows.ts';
import type { HealthData, Page, PatientWithFacts, StoredRecord } from '../../datasources/health-data.ts';
import { elements, readString } from '../../resolvers/fhir/read-element.ts';
import { noFacts, type World } from './world.ts';

const KEY = new Uint8Array(32);

/**
 * A store that keeps the promises of HealthData over a world in memory, and tells every call it gets.
 * @param told kind and arguments of each call, in order.
 */
export function openWorld(world: World, told: (call: string) => void): HealthData {
  // Facts come with the patient's own batch: whoever was met is not asked for again.
  const met = new Set<string>();
  const find = (id: string): PatientWithFacts => {
    met.add(id);
    const found = world.get(id);
    return found === undefined
      ? { record: null, facts: noFacts(id) }
      : { record: found.record, facts: found.facts };
  };
  const page = <R>(all: readonly { record: R; position: string }[], first: number): Page<R> => ({
    rows: all.slice(0, first),
    hasNextPage: all.length > first,
  });
  return {
    facts: async (id) => {
      if (!met.has(id)) told(`facts ${id}`);
      return find(id).facts;
    },
    patient: async (id) => {
      told(`patient ${id}`);
      return find(id);
    },
    row: async (type, id) => {
      told(`row ${type}/${id}`);
      if (type === 'Patient') return find(id);
      const rows = [...world.values()].flatMap((patient) => patient.rows);
      const record = rows.find((row) => row.record.resourceType === type && row.record.id === id)?.record;
      return { record: record ?? null, facts: find(record?.subjectId ?? '').facts };
    },
    rows: async ({ subjectId, type, first, after, labelled, admit, ...wanted }) => {
      told(`rows ${JSON.stringify({ subjectId, type, first, after, labelled, ...wanted })}`);
      const all = (world.get(subjectId)?.rows ?? []).filter(
        ({ record, position }) =>
          record.resourceType === type &&
          (after === null || position < after) &&
          (labelled || record.labels.length === 0) &&
          includesRow(record, wanted) &&
          admit(record),
      );
      return page(all, first);
    },
    patients: async (scope, { first, after }, admit) => {
      told(`patients ${JSON.stringify({ scope, first, after })}`);
      const all = [...world.values()]
        .filter(({ record, facts }) => {
          if (scope.kind === 'ONE' && record.id !== scope.subjectId) return false;
          if (scope.kind === 'TIED' && facts.ties.length === 0) return false;
          return (after === null || record.id > after) && admit(facts, record);
        })
        .map(({ record: { id } }) => ({ record: find(id), position: id }));
      return page(all, first);
    },
    search: async (search, limit, admit = () => true) => {
      told(`search ${Object.keys(search).sort().join(' ')} ${limit}`);
      const wanted = searchEntries(KEY, search);
      return [...world.values()]
        .filter(({ record }) => wanted.length > 0 && wanted.every((entry) => entriesOf(record).has(entry)))
        .map(({ record }) => find(record.id))
        .filter(admit)
        .slice(0, limit);
    },
    organizational: async (type, id) => {
      told(`organizational ${type}/${id}`);
      return { resourceType: type, id, name: `${type} ${id}` };
    },
  };
}

function entriesOf(record: StoredRecord): ReadonlySet<string> {
  const [, mrn] = elements(record.identifier);
  const entries = indexEntries(KEY, {
    mrns: [readString(mrn?.value) ?? ''],
    phones: elements(record.telecom).map(({ value }) => readString(value) ?? ''),
    names: elements(record.name).map(({ family, given }) => ({
      family: readString(family) ?? '',
      given: Array.isArray(given) ? given.map(String) : [],
    })),
    birthDate: readString(record.birthDate),
  });
  return new Set(entries);
}
