import { createHmac } from 'node:crypto';
import type { ActorReferences } from '../datasources/dynamodb/actor-anchors.ts';
import { searchEntries } from '../datasources/dynamodb/blind-index.ts';
import { checkFirst, includesRow } from '../datasources/dynamodb/list-rows.ts';
import { readRowPlace } from '../datasources/dynamodb/sort-key.ts';
import { wholeOf } from '../datasources/dynamodb/wholes.ts';
import type {
  HealthData,
  Page,
  PageRequest,
  PatientScope,
  PatientSearch,
  PatientWithFacts,
  Positioned,
  RowQuery,
  StoredRecord,
} from '../datasources/health-data.ts';
import type { Consent } from '../src/access/consent/consent.ts';
import type { SubjectFacts, Tie } from '../src/access/facts.ts';
import { fhirInterval } from '../src/access/fhir-interval.ts';
import { BadUserInputError } from '../src/errors.ts';
import { type IndexedResources, NO_KEY } from './index-resources.ts';

export interface InMemoryReader {
  readonly fhirUser: string | null;
  readonly purpose: string;
  readonly needsPseudonyms: boolean;
  readonly tiedSince: () => number;
  readonly clock: () => number;
}

const NO_CONSENTS: readonly Consent[] = Object.freeze([]);
const NO_ROWS: Page<StoredRecord> = Object.freeze({ rows: Object.freeze([]), hasNextPage: false });

/** The same answers as the store gives, from memory: both sides of a benchmark read it. */
export function openInMemoryHealthData(resources: IndexedResources, reader: InMemoryReader): HealthData {
  const { anchors, actors } = referencesOf(resources, reader);
  const known = new Map<string, PatientWithFacts>();

  function patientOf(id: string): PatientWithFacts {
    let found = known.get(id);
    if (found === undefined) {
      found = readPatient(id);
      known.set(id, found);
    }
    return found;
  }

  function readPatient(subjectId: string): PatientWithFacts {
    const record = resources.patients.get(subjectId) ?? null;
    const own = resources.ties.get(subjectId);
    const ties = record === null ? [] : anchors.flatMap((anchor) => own?.get(anchor) ?? []);
    const facts: SubjectFacts = {
      subjectId,
      exists: record !== null,
      ties,
      actors: record === null ? [] : actors,
      birthDate: textOf(record?.birthDate),
      deceasedDate: textOf(record?.deceasedDateTime),
      labels: record?.labels ?? [],
      consents: (record === null ? undefined : resources.consents.get(subjectId)) ?? NO_CONSENTS,
      glass: null,
      reveals: [],
      pseudonymKey:
        record !== null && reader.needsPseudonyms
          ? createHmac('sha256', 'in memory').update(`${subjectId} ${reader.purpose}`).digest()
          : null,
    };
    return { record, facts };
  }

  function listRows(query: RowQuery): Page<StoredRecord> {
    checkFirst(query);
    const after = query.after === null ? null : readRowPlace(query.after);
    if (query.after !== null && after === null) throw new BadUserInputError('a position is not of this list');
    const all = resources.rows.get(query.subjectId)?.get(query.type);
    if (all === undefined || !resources.patients.has(query.subjectId)) return NO_ROWS;
    const rows: Positioned<StoredRecord>[] = [];
    for (const row of all) {
      if (query.after !== null && row.position >= query.after) continue;
      if (row.record.labels.length > 0 && !query.labelled) continue;
      if (!includesRow(row.record, query) || !query.admit(row.record)) continue;
      if (rows.length === query.first) return { rows, hasNextPage: true };
      rows.push(row);
    }
    return { rows, hasNextPage: false };
  }

  function listPatients(
    scope: PatientScope,
    page: PageRequest,
    admit: (facts: SubjectFacts, record: StoredRecord | null) => boolean,
  ): Page<PatientWithFacts> {
    checkFirst(page);
    const ids = scope.kind === 'ONE' ? [scope.subjectId] : resources.patientIds;
    const start = page.after === null ? 0 : ids.indexOf(page.after) + 1;
    if (page.after !== null && start === 0) throw new BadUserInputError('a position is not of this list');
    const rows: Positioned<PatientWithFacts>[] = [];
    for (const id of ids.slice(start)) {
      const found = patientOf(id);
      if (scope.kind === 'TIED' && !isTied(found.facts.ties, reader.tiedSince())) continue;
      if (!found.facts.exists || !admit(found.facts, found.record)) continue;
      if (rows.length === page.first) return { rows, hasNextPage: true };
      rows.push({ record: found, position: id });
    }
    return { rows, hasNextPage: false };
  }

  function search(
    wanted: PatientSearch,
    limit: number,
    admit: (found: PatientWithFacts) => boolean,
  ): readonly PatientWithFacts[] {
    const entries = searchEntries(NO_KEY, wanted);
    if (entries.length === 0) return [];
    return resources.patientIds
      .filter((id) => entries.every((entry) => resources.indexed.get(id)?.has(entry) === true))
      .map(patientOf)
      .filter(admit)
      .slice(0, limit);
  }

  const data: HealthData = {
    facts: async (subjectId) => patientOf(subjectId).facts,
    patient: async (id) => patientOf(id),
    row: async (type, id) => {
      if (type === 'Patient') return patientOf(id);
      const record = resources.byId.get(`${type}/${id}`) ?? null;
      const { facts } = patientOf(record?.subjectId ?? '');
      return { record: facts.exists ? record : null, facts };
    },
    rows: async (query) => listRows(query),
    patients: async (scope, page, admit) => listPatients(scope, page, admit),
    search: async (wanted, limit, admit = () => true) => search(wanted, limit, admit),
    organizational: async (type, id) => resources.organizational.get(`${type}/${id}`) ?? null,
  };
  return Object.freeze(data);
}

function referencesOf(resources: IndexedResources, { fhirUser, clock }: InMemoryReader): ActorReferences {
  if (fhirUser === null) return { anchors: [], actors: [] };
  const now = clock();
  const held = (resources.memberships.get(fhirUser) ?? []).filter(({ start, end }) => {
    const from = start === null ? Number.NEGATIVE_INFINITY : fhirInterval(start)?.earliest;
    const until = end === null ? Number.POSITIVE_INFINITY : fhirInterval(end)?.latest;
    return from !== undefined && until !== undefined && from <= now && now <= until;
  });
  const direct = new Set(held.flatMap(({ anchor, via }) => (via === undefined ? [anchor] : [])));
  const all = held.filter(({ via }) => via === undefined || direct.has(via));
  const anchors = [
    fhirUser,
    ...[...new Set(all.map(({ anchor }) => anchor))].filter((one) => one !== fhirUser).sort(),
  ];
  const organizations = all.flatMap(({ organization }) => organization ?? []);
  return { anchors, actors: withWholes(resources, [...anchors, ...organizations]) };
}

/** With what organizations and locations among them are part of. */
function withWholes({ organizational }: IndexedResources, references: readonly string[]): readonly string[] {
  const all = new Set(references);
  for (const part of all) {
    const whole = wholeOf(part, organizational.get(part) ?? null);
    if (whole !== null) all.add(whole);
  }
  return [...all];
}

function isTied(ties: readonly Tie[], since: number): boolean {
  return ties.some(
    ({ end }) => end === null || (fhirInterval(end)?.latest ?? Number.NEGATIVE_INFINITY) >= since,
  );
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
