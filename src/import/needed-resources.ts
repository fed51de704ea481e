import { type FhirObject, objectsOf, referenceOf, textOf } from '../fhir/fhir-json.ts';
import { quotedReferences } from '../fhir/quoted-references.ts';
import { typeOf } from '../fhir/type-of.ts';

/**
 * References to what a resource needs to know while it is prepared: the rows it quotes, whose labels and in part
 * codes it takes over (`quotedReferences`), the organization, role or place that decides about ties. Relative ones only: the others
 * lead to the same input.
 */
export function neededResources(resource: FhirObject): readonly string[] {
  const type = textOf(resource.resourceType) ?? '';
  return [...targets(type, resource), ...quotedReferences(resource)].filter(
    (reference): reference is string => reference !== null && typeOf(reference) !== '',
  );
}

function targets(type: string, resource: FhirObject): readonly (string | null)[] {
  switch (type) {
    case 'PractitionerRole':
      return [referenceOf(resource.organization)];
    case 'CareTeam':
      return objectsOf(resource.participant)
        .map((participant) => referenceOf(participant.member))
        .filter((member) => member !== null && typeOf(member) === 'PractitionerRole');
    case 'ResearchStudy':
      return [referenceOf(resource.principalInvestigator)].filter(
        (member) => member !== null && typeOf(member) === 'PractitionerRole',
      );
    case 'Encounter':
      return objectsOf(resource.location).map((stay) => referenceOf(stay.location));
    case 'Location':
      return [referenceOf(resource.partOf)];
    default:
      return [];
  }
}
