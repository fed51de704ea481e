import { ALLERGIES, PROCEDURES, VACCINES } from './care-catalog.ts';
import { ageAt, type Chart, chartId } from './chart.ts';
import { concept, SYSTEM } from './concept.ts';
import { type FhirResource, reference, resource } from './fhir-resource.ts';
import { DAY, dateOf, dateTimeOf, YEAR } from './moments.ts';

/** Prescriptions for the problems that have one. */
export function medications(chart: Chart): readonly FhirResource[] {
  return chart.problems.flatMap(({ id, kind, onset }) => {
    if (kind.medication === null) return [];
    const { rxnorm, text, dosage } = kind.medication;
    return [
      resource('MedicationRequest', chartId(chart, `medication-${kind.key}`), {
        status: kind.chronic && chart.person.death === null ? 'active' : 'completed',
        intent: 'order',
        medicationCodeableConcept: concept(SYSTEM.rxnorm, rxnorm, text),
        subject: reference('Patient', chart.person.id),
        authoredOn: dateTimeOf(Math.max(onset, chart.until - 150 * DAY)),
        requester: reference('Practitioner', chart.physician.id),
        reasonReference: [reference('Condition', id)],
        dosageInstruction: [{ sequence: 1, text: dosage }],
      }),
    ];
  });
}

export function allergies(chart: Chart): readonly FhirResource[] {
  const count = chart.rich ? 2 : chart.random.chance(0.4) ? 1 : 0;
  return chart.random.some(ALLERGIES, count).map(([code, text, reaction]) =>
    resource('AllergyIntolerance', chartId(chart, `allergy-${code}`), {
      clinicalStatus: concept('http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical', 'active'),
      verificationStatus: concept(
        'http://terminology.hl7.org/CodeSystem/allergyintolerance-verification',
        'confirmed',
      ),
      type: 'allergy',
      criticality: chart.random.chance(0.3) ? 'high' : 'low',
      code: concept(SYSTEM.snomed, code, text),
      patient: reference('Patient', chart.person.id),
      recordedDate: dateOf(chart.person.birth + (chart.until - chart.person.birth) * 0.6),
      reaction: [{ manifestation: [concept(SYSTEM.snomed, ...reaction)] }],
    }),
  );
}

export function immunizations(chart: Chart): readonly FhirResource[] {
  const age = ageAt(chart.person, chart.until);
  const fitting = VACCINES.filter(([, , from, to]) => from <= age && age <= to);
  return chart.random.some(fitting, chart.rich ? 3 : 2).map(([code, text]) => {
    const given = chart.until - chart.random.int(30, 500) * DAY;
    return resource('Immunization', chartId(chart, `vaccine-${code}`), {
      status: 'completed',
      vaccineCode: concept(SYSTEM.cvx, code, text),
      patient: reference('Patient', chart.person.id),
      occurrenceDateTime: dateTimeOf(Math.max(given, chart.person.birth + DAY)),
      primarySource: true,
    });
  });
}

export function procedures(chart: Chart): readonly FhirResource[] {
  if (ageAt(chart.person, chart.until) < 18) return [];
  return chart.random.some(PROCEDURES, chart.rich ? 2 : chart.random.int(0, 1)).map(([code, text]) => {
    const performed = chart.until - Math.round(chart.random.next() * 3 * YEAR) - 5 * DAY;
    return resource('Procedure', chartId(chart, `procedure-${code}`), {
      status: 'completed',
      code: concept(SYSTEM.snomed, code, text),
      subject: reference('Patient', chart.person.id),
      performedDateTime: dateTimeOf(performed),
      performer: [{ actor: reference('Practitioner', chart.physician.id) }],
    });
  });
}
