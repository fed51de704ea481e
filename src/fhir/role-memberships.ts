import type { TieMembership } from '../../datasources/health-data.ts';
import { type FhirObject, objectsOf, referenceOf } from './fhir-json.ts';
import { readPeriod } from './period.ts';
import type { ResourceFacts } from './resource-facts.ts';
import { typeOf } from './type-of.ts';

/**
 * Anchors a practitioner gains by a role in use: the role, its locations, and its organization where that is
 * a team. `active` left out means active
 * (https://hl7.org/fhir/R4/practitionerrole-definitions.html#PractitionerRole.active). A hospital is no anchor:
 * it would tie everybody who works there. A consent may mean it all the same.
 */
export function roleMemberships(
  role: FhirObject,
  source: string,
  facts: ResourceFacts,
): readonly TieMembership[] {
  const period = readPeriod(role.period);
  const active = role.active === undefined || role.active === true;
  const member = referenceOf(role.practitioner);
  if (!active || period === null || member === null || typeOf(member) !== 'Practitioner') return [];
  const locations = objectsOf(role.location)
    .flatMap((location) => referenceOf(location) ?? [])
    .filter((location) => typeOf(location) === 'Location');
  const organization = referenceOf(role.organization);
  const team = organization !== null && facts.isTeam(organization) ? [organization] : [];
  const anchors = new Set([source, ...locations, ...team]);
  const employer = organization !== null && typeOf(organization) === 'Organization' ? { organization } : {};
  return [...anchors].map((anchor) => ({
    member,
    anchor,
    source,
    ...(anchor === source ? employer : {}),
    ...period,
  }));
}
