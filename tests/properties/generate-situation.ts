import type { AccessModel, SubjectType } from '../../src/access/access-model.ts';
import { SCOPE_TOKENS } from '../../src/access/category-tokens.ts';
import type { SubjectFacts, Tie } from '../../src/access/facts.ts';
import type { TenantOverlay } from '../../src/access/tenant-overlay.ts';
import type { Actor } from '../../src/identity/actor.ts';
import { parseScope, scopeText } from '../../src/identity/parse-scope.ts';
import { actor } from '../support/small-gateway.ts';
import type { Chooser } from './chooser.ts';
import { actors, generateConsent } from './generate-consent.ts';

export const NOW = Date.parse('2026-03-01T12:00:00Z');
const HOUR = 3_600_000;
const PATIENT = 'ada';
const ROLES = [
  'PRIVACY_OFFICER',
  'PHYSICIAN',
  'NURSE',
  'BILLING',
  'RESEARCHER',
  'PATIENT',
  'PROXY',
  'SYSTEM',
];
const PURPOSES = [
  'TREAT',
  'TREAT',
  'ETREAT',
  'BTG',
  'HPAYMT',
  'COVERAGE',
  'HOPERAT',
  'HRESCH',
  'CLINTRCH',
  'PATRQT',
  'FAMRQT',
];
const PEOPLE = ['Practitioner/p1', 'RelatedPerson/r1', `Patient/${PATIENT}`, 'Patient/eve', null];
const ANCHORS = [
  'Practitioner/p1',
  'PractitionerRole/p1-ward',
  'Location/ward',
  'CareTeam/team',
  'Organization/clinic',
  'RelatedPerson/r1',
  `Patient/${PATIENT}`,
  'ResearchStudy/s1',
];
const MOMENTS = [
  null,
  null,
  null,
  '2026',
  '2025',
  '2026-03',
  '2026-02-28',
  '2026-03-01',
  '2026-03-02',
  '2026-02-01',
  '2026-03-01T12:00:00Z',
  '2026-03-01T12:00:00.001Z',
  '2026-03-01T13:30:00+02:00',
  '2026-03-01T11:59:59',
  '2026-02-30',
  'soon',
];
const BIRTHS = [
  null,
  '1980-05-05',
  '2020',
  '2014',
  '2014-03',
  '2008-03-01',
  '2008-03-02',
  '2010-03-02',
  '2014-03-02',
  '2014-03-01',
  '2007-03-01',
  '2008-02-28',
  '2008-02-29',
  '2010-01-01',
  '2016-03-01',
  '2010',
  'long ago',
];
/** On which a birthday of 12, 16 or 18 has come somewhere on earth, and not everywhere. */
const BIRTHDAYS = ['2008-03-02', '2010-03-02', '2014-03-02', '2008-03-01', '2014-03-01'];
const DEATHS = [
  null,
  null,
  null,
  null,
  '0024-05-01',
  '2007-12',
  '2020',
  '2024-06',
  '2025-01-01T10:00:00Z',
  '2030-01-01',
  '?',
];
export const LABELS = [
  'R',
  'V',
  'BH',
  'PSY',
  'COGN',
  'SUD',
  'ETH',
  'ETHUD',
  'PSYTHPN',
  'HIV',
  'CEL',
  'VIP',
  'PART2',
  'EMP',
  'Q-17',
];

export function generateActor(choose: Chooser, overlay: TenantOverlay): Actor {
  const isProxy = choose.chance(0.2);
  const roles = isProxy ? ['PROXY'] : choose.few([...ROLES, ...overlay.derivedRoles.keys()], 0.3);
  const purpose = isProxy ? 'FAMRQT' : choose.chance(0.5) ? 'TREAT' : choose.one(PURPOSES);
  return actor({
    roles: [...new Set(roles)].toSorted(),
    purpose,
    purposes: [purpose],
    scopes: choose.chance(0.75) ? null : generateScopes(choose),
    fhirUser: isProxy ? 'RelatedPerson/r1' : choose.one(PEOPLE),
    patient: choose.chance(0.8) ? null : choose.one([PATIENT, PATIENT, 'eve']),
    multiFactor: choose.chance(0.85),
  });
}

/** Somebody else who differs in one claim: whatever the two share by mistake shows. */
export function generateTwin(choose: Chooser, one: Actor, other: Actor): Actor {
  const claim = choose.one([
    'roles',
    'purpose',
    'scopes',
    'patient',
    'multiFactor',
    'fhirUser',
    'tenant',
  ] as const);
  if (claim === 'multiFactor') return { ...one, multiFactor: !one.multiFactor };
  if (claim === 'patient') return { ...one, patient: one.patient === null ? PATIENT : null };
  return { ...one, [claim]: other[claim] };
}

function generateScopes(choose: Chooser): readonly string[] {
  const texts = Array.from({ length: choose.number(5) }, () => {
    const context = choose.one(['patient', 'patient', 'user', 'user', 'system']);
    const type = choose.one(['*', 'Patient', 'Observation', 'Condition', 'DocumentReference']);
    const acts = choose.one(['r', 's', 'rs', 'rs', 'cruds', 'cud', 'read', '*']);
    const known = Object.keys(SCOPE_TOKENS.get(type === '*' ? 'Observation' : type) ?? {});
    const named = choose.chance(0.5) ? [] : choose.few([...known, 'urn:none|nothing'], 0.1);
    return `${context}/${type}.${acts}${named.length > 0 ? '?' : ''}${named.map((one) => `category=${one}`).join('&')}`;
  });
  return [...new Set(texts.flatMap((text) => parseScope(text) ?? []).map(scopeText))].toSorted();
}

export function generateFacts(choose: Chooser, model: AccessModel): SubjectFacts {
  const coordinates = Object.values(model.types).flatMap(({ name, fields }) =>
    fields.map(({ coordinate }) => ({ name, coordinate })),
  );
  return {
    subjectId: PATIENT,
    exists: choose.chance(0.95),
    ties: Array.from({ length: choose.number(5) }, () => generateTie(choose)),
    actors: actors(choose),
    birthDate: choose.one(choose.chance(0.4) ? BIRTHDAYS : BIRTHS),
    deceasedDate: choose.one(DEATHS),
    labels: choose.chance(0.75) ? [] : choose.few(LABELS, 0.1).toSorted(),
    consents: Array.from({ length: choose.chance(0.5) ? 0 : choose.number(4) }, (_, index) =>
      generateConsent(choose, `c${index}`, NOW),
    ),
    glass: choose.chance(0.6)
      ? null
      : { id: 'glass', openedAt: NOW - choose.one([HOUR, 0, -1]), expiresAt: NOW + choose.one([HOUR, 1, 0]) },
    reveals: choose.some(coordinates, choose.one([0, 0, 0.2])).map(({ name, coordinate }) => ({
      coordinate,
      resource: `${name}/${choose.one([PATIENT, 'row1', 'row2'])}`,
      expiresAt: NOW + choose.one([1, 0, HOUR]),
    })),
    pseudonymKey: null,
  };
}

function generateTie(choose: Chooser): Tie {
  const kind = choose.one(['CARE_TEAM', 'TREATING', 'PROXY', 'PROXY', 'STUDY'] as const);
  return {
    kind,
    anchor: kind === 'PROXY' && choose.chance(0.7) ? 'RelatedPerson/r1' : choose.one(ANCHORS),
    source: choose.one(['Encounter/e1', 'CareTeam/own']),
    start: choose.one(MOMENTS),
    end: choose.chance(0.6) ? null : choose.one(MOMENTS),
    authorisation: choose.chance(0.3),
    diminishedCapacity: choose.chance(0.2),
  };
}

export function generateRecord(choose: Chooser, type: SubjectType): Readonly<Record<string, unknown>> {
  const codes = [...type.rowCategories, 'NO_SUCH', 'constructor'];
  const categories = choose.one<unknown>([
    choose.one(codes),
    choose.some(codes),
    choose.few(codes, 0.2),
    [],
    undefined,
  ]);
  const isPatient = type.name.startsWith('Patient');
  return {
    resourceType: type.name,
    id: isPatient ? PATIENT : choose.one(['row1', 'row2']),
    subjectId: PATIENT,
    ...(type.categoryField === null ? {} : { [type.categoryField]: categories }),
    ...(choose.chance(0.6) ? {} : { labels: choose.few(LABELS, 0.1).toSorted() }),
    ...content(choose),
  };
}

/** What criteria of a consent look at. */
function content(choose: Chooser): Readonly<Record<string, unknown>> {
  const [system, other] = [choose.one(['urn:codes', 'urn:other', undefined]), choose.one(['a', 'b', 'c'])];
  const coded = { coding: [{ ...(system === undefined ? {} : { system }), code: other }] };
  const reference = choose.one(['Encounter/visit', 'Observation/row1', 'Practitioner/p1']);
  const [start, end] = [choose.one(DATES), choose.one(DATES)];
  return choose.one<Readonly<Record<string, unknown>>>([
    { code: coded, effectiveDateTime: start },
    { category: [coded], encounter: { reference }, effectivePeriod: { start, end } },
    {
      type: coded,
      author: [{ reference }],
      context: { period: { start }, encounter: [{ reference }] },
      date: end,
    },
    { note: [{ about: coded }], performer: [{ actor: { reference } }], issued: start },
    { period: { end }, start: '2020' },
    { start, end, created: '2020' },
    { onsetString: 'in youth', recordedDate: start },
    {},
  ]);
}

const DATES = ['2025', '2026-03-01', '2026-02-28T23:00:00Z', '2026-03-01T12:00:00Z', '2019-01', 'once'];
