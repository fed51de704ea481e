import { DIMINISHED_CAPACITY, PROXY_AUTHORISATION } from '../fhir/proxy-ties.ts';
import { type Chart, chartId } from './chart.ts';
import { concept, SYSTEM } from './concept.ts';
import { type FhirResource, reference, resource } from './fhir-resource.ts';
import { DAY, dateTimeOf, HOUR, YEAR } from './moments.ts';

/** The patient's team, open while the patient lives. */
export function careTeam(chart: Chart, wholeTeam: boolean): FhirResource {
  const { practice, physician, nurse } = chart;
  const members = [
    reference('Practitioner', physician.id),
    reference('Practitioner', nurse.id),
    ...(wholeTeam
      ? [practice.pharmacist, practice.coordinator].map(({ id }) => reference('Practitioner', id))
      : []),
    reference('CareTeam', practice.cover),
  ];
  const ended = chart.person.death;
  return resource('CareTeam', chartId(chart, 'team'), {
    status: ended === null ? 'active' : 'inactive',
    name: 'Primary care team',
    category: [concept(SYSTEM.loinc, 'LA28865-6', 'Longitudinal care-coordination focused care team')],
    subject: reference('Patient', chart.person.id),
    period: {
      start: dateTimeOf(chart.until - 3 * YEAR),
      ...(ended !== null && { end: dateTimeOf(ended) }),
    },
    participant: members.map((member) => ({ member })),
    managingOrganization: [reference('Organization', practice.hospital)],
  });
}

/** The next visit, agreed by both. */
export function appointment(chart: Chart): readonly FhirResource[] {
  if (chart.person.death !== null || !(chart.rich || chart.random.chance(0.4))) return [];
  const start = chart.until + chart.random.int(4, 60) * DAY;
  const accepted = (actor: { readonly reference: string }) => ({ actor, status: 'accepted' });
  return [
    resource('Appointment', chartId(chart, 'appointment'), {
      status: 'booked',
      serviceType: [concept(SYSTEM.snomed, '185349003', 'Encounter for check up')],
      description: 'Follow-up visit',
      start: dateTimeOf(start),
      end: dateTimeOf(start + HOUR / 2),
      minutesDuration: 30,
      created: dateTimeOf(chart.until - DAY),
      participant: [
        accepted(reference('Patient', chart.person.id)),
        accepted(reference('Practitioner', chart.physician.id)),
      ],
    }),
  ];
}

export interface Representative {
  /** Logical id of the RelatedPerson. */
  readonly id: string;
  readonly given: string;
  readonly family: string;
  /** HL7 v3-RoleCode. */
  readonly relationship: readonly [code: string, text: string];
  readonly authorised: boolean;
}

export function relatedPerson(chart: Chart, proxy: Representative): FhirResource {
  return resource('RelatedPerson', proxy.id, {
    active: true,
    patient: reference('Patient', chart.person.id),
    relationship: [concept(SYSTEM.roleCode, ...proxy.relationship)],
    name: [
      { use: 'official', text: `${proxy.given} ${proxy.family}`, family: proxy.family, given: [proxy.given] },
    ],
    period: { start: dateTimeOf(chart.until - YEAR) },
    extension: [
      { url: PROXY_AUTHORISATION, valueBoolean: proxy.authorised },
      { url: DIMINISHED_CAPACITY, valueBoolean: false },
    ],
  });
}

/** Consent to ordinary use, as signed at registration. */
export function consent(chart: Chart): readonly FhirResource[] {
  if (!chart.rich) return [];
  return [
    resource('Consent', chartId(chart, 'consent'), {
      status: 'active',
      scope: concept(
        'http://terminology.hl7.org/CodeSystem/consentscope',
        'patient-privacy',
        'Privacy Consent',
      ),
      category: [concept(SYSTEM.loinc, '59284-0', 'Consent Document')],
      patient: reference('Patient', chart.person.id),
      dateTime: dateTimeOf(chart.until - YEAR),
      performer: [reference('Patient', chart.person.id)],
      organization: [reference('Organization', chart.practice.hospital)],
      policyRule: concept(SYSTEM.actCode, 'OPTIN'),
      provision: { type: 'permit' },
    }),
  ];
}
