import { type Chart, chartId } from './chart.ts';
import { concept, SYSTEM } from './concept.ts';
import { type FhirResource, reference, resource } from './fhir-resource.ts';
import { dateTimeOf, HOUR, YEAR } from './moments.ts';
import { observation, observationCategory, quantity } from './observation.ts';

const CONFIDENTIALITY = 'http://terminology.hl7.org/CodeSystem/v3-Confidentiality';

/**
 * Rows with sensitivity labels, for the patients of the demonstration. The newest result waits until a clinician has
 * talked with the patient (TBOO); the record of a Part 2 programme stays closed to all but the patient until a consent
 * names it.
 */
export function sensitive(chart: Chart): readonly FhirResource[] {
  const [first, ...later] = chart.visits;
  const newest = later.at(-1) ?? first;
  if (!chart.rich || first === undefined || newest === undefined) return [];
  const laboratory = [observationCategory('laboratory')];
  const unread = observation(
    chart,
    newest,
    chartId(chart, 'sensitive-marker'),
    laboratory,
    concept(SYSTEM.loinc, '24108-3', 'Cancer Ag 19-9 [Units/volume] in Serum or Plasma'),
    {
      effectiveDateTime: dateTimeOf(newest.start + 4 * HOUR),
      issued: dateTimeOf(newest.start + 8 * HOUR),
      valueQuantity: quantity(61, 'U/mL', "[arb'U]/mL"),
    },
  );
  const screening = observation(
    chart,
    first,
    chartId(chart, 'sensitive-screening'),
    laboratory,
    concept(SYSTEM.loinc, '75622-1', 'HIV 1 and 2 tests'),
    { valueCodeableConcept: concept(SYSTEM.snomed, '260385009', 'Negative') },
  );
  return [
    labelled(unread, 'TBOO'),
    labelled(screening, 'HIV'),
    labelled(problem(chart, 'depression', '36923009', 'F32.9', 'Major depression, single episode'), 'PSY'),
    labelled(problem(chart, 'opioids', '75544000', 'F11.20', 'Opioid dependence'), 'OPIOIDUD', '42CFRPart2'),
  ];
}

function problem(chart: Chart, key: string, snomed: string, icd10: string, text: string): FhirResource {
  const onset = dateTimeOf(Math.max(chart.until - 6 * YEAR, chart.person.birth));
  return resource('Condition', chartId(chart, `sensitive-${key}`), {
    clinicalStatus: concept('http://terminology.hl7.org/CodeSystem/condition-clinical', 'remission'),
    verificationStatus: concept('http://terminology.hl7.org/CodeSystem/condition-ver-status', 'confirmed'),
    category: [concept(SYSTEM.conditionCategory, 'problem-list-item')],
    code: {
      coding: [
        { system: SYSTEM.snomed, code: snomed, display: text },
        { system: SYSTEM.icd10, code: icd10, display: text },
      ],
      text,
    },
    subject: reference('Patient', chart.person.id),
    onsetDateTime: onset,
    recordedDate: onset,
    recorder: reference('Practitioner', chart.physician.id),
  });
}

/** With the labels beside restricted confidentiality, as HL7 pairs them. */
function labelled(made: FhirResource, ...labels: readonly string[]): FhirResource {
  const meta = typeof made.meta === 'object' && made.meta !== null ? made.meta : {};
  const security = [
    { system: CONFIDENTIALITY, code: 'R' },
    ...labels.map((code) => ({ system: SYSTEM.actCode, code })),
  ];
  return { ...made, meta: { ...meta, security } };
}
