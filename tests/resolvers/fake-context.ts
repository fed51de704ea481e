import type {
  OrganizationalRecord,
  PageRequest,
  PatientScope,
  PatientSearch,
  PatientWithFacts,
  RowQuery,
  StoredRecord,
} from '../../datasources/health-data.ts';
import type { ResolverContext } from '../../resolvers/context.ts';
import type { SubjectFacts } from '../../src/access/facts.ts';
import type { Actor } from '../../src/identity/actor.ts';
import { REGISTRATION } from '../support/client-registration.ts';
import { subjectFacts } from '../support/subject-facts.ts';

export const ACTOR: Actor = Object.freeze({
  issuer: 'https://issuer.test',
  id: 'user-1',
  tenant: 'riverside',
  roles: ['NURSE'],
  client: 'portal',
  registration: REGISTRATION,
  purpose: 'TREAT',
  purposes: ['TREAT'],
  scopes: null,
  fhirUser: 'Practitioner/n1',
  patient: null,
  assurance: ['mfa'],
  multiFactor: true,
  acr: null,
  authTime: null,
  proofKey: null,
  tokenId: null,
  session: null,
  issuedAt: 0,
  expiresAt: 0,
});

export const factsOf = (subjectId: string, exists = true) => subjectFacts({ subjectId, exists });

/** A record as the store gives it, from a FHIR resource. */
export function stored(
  resource: { readonly resourceType: string; readonly id: string } & Record<string, unknown>,
  about: { readonly subjectId?: string; readonly labels?: readonly string[] } = {},
): StoredRecord {
  const { subjectId = resource.id, labels = [] } = about;
  return { ...resource, subjectId, labels, rowCategories: [] };
}

/** What the resolver asked of the store and of access, in order. */
export type Call = readonly [method: string, ...args: unknown[]];

export interface Fake {
  readonly actor?: Partial<Actor>;
  readonly records?: readonly StoredRecord[];
  readonly directory?: readonly OrganizationalRecord[];
  readonly matches?: (search: PatientSearch) => readonly StoredRecord[];
  readonly readable?: readonly string[] | null;
  readonly scope?: PatientScope;
  readonly admits?: (type: string, facts: SubjectFacts) => boolean;
  readonly mayOpenLabels?: boolean;
  readonly admitsRow?: ResolverContext['access']['admitsRow'];
  /** What `rows` gives, where the query admits it. */
  readonly rows?: readonly StoredRecord[];
}

/** A context over records held in memory that notes every call. */
export function fakeContext(fake: Fake = {}): { context: ResolverContext; calls: Call[] } {
  const calls: Call[] = [];
  const { records = [], directory = [], readable = null, scope = { kind: 'TENANT' } } = fake;
  const withFacts = (record: StoredRecord | null, subjectId: string): PatientWithFacts => ({
    record,
    facts: factsOf(subjectId, record !== null),
  });
  const find = (type: string, id: string) =>
    records.find((record) => record.resourceType === type && record.id === id) ?? null;
  const context: ResolverContext = {
    actor: { ...ACTOR, ...fake.actor },
    access: {
      now: Date.parse('2026-03-01T12:00:00Z'),
      readableCategories: (type, subjectId) => {
        calls.push(['readableCategories', type, subjectId]);
        return readable;
      },
      mayOpenLabels: fake.mayOpenLabels ?? true,
      admitsRow: fake.admitsRow ?? (() => true),
      countRows: (count) => {
        calls.push(['countRows', count]);
      },
      patientScope: () => scope,
      admits: fake.admits ?? (() => true),
    },
    data: {
      facts: async (subjectId) => factsOf(subjectId),
      patient: async (id) => {
        calls.push(['patient', id]);
        return withFacts(find('Patient', id), id);
      },
      row: async (type, id) => {
        calls.push(['row', type, id]);
        const record = find(type, id);
        return withFacts(record, record?.subjectId ?? '');
      },
      rows: async (query: RowQuery) => {
        calls.push(['rows', query]);
        const rows = (fake.rows ?? []).filter(query.admit).map((record) => ({ record, position: record.id }));
        return { rows, hasNextPage: false };
      },
      patients: async (asked: PatientScope, page: PageRequest, admit) => {
        calls.push(['patients', asked, page]);
        const rows = records
          .filter((record) => admit(factsOf(record.id), record))
          .map((record) => ({ record: withFacts(record, record.id), position: record.id }));
        return { rows, hasNextPage: false };
      },
      search: async (search, limit, admit = () => true) => {
        calls.push(['search', search, limit]);
        return (fake.matches?.(search) ?? [])
          .map((record) => withFacts(record, record.id))
          .filter(admit)
          .slice(0, limit);
      },
      organizational: async (type, id) => {
        calls.push(['organizational', type, id]);
        return directory.find((record) => record.resourceType === type && record.id === id) ?? null;
      },
    },
  };
  return { context, calls };
}
