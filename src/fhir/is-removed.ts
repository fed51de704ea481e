import { codingsOf, type FhirObject, objectOf, objectsOf, textOf } from './fhir-json.ts';

/**
 * True for what must no longer be used: `entered-in-error` in `status`, in `verificationStatus` (Condition,
 * AllergyIntolerance) or in `docStatus`, and a Patient that another replaces (Patient.link `replaced-by`,
 * https://hl7.org/fhir/R4/patient.html#links). `active: false` alone is no merge: that record stays.
 */
export function isRemoved(resource: FhirObject): boolean {
  if (textOf(resource.status) === 'entered-in-error') return true;
  if (textOf(resource.docStatus) === 'entered-in-error') return true;
  if (codingsOf(resource.verificationStatus).some((coding) => coding.code === 'entered-in-error'))
    return true;
  if (resource.resourceType !== 'Patient') return false;
  return objectsOf(resource.link).some(
    (link) => textOf(link.type) === 'replaced-by' && objectOf(link.other) !== null,
  );
}
