import { elements, readElement, readString } from './read-element.ts';

/** US Core: http://hl7.org/fhir/us/core/StructureDefinition/us-core-race */
export const US_CORE_RACE = 'http://hl7.org/fhir/us/core/StructureDefinition/us-core-race';
/** US Core: http://hl7.org/fhir/us/core/StructureDefinition/us-core-ethnicity */
export const US_CORE_ETHNICITY = 'http://hl7.org/fhir/us/core/StructureDefinition/us-core-ethnicity';

/**
 * Displays of a US Core extension's OMB categories, several joined by a comma; `null` without one. MUST NOT be its
 * `text`: that is anybody's words, and masks let a category go where words are withheld.
 */
export function readUsCoreCategory(extensions: unknown, url: string): string | null {
  const parts = elements(elements(extensions).find((one) => one.url === url)?.extension);
  const categories = parts.flatMap((part) =>
    part.url === 'ombCategory' ? (readString(readElement(part.valueCoding)?.display) ?? []) : [],
  );
  return categories.length > 0 ? categories.join(', ') : null;
}
