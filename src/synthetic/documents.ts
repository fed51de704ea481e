import { ageAt, type Chart, type Visit } from './chart.ts';
import { concept, SYSTEM } from './concept.ts';
import { type FhirResource, reference, resource } from './fhir-resource.ts';
import { dateOf, dateTimeOf, HOUR } from './moments.ts';

/** Notes written from the record itself: what they say stands in other resources too. */
export function notes(chart: Chart): readonly FhirResource[] {
  const visits = chart.rich ? chart.visits.slice(-3) : chart.visits.slice(-1);
  return visits.map((visit) =>
    note(chart, visit, `${visit.id}-note`, '11506-3', 'Progress note', text(chart, visit)),
  );
}

/** A note of a conversation in therapy: stored, and shown to nobody (access-matrix, PSYCHOTHERAPY_NOTE). */
export function psychotherapyNote(chart: Chart): readonly FhirResource[] {
  const visit = chart.visits[0];
  if (visit === undefined || !chart.rich) return [];
  const made = note(
    chart,
    visit,
    `${visit.id}-therapy-note`,
    '11506-3',
    'Psychotherapy note',
    'Synthetic note of a conversation in therapy.',
  );
  return [{ ...made, meta: { ...meta(made), security: [{ system: SYSTEM.actCode, code: 'PSYTHPN' }] } }];
}

function meta(made: FhirResource): Readonly<Record<string, unknown>> {
  return typeof made.meta === 'object' && made.meta !== null ? { ...made.meta } : {};
}

/** Chest films of those who have had one, as a report with its conclusion. */
export function imaging(chart: Chart): readonly FhirResource[] {
  const visit = chart.visits[0];
  if (visit === undefined || !(chart.rich || chart.random.chance(0.15))) return [];
  return [
    resource('DiagnosticReport', `${visit.id}-report-chest`, {
      status: 'final',
      category: [concept(SYSTEM.section, 'RAD', 'Radiology')],
      code: concept(SYSTEM.loinc, '36643-5', 'XR Chest 2 Views'),
      subject: reference('Patient', chart.person.id),
      encounter: reference('Encounter', visit.id),
      effectiveDateTime: dateTimeOf(visit.start),
      issued: dateTimeOf(visit.start + 3 * HOUR),
      performer: [reference('Organization', chart.practice.hospital)],
      conclusion: 'Clear lungs. Heart of normal size. No acute finding.',
    }),
  ];
}

function note(
  chart: Chart,
  visit: Visit,
  id: string,
  loinc: string,
  kind: string,
  body: string,
): FhirResource {
  return resource('DocumentReference', id, {
    status: 'current',
    docStatus: 'final',
    type: concept(SYSTEM.loinc, loinc, kind),
    category: [concept(SYSTEM.noteCategory, 'clinical-note', 'Clinical Note')],
    subject: reference('Patient', chart.person.id),
    date: dateTimeOf(visit.start + HOUR),
    author: [reference('Practitioner', chart.physician.id)],
    custodian: reference('Organization', chart.practice.hospital),
    content: [
      {
        attachment: {
          contentType: 'text/plain; charset=utf-8',
          language: 'en-US',
          data: Buffer.from(body, 'utf8').toString('base64'),
          title: kind,
          creation: dateTimeOf(visit.start + HOUR),
        },
      },
    ],
    context: {
      encounter: [reference('Encounter', visit.id)],
      period: { start: dateTimeOf(visit.start) },
    },
  });
}

function text(chart: Chart, visit: Visit): string {
  const { person, problems } = chart;
  const known = problems.filter(({ onset }) => onset <= visit.start).map(({ kind }) => kind.text);
  const taken = problems.flatMap(({ kind, onset }) =>
    kind.medication !== null && onset <= visit.start
      ? [`${kind.medication.text}: ${kind.medication.dosage}.`]
      : [],
  );
  const reason = visit.reason === null ? 'a check-up' : visit.reason.kind.text.toLowerCase();
  return [
    `Synthetic note. ${person.given} ${person.family}, ${ageAt(person, visit.start)} years,`,
    `seen on ${dateOf(visit.start)} for ${reason}.`,
    known.length === 0 ? 'No chronic problems known.' : `Problems: ${known.join('; ')}.`,
    taken.length === 0 ? 'No regular medication.' : `Medication: ${taken.join(' ')}`,
    'Plan: continue as before; return if anything changes.',
  ].join('\n');
}
