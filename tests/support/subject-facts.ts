import type { SubjectFacts } from '../../src/access/facts.ts';

/** Facts of a patient of whom nothing is stored but that there is one, and what is asked for. */
export function subjectFacts(over: Partial<SubjectFacts> & Pick<SubjectFacts, 'subjectId'>): SubjectFacts {
  return {
    exists: true,
    ties: [],
    actors: [],
    birthDate: null,
    deceasedDate: null,
    labels: [],
    consents: [],
    glass: null,
    reveals: [],
    pseudonymKey: null,
    ...over,
  };
}
