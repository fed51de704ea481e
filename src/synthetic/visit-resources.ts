import type { Chart, Problem, Visit } from './chart.ts';
import { concept, SYSTEM } from './concept.ts';
import { type FhirResource, reference, resource } from './fhir-resource.ts';
import { dateTimeOf } from './moments.ts';

/** Encounters: who saw the patient, where, what for. */
export function encounterResources(chart: Chart): readonly FhirResource[] {
  return chart.visits.map((visit) => encounter(chart, visit));
}

function encounter(chart: Chart, visit: Visit): FhirResource {
  const { person, practice, physician, nurse } = chart;
  const start = dateTimeOf(visit.start);
  const end = visit.end === null ? null : dateTimeOf(visit.end);
  const period = end === null ? { start } : { start, end };
  const checkUp = concept(SYSTEM.snomed, '185349003', 'Encounter for check up');
  const forSymptom = concept(SYSTEM.snomed, '185345009', 'Encounter for symptom');
  const attending = { system: 'http://terminology.hl7.org/CodeSystem/v3-ParticipationType', code: 'ATND' };
  return resource('Encounter', visit.id, {
    status: visit.end === null ? 'in-progress' : 'finished',
    class: { system: SYSTEM.actCode, code: visit.inpatient ? 'IMP' : 'AMB' },
    type: [visit.reason === null ? checkUp : forSymptom],
    subject: reference('Patient', person.id),
    participant: [
      { type: [{ coding: [attending] }], period, individual: reference('Practitioner', physician.id) },
      ...(visit.inpatient ? [{ period, individual: reference('Practitioner', nurse.id) }] : []),
    ],
    period,
    ...(visit.reason !== null && {
      reasonCode: [concept(SYSTEM.snomed, visit.reason.kind.snomed, visit.reason.kind.text)],
      diagnosis: [{ condition: reference('Condition', visit.reason.id), rank: 1 }],
    }),
    location: [
      {
        location: reference('Location', visit.inpatient ? practice.bed : practice.clinic),
        status: visit.end === null ? 'active' : 'completed',
        period,
      },
    ],
    serviceProvider: reference('Organization', practice.hospital),
  });
}

/** Conditions: chronic ones on the problem list, the others as the diagnosis of their visit. */
export function conditionResources(chart: Chart): readonly FhirResource[] {
  return chart.problems.map((problem) => condition(chart, problem));
}

function condition(chart: Chart, { id, kind, onset }: Problem): FhirResource {
  const visit = chart.visits.find(({ reason }) => reason?.id === id);
  const category = kind.chronic ? 'problem-list-item' : 'encounter-diagnosis';
  const resolved = !kind.chronic && onset < chart.until - 14 * 86_400_000;
  return resource('Condition', id, {
    clinicalStatus: concept(
      'http://terminology.hl7.org/CodeSystem/condition-clinical',
      resolved ? 'resolved' : 'active',
    ),
    verificationStatus: concept('http://terminology.hl7.org/CodeSystem/condition-ver-status', 'confirmed'),
    category: [concept(SYSTEM.conditionCategory, category)],
    code: {
      coding: [
        { system: SYSTEM.snomed, code: kind.snomed, display: kind.text },
        { system: SYSTEM.icd10, code: kind.icd10, display: kind.text },
      ],
      text: kind.text,
    },
    subject: reference('Patient', chart.person.id),
    ...(visit !== undefined && { encounter: reference('Encounter', visit.id) }),
    onsetDateTime: dateTimeOf(onset),
    recordedDate: dateTimeOf(onset),
    recorder: reference('Practitioner', chart.physician.id),
  });
}
