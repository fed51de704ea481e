import type { Annotation } from '../../src/generated/resolver-types.ts';
import { readDateTime, readElement, readReference, readString } from './read-element.ts';

/** FHIR R4 Annotation. An author given as text is left out: it names a person. */
export function toAnnotation(value: unknown): Annotation | null {
  const annotation = readElement(value);
  if (annotation === null) return null;
  return {
    text: readString(annotation.text),
    time: readDateTime(annotation.time),
    author: readReference(annotation.authorReference),
  };
}
