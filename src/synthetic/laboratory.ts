import { ageAt, type Chart, has, type Visit } from './chart.ts';
import { concept, SYSTEM } from './concept.ts';
import { type FhirResource, reference, resource } from './fhir-resource.ts';
import {
  BLOOD_COUNT,
  HEMOGLOBIN_A1C,
  type LabKind,
  type LabPanel,
  LIPIDS,
  METABOLIC,
} from './lab-catalog.ts';
import { dateTimeOf, HOUR } from './moments.ts';
import { observation, observationCategory, quantity } from './observation.ts';

/** Panels with their reports at the newest visit; diabetics have their long-term sugar at every one. */
export function laboratory(chart: Chart): readonly FhirResource[] {
  const newest = chart.visits[chart.visits.length - 1];
  if (newest === undefined) return [];
  const adult = ageAt(chart.person, newest.start) >= 18;
  const panels = chart.rich
    ? [METABOLIC, LIPIDS, BLOOD_COUNT]
    : [has(chart, 'lipids') ? LIPIDS : adult ? METABOLIC : BLOOD_COUNT];
  const sugar = has(chart, 'diabetes')
    ? chart.visits.map((visit) => result(chart, visit, HEMOGLOBIN_A1C))
    : [];
  return [...panels.flatMap((panel) => reported(chart, newest, panel)), ...sugar];
}

function reported(chart: Chart, visit: Visit, panel: LabPanel): readonly FhirResource[] {
  const results = panel.labs.map((lab) => result(chart, visit, lab));
  const report = resource('DiagnosticReport', `${visit.id}-report-${panel.loinc}`, {
    status: 'final',
    category: [concept(SYSTEM.section, 'LAB', 'Laboratory')],
    code: concept(SYSTEM.loinc, panel.loinc, panel.text),
    subject: reference('Patient', chart.person.id),
    encounter: reference('Encounter', visit.id),
    effectiveDateTime: dateTimeOf(visit.start),
    issued: dateTimeOf(visit.start + 5 * HOUR),
    performer: [reference('Organization', chart.practice.hospital)],
    result: results.map(({ id }) => reference('Observation', id)),
  });
  return [...results, report];
}

function result(chart: Chart, visit: Visit, lab: LabKind): FhirResource {
  const raised = lab.under !== null && has(chart, lab.under.problem) ? lab.under.usual : lab.usual;
  const value = chart.random.near(raised, lab.spread, lab.digits);
  const flag = lab.high !== null && value > lab.high ? 'H' : lab.low !== null && value < lab.low ? 'L' : 'N';
  return observation(
    chart,
    visit,
    `${visit.id}-lab-${lab.loinc}`,
    [observationCategory('laboratory')],
    concept(SYSTEM.loinc, lab.loinc, lab.text),
    {
      valueQuantity: quantity(value, lab.unit, lab.ucum),
      interpretation: [concept('http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation', flag)],
      referenceRange: [
        {
          ...(lab.low !== null && { low: quantity(lab.low, lab.unit, lab.ucum) }),
          ...(lab.high !== null && { high: quantity(lab.high, lab.unit, lab.ucum) }),
        },
      ],
    },
  );
}
