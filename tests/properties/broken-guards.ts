import type { HealthData } from '../../datasources/health-data.ts';
import type { SubjectFacts } from '../../src/access/facts.ts';
import type { TenantPolicy } from '../../src/access/tenant-policy.ts';
import type { Broken } from './two-worlds.ts';

/** Every row that is asked for, as if nothing had been said of what may be seen. */
const all = { admit: () => true };

const facts =
  (change: (facts: SubjectFacts) => SubjectFacts) =>
  (data: HealthData): HealthData => ({
    ...data,
    facts: async (id) => change(await data.facts(id)),
    patient: async (id) => {
      const found = await data.patient(id);
      return { ...found, facts: change(found.facts) };
    },
    row: async (type, id) => {
      const found = await data.row(type, id);
      return { ...found, facts: change(found.facts) };
    },
    patients: (scope, page, admit) =>
      data.patients(scope, page, (some, record) => admit(change(some), record)),
  });

const situation =
  (change: (made: ReturnType<TenantPolicy['situationOf']>) => ReturnType<TenantPolicy['situationOf']>) =>
  (policy: TenantPolicy): TenantPolicy => ({
    ...policy,
    situationOf: (actor, known, now) => change(policy.situationOf(actor, known, now)),
  });

/** What a decision hangs on, left out one by one, as a gateway would run without it. */
export const BROKEN_GUARDS: Readonly<Record<string, Broken>> = {
  'consents are not asked': {
    policy: situation((made) => ({
      ...made,
      consents: { always: { permit: true, consent: null }, decide: () => ({ permit: true, consent: null }) },
    })),
  },
  'everybody is tied to everybody': { policy: situation((made) => ({ ...made, relationships: 63 })) },
  'the tenant’s overlay is not read': {
    policy: (policy) => ({ ...policy, narrow: (grants) => grants }),
  },
  'labels of the patient are lost': { data: facts((known) => ({ ...known, labels: [] })) },
  'any glass is open': {
    data: facts((known) => ({
      ...known,
      glass: { id: 'glass', openedAt: 0, expiresAt: Number.MAX_SAFE_INTEGER },
    })),
  },
  'a weak sign-in is strong': { policy: (policy) => ({ ...policy, isAssured: () => true }) },
  'scopes are no ceiling': { actor: (actor) => ({ ...actor, scopes: null }) },
  'the launched patient does not narrow': { actor: (actor) => ({ ...actor, patient: null }) },
  'the purpose is whatever helps': { actor: (actor) => ({ ...actor, purpose: 'TREAT' }) },
  'a role is added': { actor: (actor) => ({ ...actor, roles: [...actor.roles, 'PHYSICIAN'].toSorted() }) },
  'pages are cut before rows are admitted': {
    data: (data) => ({
      ...data,
      rows: async (query) => {
        const page = await data.rows({ ...query, ...all });
        return { ...page, rows: page.rows.filter(({ record }) => query.admit(record)) };
      },
    }),
  },
  'rows of any category are counted': {
    data: (data) => ({ ...data, rows: (query) => data.rows({ ...query, ...all, categories: null }) }),
  },
  'patients are counted before they are admitted': {
    data: (data) => ({
      ...data,
      patients: async (scope, page, admit) => {
        const found = await data.patients(scope, page, () => true);
        return { ...found, rows: found.rows.filter(({ record }) => admit(record.facts, record.record)) };
      },
    }),
  },
  'matches are counted before they are admitted': {
    data: (data) => ({
      ...data,
      search: async (search, limit, admit = () => true) =>
        (await data.search(search, 1)).filter(admit).slice(0, limit),
    }),
  },
  'whoever is not there takes another call': {
    data: (data) => ({
      ...data,
      patient: async (id) => {
        const found = await data.patient(id);
        if (found.record === null) await data.row('Patient', id);
        return found;
      },
    }),
  },
};
