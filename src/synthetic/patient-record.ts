import type { Chart } from './chart.ts';
import { imaging, notes, psychotherapyNote } from './documents.ts';
import type { FhirResource } from './fhir-resource.ts';
import { history } from './history.ts';
import { laboratory } from './laboratory.ts';
import { money } from './money.ts';
import { patientResource } from './person.ts';
import { appointment, careTeam, consent, type Representative, relatedPerson } from './relations.ts';
import { sensitive } from './sensitive.ts';
import { allergies, immunizations, medications, procedures } from './treatment.ts';
import { conditionResources, encounterResources } from './visit-resources.ts';
import { vitalSigns } from './vital-signs.ts';

/** Everything about one patient. The parts draw their numbers in this order. */
export function patientRecord(
  chart: Chart,
  { wholeTeam, proxy }: { readonly wholeTeam: boolean; readonly proxy: Representative | null },
): readonly FhirResource[] {
  const { person, physician, practice, random } = chart;
  return [
    patientResource(person, physician.id, practice.hospital, random),
    ...encounterResources(chart),
    ...conditionResources(chart),
    ...vitalSigns(chart),
    ...laboratory(chart),
    ...history(chart),
    ...imaging(chart),
    ...medications(chart),
    ...allergies(chart),
    ...immunizations(chart),
    ...procedures(chart),
    ...notes(chart),
    ...psychotherapyNote(chart),
    ...money(chart),
    careTeam(chart, wholeTeam),
    ...appointment(chart),
    ...consent(chart),
    ...sensitive(chart),
    ...(proxy === null ? [] : [relatedPerson(chart, proxy)]),
  ];
}
