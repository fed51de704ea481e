/** FHIR R4 `id` (https://hl7.org/fhir/R4/datatypes.html#id). Nothing else becomes part of a key, a reference or a record. */
const FHIR_ID = /^[A-Za-z0-9\-.]{1,64}$/;

export function isFhirId(text: string): boolean {
  return FHIR_ID.test(text);
}
