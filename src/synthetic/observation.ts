import type { Chart, Visit } from './chart.ts';
import { type Concept, concept, SYSTEM } from './concept.ts';
import { type FhirResource, reference, resource } from './fhir-resource.ts';
import { dateTimeOf, HOUR } from './moments.ts';

/** One Observation of a visit. `elements` holds its value. */
export function observation(
  chart: Chart,
  visit: Visit,
  id: string,
  categories: readonly Concept[],
  code: Concept,
  elements: Readonly<Record<string, unknown>>,
): FhirResource {
  return resource('Observation', id, {
    status: 'final',
    category: categories,
    code,
    subject: reference('Patient', chart.person.id),
    encounter: reference('Encounter', visit.id),
    effectiveDateTime: dateTimeOf(visit.start),
    issued: dateTimeOf(visit.start + HOUR),
    ...elements,
  });
}

/** A category of the standard Observation system, such as `laboratory`. */
export function observationCategory(code: string): Concept {
  return concept(SYSTEM.observationCategory, code);
}

export function quantity(value: number, unit: string, ucum: string) {
  return { value, unit, system: 'http://unitsofmeasure.org', code: ucum };
}
