import type {
  HealthData,
  Page,
  PageRequest,
  PatientWithFacts,
  StoredRecord,
} from '../datasources/health-data.ts';
import type { SubjectFacts } from '../src/access/facts.ts';
import type { BenchRecords } from './make-records.ts';

export function createStandInData(records: BenchRecords): () => HealthData {
  const patients = new Map(records.patients.map((one) => [one.id, one]));
  const rows = new Map<string, StoredRecord[]>();
  for (const one of records.rows) {
    const key = `${one.resourceType}|${one.subjectId}`;
    rows.set(key, [...(rows.get(key) ?? []), one]);
  }
  const organizational = new Map(records.organizational.map((one) => [`${one.resourceType}/${one.id}`, one]));
  const factsOf = (subjectId: string): SubjectFacts => ({
    subjectId,
    exists: patients.has(subjectId),
    ties: records.ties.get(subjectId) ?? [],
    birthDate: null,
    deceasedDate: null,
    pseudonymKey: null,
  });
  const withFacts = (record: StoredRecord): PatientWithFacts => ({
    record,
    facts: factsOf(record.subjectId),
  });
  const page = <R>(all: readonly R[], { first, after }: PageRequest): Page<R> => {
    const start = after === null ? 0 : Number(after) + 1;
    const chosen = all.slice(start, start + first);
    return {
      rows: chosen.map((record, at) => ({ record, position: String(start + at) })),
      hasNextPage: start + first < all.length,
    };
  };
  const data: HealthData = {
    facts: async (subjectId) => factsOf(subjectId),
    patient: async (id) => ({ record: patients.get(id) ?? null, facts: factsOf(id) }),
    row: async () => ({ record: null, facts: factsOf('') }),
    rows: async (query) => {
      const all = rows.get(`${query.type}|${query.subjectId}`) ?? [];
      const { categories } = query;
      return page(
        categories === null
          ? all
          : all.filter((one) => one.rowCategories.every((category) => categories.includes(category))),
        query,
      );
    },
    patients: async (_scope, request, admit) =>
      page(
        records.patients.map(withFacts).filter(({ facts }) => admit(facts)),
        request,
      ),
    search: async () => [],
    organizational: async (type, id) => organizational.get(`${type}/${id}`) ?? null,
  };
  return () => data;
}
