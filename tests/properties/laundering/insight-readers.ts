import type { AccessModel } from '../../../src/access/access-model.ts';
import { parseTenantOverlay } from '../../../src/access/parse-tenant-overlay.ts';
import type { TenantOverlay } from '../../../src/access/tenant-overlay.ts';
import type { Actor } from '../../../src/identity/actor.ts';
import { actor } from '../../support/small-gateway.ts';
import { Chooser } from '../chooser.ts';
import { generateOverlay } from '../generate-overlay.ts';
import type { SourceFields } from './source-fields.ts';

/** Roles that some insight is for, each several times; then all the others. */
const PEOPLE: readonly Partial<Actor>[] = [
  { roles: ['PHYSICIAN'], purpose: 'TREAT' },
  { roles: ['PHYSICIAN'], purpose: 'TREAT' },
  { roles: ['NURSE'], purpose: 'TREAT' },
  { roles: ['NURSE'], purpose: 'TREAT' },
  { roles: ['CODER'], purpose: 'HPAYMT' },
  { roles: ['CODER'], purpose: 'HPAYMT' },
  { roles: ['CARE_COORDINATOR'], purpose: 'CAREMGT' },
  { roles: ['CARE_COORDINATOR'], purpose: 'COC' },
  { roles: ['PATIENT'], purpose: 'PATRQT', fhirUser: 'Patient/ada' },
  { roles: ['PATIENT'], purpose: 'PATRQT', fhirUser: 'Patient/ada', patient: 'ada' },
  { roles: ['PROXY'], purpose: 'PATRQT', fhirUser: 'RelatedPerson/r1' },
  { roles: ['PROXY'], purpose: 'PATRQT', fhirUser: 'RelatedPerson/r1' },
  { roles: ['CODER', 'NURSE'], purpose: 'TREAT' },
  { roles: ['PHYSICIAN'], purpose: 'TREAT', patient: 'ada' },
];
const OTHERS: readonly Partial<Actor>[] = [
  { roles: ['PHARMACIST'], purpose: 'TREAT' },
  { roles: ['REGISTRATION'], purpose: 'PATADMIN' },
  { roles: ['BILLING'], purpose: 'HPAYMT' },
  { roles: ['RESEARCHER'], purpose: 'HRESCH' },
  { roles: ['PRIVACY_OFFICER'], purpose: 'HOPERAT' },
  { roles: ['AUDITOR'], purpose: 'HOPERAT' },
  { roles: ['SYSTEM_ADMIN'], purpose: 'HOPERAT' },
  { roles: ['SYSTEM'], purpose: 'TREAT', fhirUser: null, scopes: ['system/*.rs'] },
];
const PURPOSES = ['HRESCH', 'HPAYMT', 'PATRQT', 'TREAT', 'BTG'];
const SCOPES = [
  ['user/*.rs', 'patient/*.rs'],
  [
    'user/*.r',
    'user/Patient.rs',
    'user/Observation.rs?category=http://terminology.hl7.org/CodeSystem/observation-category|laboratory',
  ],
  ['user/Patient.rs', 'user/Condition.rs', 'user/DocumentReference.rs', 'user/Encounter.rs'],
  ['patient/Patient.rs', 'patient/Observation.rs', 'patient/Condition.rs', 'user/Coverage.rs'],
];

/** A reader of any of the fourteen roles, or of one the tenant derived; most of a kind that some insight is for. */
export function generateReader(choose: Chooser, { derivedRoles }: TenantOverlay): Actor {
  const person = choose.one(choose.chance(0.88) ? PEOPLE : OTHERS);
  const derived = [...derivedRoles.keys()];
  const roles = derived.length > 0 && choose.chance(0.3) ? { roles: [choose.one(derived)] } : {};
  const purpose = choose.chance(0.06) ? choose.one(PURPOSES) : (person.purpose ?? 'TREAT');
  return actor({
    ...(choose.chance(0.2) ? { scopes: choose.one(SCOPES) } : {}),
    ...person,
    ...roles,
    purpose,
    purposes: [purpose],
    multiFactor: choose.chance(0.96),
  });
}

const PLAIN = `{
  tenant: riverside,
  settings: { implicitConsent: all-normal },
  insights: {
    model: m, region: local, guardrail: { id: g, version: "1" },
    agreement: { reference: BAA, region: local, expires: 2030-01-01 },
    consent: unlessRefused, cacheMinutes: 60,
    policies: { cgm: { title: Monitor, criteria: [${Array.from({ length: 12 }, (_, at) => `Criterion ${'abcdefghijkl'[at]} holds.`).join(', ')}] } }
  }
}`;

/** Tenants are read with care, so few serve many cases. Of four, two narrow nothing, one narrows anything, one a few sources. */
export function insightTenants(
  model: AccessModel,
  sources: ReadonlyMap<string, SourceFields>,
  count: number,
): readonly TenantOverlay[] {
  const plain = parseTenantOverlay(PLAIN, 'plain.yaml', model);
  const { insights } = plain;
  const coordinates = [...sources.values()].flatMap((fields) =>
    [...fields].flatMap(([type, names]) => [...names].map((name) => `${type}.${name}`)),
  );
  return Array.from({ length: count }, (_, seed) => {
    const choose = new Chooser(seed);
    if (seed % 4 === 1) return { ...generateOverlay(choose, model), insights };
    if (seed % 4 === 3) return { ...fewSources(choose, model, coordinates), insights };
    return plain;
  });
}

/** Some roles have a few of the values that sources select masked, or not at all: others may have them whole. */
function fewSources(choose: Chooser, model: AccessModel, coordinates: readonly string[]): TenantOverlay {
  const narrowing = () => ({
    roles: choose.few(['NURSE', 'CODER', 'CARE_COORDINATOR', 'PROXY'], 0.5),
    coordinates: choose.few(coordinates, 0.04),
  });
  const file = {
    tenant: 'riverside',
    settings: { implicitConsent: 'all-normal' },
    remove: [narrowing()],
    tighten: [{ ...narrowing(), mask: choose.one(['PARTIAL', 'GENERALIZE', 'REDACT']) }],
  };
  return parseTenantOverlay(JSON.stringify(file), 'few.yaml', model);
}
