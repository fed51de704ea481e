import type { TieMembership } from '../../datasources/health-data.ts';
import type { Tie } from '../access/facts.ts';
import { type FhirObject, objectsOf, referenceOf, textOf } from './fhir-json.ts';
import { intersect, readPeriod } from './period.ts';
import type { ResourceFacts } from './resource-facts.ts';
import { typeOf } from './type-of.ts';

/** Who can be tied as staff. Patients and relatives on a team are no staff. */
const STAFF: readonly string[] = ['Practitioner', 'PractitionerRole', 'CareTeam', 'Organization'];

interface Member {
  readonly reference: string;
  readonly start: string | null;
  readonly end: string | null;
}

/** Ties of a patient's own team: status `active` only, for what team and participant periods both cover. */
export function careTeamTies(team: FhirObject, source: string): readonly Tie[] {
  return members(team, STAFF).map(({ reference, start, end }) => ({
    kind: 'CARE_TEAM',
    anchor: reference,
    source,
    start,
    end,
  }));
}

/** Patient.generalPractitioner: the one named holds for as long as the patient's record says so. */
export function generalPractitionerTies(patient: FhirObject, source: string): readonly Tie[] {
  return objectsOf(patient.generalPractitioner).flatMap((practitioner): readonly Tie[] => {
    const anchor = referenceOf(practitioner);
    if (anchor === null || !STAFF.includes(typeOf(anchor)) || typeOf(anchor) === 'CareTeam') return [];
    return [{ kind: 'CARE_TEAM', anchor, source, start: null, end: null }];
  });
}

/** A team without a patient is a group: its members reach the patients the group is tied to (cross-cover). */
export function groupMemberships(
  team: FhirObject,
  source: string,
  facts: ResourceFacts,
): readonly TieMembership[] {
  const all = members(team, ['Practitioner', 'PractitionerRole']);
  return all.flatMap(({ reference, start, end }) => {
    const practitioner = typeOf(reference) === 'PractitionerRole' ? facts.practitionerOf(reference) : null;
    const own = { member: reference, anchor: source, source, start, end };
    const inPerson = all.some((one) => one.reference === practitioner);
    return practitioner === null || inPerson
      ? [own]
      : [own, { ...own, member: practitioner, via: reference }];
  });
}

function members(team: FhirObject, types: readonly string[]): readonly Member[] {
  if (textOf(team.status) !== 'active') return [];
  const whole = readPeriod(team.period);
  if (whole === null) return [];
  return objectsOf(team.participant).flatMap((participant) => {
    const reference = referenceOf(participant.member);
    const own = readPeriod(participant.period);
    if (reference === null || own === null || !types.includes(typeOf(reference))) return [];
    const both = intersect(whole, own);
    return both === null ? [] : [{ reference, ...both }];
  });
}
