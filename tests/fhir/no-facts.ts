import type { ResourceFacts } from '../../src/fhir/resource-facts.ts';

/** Facts of an input that says nothing; a test fills in what it is about. */
export function facts(known: Partial<ResourceFacts> = {}): ResourceFacts {
  return {
    byFullUrl: () => null,
    byIdentifier: () => null,
    isOwnBase: () => false,
    codings: () => null,
    labelsOf: () => [],
    outerSecurity: [],
    isTeam: () => false,
    practitionerOf: () => null,
    unitOf: () => null,
    ...known,
  };
}

/** One CodeableConcept. */
export function cc(system: string, ...codes: readonly string[]) {
  return { coding: codes.map((code) => ({ system, code })) };
}
