import { SMOKING } from './care-catalog.ts';
import { ageAt, type Chart } from './chart.ts';
import { concept, SYSTEM } from './concept.ts';
import type { FhirResource } from './fhir-resource.ts';
import { observation, observationCategory } from './observation.ts';

/** What is asked rather than measured: smoking, the two questions of the PHQ-2, housing. Adults only. */
export function history(chart: Chart): readonly FhirResource[] {
  const visit = chart.visits[0];
  if (visit === undefined || ageAt(chart.person, visit.start) < 18) return [];
  const score = chart.random.chance(0.75) ? chart.random.int(0, 2) : chart.random.int(3, 6);
  return [
    observation(
      chart,
      visit,
      `${visit.id}-smoking`,
      [observationCategory('social-history')],
      concept(SYSTEM.loinc, '72166-2', 'Tobacco smoking status'),
      { valueCodeableConcept: concept(SYSTEM.snomed, ...chart.random.pick(SMOKING)) },
    ),
    observation(
      chart,
      visit,
      `${visit.id}-phq2`,
      [observationCategory('survey')],
      concept(SYSTEM.loinc, '55758-7', 'Patient Health Questionnaire 2 item (PHQ-2) total score'),
      { valueInteger: score },
    ),
    ...(chart.rich ? [housing(chart)] : []),
  ];
}

function housing(chart: Chart): FhirResource {
  const [visit] = chart.visits;
  if (visit === undefined) throw new RangeError('a record without a visit');
  return observation(
    chart,
    visit,
    `${visit.id}-housing`,
    [observationCategory('social-history'), concept(SYSTEM.usCoreCategory, 'sdoh')],
    concept(SYSTEM.loinc, '71802-3', 'Housing status'),
    { valueCodeableConcept: concept(SYSTEM.loinc, 'LA31993-1', 'I have a steady place to live') },
  );
}
