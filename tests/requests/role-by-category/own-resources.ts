import type { Json, Person } from './fhir-source.ts';

/** The professional on every patient's team. */
export const CLINICIAN = 'Practitioner/test-clinician';
const PAYER = 'Organization/test-payer';
const THO = 'http://terminology.hl7.org/CodeSystem';
const OBSERVATION = `${THO}/observation-category`;

/** Who an adult's proxy is only on paper: without an authorisation, a related adult is nobody. */
export function hasAuthorisation(index: number): boolean {
  return index % 9 !== 4;
}

/**
 * What the files lack, written by us: ties for everybody, and rows of the categories that no file has. Every
 * text tells whose it is, so that a mix-up shows.
 */
export function ownResources(persons: readonly Person[]): readonly Json[] {
  const directory = [
    {
      resourceType: 'Practitioner',
      id: 'test-clinician',
      active: true,
      name: [{ family: 'Prueba', given: ['Alma'] }],
    },
    { resourceType: 'Organization', id: 'test-payer', active: true, name: 'Proof Mutual' },
  ];
  return [...directory, ...persons.flatMap(({ id }, index) => aboutPerson(id, index))];
}

export function proxyId(index: number): string {
  return `proof-${index}-proxy`;
}

function aboutPerson(id: string, index: number): readonly Json[] {
  const patient = { reference: `Patient/${id}` };
  const clinician = { reference: CLINICIAN };
  const period = { start: '2021-02-03', end: '2031-02-03' };
  const row = (resourceType: string, name: string, rest: Json): Json => ({
    resourceType,
    id: `proof-${index}-${name}`,
    ...rest,
  });
  const observation = (name: string, category: Json, valueString: string): Json =>
    row('Observation', name, {
      status: 'final',
      category: [category],
      code: { ...concept('http://loinc.org', 'proof', `Proof ${name}`), text: `${name} ${index}` },
      subject: patient,
      effectiveDateTime: '2022-05-06T07:08:09Z',
      valueString: `${valueString} ${index}`,
    });
  return [
    row('CareTeam', 'team', {
      status: 'active',
      name: `Team of ${index}`,
      subject: patient,
      period: { start: '2021-02-03' },
      participant: [{ member: clinician, period: { start: '2021-02-03' } }],
    }),
    row('RelatedPerson', 'proxy', {
      active: true,
      patient,
      relationship: [concept(`${THO}/v3-RoleCode`, 'PRN', 'parent')],
      ...(hasAuthorisation(index) && {
        extension: [
          {
            url: 'https://phield.dev/fhir/StructureDefinition/proxy-authorisation',
            valueBoolean: true,
          },
        ],
      }),
    }),
    observation('social', concept(OBSERVATION, 'social-history', 'Social History'), 'smoked'),
    observation(
      'sdoh',
      concept('http://hl7.org/fhir/us/core/CodeSystem/us-core-category', 'sdoh', 'SDOH'),
      'housing',
    ),
    observation('genes', concept(`${THO}/v2-0074`, 'GE', 'Genetics'), 'variant'),
    row('Condition', 'diagnosis', {
      clinicalStatus: concept(`${THO}/condition-clinical`, 'active', 'Active'),
      category: [concept(`${THO}/condition-category`, 'encounter-diagnosis', 'Encounter Diagnosis')],
      code: { ...concept('http://snomed.info/sct', 'proof', 'Proof finding'), text: `diagnosis of ${index}` },
      subject: patient,
      onsetDateTime: '2022-05-06',
    }),
    row('DiagnosticReport', 'picture', {
      status: 'final',
      category: [concept(`${THO}/v2-0074`, 'RAD', 'Radiology')],
      code: concept('http://loinc.org', 'proof-picture', 'Proof picture'),
      subject: patient,
      effectiveDateTime: '2022-05-07T07:08:09Z',
      conclusion: `picture of ${index}`,
    }),
    row('Coverage', 'coverage', {
      status: 'active',
      type: concept(`${THO}/v3-ActCode`, 'EHCPOL', 'extended healthcare'),
      subscriberId: `SUB-${String(index).padStart(6, '0')}`,
      beneficiary: patient,
      period,
      network: `network of ${index}`,
      payor: [{ reference: PAYER }],
    }),
    row('Consent', 'consent', {
      status: 'active',
      scope: concept(`${THO}/consentscope`, 'patient-privacy', 'Privacy Consent'),
      category: [concept('http://loinc.org', '59284-0', 'Consent Document')],
      patient,
      dateTime: '2022-05-08',
      provision: { type: 'permit', period },
    }),
    row('Appointment', 'visit', {
      status: 'booked',
      start: '2026-11-12T09:00:00Z',
      end: '2026-11-12T09:30:00Z',
      description: `visit of ${index}`,
      reasonCode: [concept('http://snomed.info/sct', 'proof', 'Proof finding')],
      participant: [{ actor: patient, status: 'accepted' }],
    }),
    note(
      row,
      'note',
      patient,
      concept('http://loinc.org', '11506-3', 'Progress note'),
      `Written about ${index}.`,
    ),
    note(
      row,
      'therapy',
      patient,
      concept('http://loinc.org', 'proof', 'Psychotherapy note'),
      `Said by ${index}.`,
    ),
  ];
}

function note(
  row: (type: string, name: string, rest: Json) => Json,
  name: string,
  subject: Json,
  type: Json,
  words: string,
): Json {
  return row('DocumentReference', name, {
    status: 'current',
    type,
    category: [
      concept(
        'http://hl7.org/fhir/us/core/CodeSystem/us-core-documentreference-category',
        'clinical-note',
        'Note',
      ),
    ],
    subject,
    date: '2026-05-09T10:00:00Z',
    author: [{ reference: CLINICIAN }],
    content: [{ attachment: { contentType: 'text/plain', data: Buffer.from(words).toString('base64') } }],
  });
}

function concept(system: string, code: string, display: string): Json {
  return { coding: [{ system, code, display }] };
}
