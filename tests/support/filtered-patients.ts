type Resource = Readonly<Record<string, unknown>>;

export const LOINC = 'http://loinc.org';
const CATEGORY = 'http://terminology.hl7.org/CodeSystem/observation-category';
const ACT_CODE = 'http://terminology.hl7.org/CodeSystem/v3-ActCode';
const STAFF = ['physician', 'nurse', 'pharmacist'];

export const coded = (code: string, system = LOINC) => ({ coding: [{ system, code }] });

/** An observation of a patient. Its id begins with the patient's. */
export function observed(patient: string, name: string, code: string, more: Resource = {}): Resource {
  return {
    resourceType: 'Observation',
    id: `${patient}-${name}`,
    status: 'final',
    category: [coded('laboratory', CATEGORY)],
    code: coded(code),
    subject: { reference: `Patient/${patient}` },
    ...more,
  };
}

export const labelled = (code: string, system = ACT_CODE) => ({ meta: { security: [{ system, code }] } });

/** A visit that ties the demo physician, nurse and pharmacist to a patient. */
export function visit(patient: string): Resource {
  return {
    resourceType: 'Encounter',
    id: `${patient}-visit`,
    status: 'in-progress',
    class: { code: 'IMP' },
    subject: { reference: `Patient/${patient}` },
    period: { start: '2024-06-01' },
    participant: STAFF.map((name) => ({ individual: { reference: `Practitioner/demo-${name}` } })),
  };
}

/** One of every type that can be found by a value. */
export function chart(patient: string): readonly Resource[] {
  const subject = { reference: `Patient/${patient}` };
  return [
    observed(patient, 'a1c-2022', '4548-4', { effectiveDateTime: '2022-03-01T08:00:00Z' }),
    observed(patient, 'a1c-2023', '4548-4', { effectiveDateTime: '2023-03-01T08:00:00Z' }),
    observed(patient, 'a1c-2024', '4548-4', { effectiveDateTime: '2024-03-01T08:00:00Z' }),
    observed(patient, 'glucose-2024', '2345-7', { effectiveDateTime: '2024-03-02' }),
    observed(patient, 'stay-2023', '8867-4', {
      category: [coded('vital-signs', CATEGORY)],
      effectivePeriod: { start: '2023-12-30', end: '2024-01-02' },
    }),
    observed(patient, 'survey-2024', '44249-1', {
      category: [coded('survey', CATEGORY)],
      effectiveDateTime: '2024-04-01',
    }),
    observed(patient, 'undated', '2345-7'),
    {
      resourceType: 'Condition',
      id: `${patient}-diabetes`,
      code: coded('44054006', 'http://snomed.info/sct'),
      subject,
      onsetDateTime: '2019',
      recordedDate: '2020-05-01',
    },
    {
      resourceType: 'MedicationRequest',
      id: `${patient}-metformin`,
      status: 'active',
      intent: 'order',
      subject,
      medicationCodeableConcept: coded('6809', 'http://www.nlm.nih.gov/research/umls/rxnorm'),
      authoredOn: '2020-05-02',
    },
    {
      resourceType: 'Procedure',
      id: `${patient}-exam`,
      status: 'completed',
      code: coded('252779009', 'http://snomed.info/sct'),
      subject,
      performedPeriod: { start: '2021-02-01', end: '2021-02-01' },
    },
    {
      resourceType: 'DiagnosticReport',
      id: `${patient}-panel`,
      status: 'final',
      category: [coded('LAB', 'http://terminology.hl7.org/CodeSystem/v2-0074')],
      code: coded('24323-8'),
      subject,
      effectiveDateTime: '2024-03-02',
    },
    {
      resourceType: 'Immunization',
      id: `${patient}-flu`,
      status: 'completed',
      vaccineCode: coded('140', 'http://hl7.org/fhir/sid/cvx'),
      patient: subject,
      occurrenceDateTime: '2023-10-10',
    },
  ];
}
