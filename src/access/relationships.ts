import type { Actor } from '../identity/actor.ts';
import type { Relationship } from './access-model.ts';
import { ageRange } from './age.ts';
import type { RelationshipSet } from './decide.ts';
import { relationshipBit } from './decide.ts';
import type { SubjectFacts, Tie } from './facts.ts';
import { fhirInterval } from './fhir-interval.ts';
import type { TenantAccessSettings } from './tenant-settings.ts';

const NOBODY: RelationshipSet = 0;
const DAY = 86_400_000;

/** Roles that are no member of staff: ORG, CARE_TEAM and TREATING MUST NOT come from them. */
export const OUTSIDE_STAFF: readonly string[] = Object.freeze(['PATIENT', 'PROXY', 'SYSTEM']);

/** Who can be tied as staff. A patient or relative may stand in a care team too; that is no professional tie. */
const STAFF_ANCHORS: readonly string[] = Object.freeze([
  'Practitioner/',
  'PractitionerRole/',
  'Location/',
  'CareTeam/',
  'Organization/',
]);

/**
 * What ties this actor to this patient at `now` (milliseconds since the epoch). Design §4, "Who exists for
 * whom", and access-matrix exceptions 2 and 3.
 *
 * A relationship is earned through a role, and a grant names roles and relationships together. So an actor
 * with several roles has the union, and MUST NOT thereby gain: SELF serves PATIENT grants, PROXY and
 * PROXY_LIMITED those of PROXY, ORG, CARE_TEAM and TREATING those of staff. A test holds the schema to that.
 *
 * The `patient` claim is a launch context: it narrows every role to that one patient.
 *
 * @param purposes the operation's purpose and everything it is-a.
 */
export function relationshipsOf(
  actor: Pick<Actor, 'roles' | 'fhirUser' | 'patient'>,
  purposes: readonly string[],
  facts: SubjectFacts,
  settings: TenantAccessSettings,
  now: number,
): RelationshipSet {
  if (!facts.exists) return NOBODY;
  if (actor.patient !== null && actor.patient !== facts.subjectId) return NOBODY;

  const earned: Relationship[] = [];
  if (actor.roles.includes('PATIENT') && isSelf(actor, facts.subjectId)) earned.push('SELF');
  if (actor.roles.some((role) => !OUTSIDE_STAFF.includes(role))) {
    if (mayResearch(purposes, facts, settings, now)) earned.push('ORG');
    for (const tie of facts.ties) {
      const { kind } = tie;
      if ((kind === 'CARE_TEAM' || kind === 'TREATING') && bindsStaff(tie, settings, now)) earned.push(kind);
    }
  }
  // A machine is tied to nobody; what it may do is bounded by its scopes.
  if (actor.roles.includes('SYSTEM')) earned.push('ORG');
  if (actor.roles.includes('PROXY')) {
    for (const tie of facts.ties) {
      const proxy = proxyBy(tie, actor.fhirUser, facts, settings, now);
      if (proxy !== null) earned.push(proxy);
    }
  }
  return earned.reduce((set, relationship) => set | relationshipBit(relationship), NOBODY);
}

/** Where the tenant asks for it, research reaches only patients who take part in a study the actor works on. */
function mayResearch(
  purposes: readonly string[],
  { ties }: SubjectFacts,
  settings: TenantAccessSettings,
  now: number,
): boolean {
  if (settings.researchStudies === 'optional' || !purposes.includes('HRESCH')) return true;
  return ties.some((tie) => tie.kind === 'STUDY' && isInForce(tie, 0, now));
}

/** The identity decides; the claim names the patient only where no identity is known. */
function isSelf(actor: Pick<Actor, 'fhirUser' | 'patient'>, subjectId: string): boolean {
  return actor.fhirUser === null ? actor.patient === subjectId : actor.fhirUser === `Patient/${subjectId}`;
}

function bindsStaff(tie: Tie, settings: TenantAccessSettings, now: number): boolean {
  if (!STAFF_ANCHORS.some((anchor) => tie.anchor.startsWith(anchor))) return false;
  // Cover through a unit ends with the encounter: everybody on the ward would keep it otherwise.
  if (tie.anchor.startsWith('Location/') && tie.end !== null) return false;
  const daysAfter = tie.kind === 'TREATING' ? settings.treatingDays : 0;
  return isInForce(tie, daysAfter, now);
}

/** A date counts from its first moment to its last; one that cannot be read ties nobody. */
export function isInForce(tie: Tie, daysAfter: number, now: number): boolean {
  const start = tie.start === null ? null : fhirInterval(tie.start);
  const end = tie.end === null ? null : fhirInterval(tie.end);
  if (tie.start !== null && (start === null || start.earliest > now)) return false;
  if (tie.end !== null && (end === null || end.latest + daysAfter * DAY < now)) return false;
  return true;
}

function proxyBy(
  tie: Tie,
  fhirUser: string | null,
  facts: SubjectFacts,
  settings: TenantAccessSettings,
  now: number,
): 'PROXY' | 'PROXY_LIMITED' | null {
  if (tie.kind !== 'PROXY' || !tie.anchor.startsWith('RelatedPerson/')) return null;
  if (tie.anchor !== fhirUser || !isInForce(tie, 0, now)) return null;
  if (tie.diminishedCapacity === true) return 'PROXY';

  // An unknown birth date may be any age, so every limit applies; a partial one, every age it allows.
  const age = ageRange(facts.birthDate, facts.deceasedDate, now) ?? {
    least: 0,
    most: Number.POSITIVE_INFINITY,
  };
  if (age.most >= settings.adultAge && tie.authorisation !== true) return null;
  const limited = age.most >= settings.proxyLimited.from && age.least <= settings.proxyLimited.to;
  return limited ? 'PROXY_LIMITED' : 'PROXY';
}
