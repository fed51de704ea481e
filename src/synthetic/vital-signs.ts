import { ageAt, type Chart, has, type Visit } from './chart.ts';
import { concept, SYSTEM } from './concept.ts';
import type { FhirResource } from './fhir-resource.ts';
import { observation, observationCategory, quantity } from './observation.ts';

/** Blood pressure, heart rate and weight at each visit; height and body mass index at the newest. */
export function vitalSigns(chart: Chart): readonly FhirResource[] {
  const { random, visits } = chart;
  const adult = ageAt(chart.person, chart.until) >= 18;
  const height = adult
    ? random.near(chart.person.female ? 163 : 176, 12, 1)
    : 75 + ageAt(chart.person, chart.until) * 5.5;
  const firstWeight = Number(
    (random.near(24.5, 4.5, 1) * (height / 100) ** 2 * (adult ? 1 : 0.68)).toFixed(1),
  );
  const trend = random.near(0, 1.2, 1);
  return visits.flatMap((visit, index) => {
    const weight = Number((firstWeight + trend * index).toFixed(1));
    const newest = index === visits.length - 1;
    return [
      bloodPressure(chart, visit),
      vital(chart, visit, 'heart-rate', '8867-4', 'Heart rate', [
        random.near(adult ? 74 : 95, 14),
        '/min',
        '/min',
      ]),
      vital(chart, visit, 'weight', '29463-7', 'Body weight', [weight, 'kg', 'kg']),
      ...(newest ? size(chart, visit, height, weight) : []),
    ];
  });
}

function size(chart: Chart, visit: Visit, height: number, weight: number): readonly FhirResource[] {
  const index = Number((weight / (height / 100) ** 2).toFixed(1));
  return [
    vital(chart, visit, 'height', '8302-2', 'Body height', [height, 'cm', 'cm']),
    vital(chart, visit, 'bmi', '39156-5', 'Body mass index', [index, 'kg/m2', 'kg/m2']),
  ];
}

function vital(
  chart: Chart,
  visit: Visit,
  what: string,
  loinc: string,
  text: string,
  [value, unit, ucum]: readonly [number, string, string],
): FhirResource {
  return observation(
    chart,
    visit,
    `${visit.id}-${what}`,
    [observationCategory('vital-signs')],
    concept(SYSTEM.loinc, loinc, text),
    { valueQuantity: quantity(value, unit, ucum) },
  );
}

/** LOINC 85354-9 with systolic and diastolic components. */
function bloodPressure(chart: Chart, visit: Visit): FhirResource {
  const high = has(chart, 'hypertension');
  const child = ageAt(chart.person, visit.start) < 13;
  const systolic = chart.random.near(child ? 100 : high ? 144 : 120, 14);
  const diastolic = chart.random.near(child ? 64 : high ? 90 : 77, 8);
  const component = (code: string, text: string, value: number) => ({
    code: concept(SYSTEM.loinc, code, text),
    valueQuantity: quantity(value, 'mmHg', 'mm[Hg]'),
  });
  return observation(
    chart,
    visit,
    `${visit.id}-blood-pressure`,
    [observationCategory('vital-signs')],
    concept(SYSTEM.loinc, '85354-9', 'Blood pressure panel'),
    {
      component: [
        component('8480-6', 'Systolic blood pressure', systolic),
        component('8462-4', 'Diastolic blood pressure', diastolic),
      ],
    },
  );
}
