import type { Tie } from '../access/facts.ts';
import { careTeamTies, generalPractitionerTies } from './care-team-ties.ts';
import type { FhirObject } from './fhir-json.ts';
import { orderTies } from './order-ties.ts';
import { proxyTies } from './proxy-ties.ts';
import type { ResourceFacts } from './resource-facts.ts';
import { studyTies } from './study-ties.ts';
import { appointmentTies, encounterTies } from './visit-ties.ts';

/**
 * Every reason this resource gives why somebody is tied to its patient (design §4, access-matrix exceptions
 * 2 and 3). References MUST be in relative form already. MUST NOT be asked for a removed resource.
 */
export function ties(resource: FhirObject, source: string, facts: ResourceFacts): readonly Tie[] {
  switch (resource.resourceType) {
    case 'Patient':
      return generalPractitionerTies(resource, source);
    case 'CareTeam':
      return careTeamTies(resource, source);
    case 'Encounter':
      return encounterTies(resource, source, facts);
    case 'Appointment':
      return appointmentTies(resource, source);
    case 'RelatedPerson':
      return proxyTies(resource, source);
    case 'ResearchSubject':
      return studyTies(resource, source);
    default:
      return orderTies(resource, source);
  }
}
