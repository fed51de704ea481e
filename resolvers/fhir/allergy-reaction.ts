import type { AllergyReaction } from '../../src/generated/resolver-types.ts';
import { toCodeableConcept, toCodeableConcepts } from './coding.ts';
import { readCode, readDateTime, readElement, readString } from './read-element.ts';

/** FHIR R4 AllergyIntolerance.reaction. */
export function toAllergyReaction(value: unknown): AllergyReaction | null {
  const reaction = readElement(value);
  if (reaction === null) return null;
  return {
    substance: toCodeableConcept(reaction.substance),
    manifestation: toCodeableConcepts(reaction.manifestation),
    severity: readCode(reaction.severity),
    onset: readDateTime(reaction.onset),
    description: readString(reaction.description),
  };
}
