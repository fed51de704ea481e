import type { CodeableConcept, Coding } from '../../src/generated/resolver-types.ts';
import { elements, isElement, readCode, readElement, readList, readString, readUri } from './read-element.ts';

/** FHIR R4 Coding. */
export function toCoding(value: unknown): Coding | null {
  const coding = readElement(value);
  if (coding === null) return null;
  return {
    system: readUri(coding.system),
    code: readCode(coding.code),
    display: readString(coding.display),
  };
}

/** FHIR R4 CodeableConcept. */
export function toCodeableConcept(value: unknown): CodeableConcept | null {
  const concept = readElement(value);
  if (concept === null) return null;
  return { text: readString(concept.text), codings: readList(concept.coding, toCoding) };
}

export function toCodeableConcepts(value: unknown): readonly CodeableConcept[] | null {
  return readList(value, toCodeableConcept);
}

/** The codings of a concept, or of a list of them, without its text. */
export function toCodings(value: unknown): readonly Coding[] | null {
  const concepts = Array.isArray(value) ? elements(value) : isElement(value) ? [value] : [];
  return readList(
    concepts.flatMap((concept) => elements(concept.coding)),
    toCoding,
  );
}

/** Code of a concept's first coding that has one: for fields that show a closed list's word alone. */
export function firstCode(value: unknown): string | null {
  for (const coding of elements(readElement(value)?.coding)) {
    const code = readCode(coding.code);
    if (code !== null) return code;
  }
  return null;
}
