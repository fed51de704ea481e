import type { Canaries } from './canaries.ts';
import { clinicalRows } from './clinical-rows.ts';
import { CANARY_PATIENT, createElements, type Resource } from './elements.ts';
import { otherRows } from './other-rows.ts';

const US_CORE = 'http://hl7.org/fhir/us/core/StructureDefinition';

/** One patient with a planted value in every element that the schema shows. */
export function canaryPatient(canaries: Canaries): readonly Resource[] {
  const c = createElements(canaries);
  return [
    { resourceType: 'Organization', id: 'canary-house', name: 'House' },
    { resourceType: 'Location', id: 'canary-ward', name: 'Ward' },
    {
      resourceType: 'Patient',
      id: CANARY_PATIENT,
      name: [
        {
          use: c.text(),
          text: c.text(),
          family: c.text(),
          given: [c.text(), c.text()],
          prefix: [c.text()],
          suffix: [c.text()],
        },
      ],
      birthDate: c.date(),
      gender: c.text(),
      deceasedDateTime: c.moment(),
      identifier: [c.identifier('MR'), c.identifier('SS'), c.identifier('DL')],
      telecom: [
        { system: 'phone', value: `+${c.integer()}`, use: c.text(), rank: 1 },
        { system: c.text(), value: c.text(), use: c.text(), rank: 2 },
      ],
      address: [
        {
          use: c.text(),
          line: [c.text(), c.text()],
          city: c.text(),
          district: c.text(),
          state: c.text(),
          postalCode: c.text(),
          country: c.text(),
        },
      ],
      maritalStatus: c.codeOnly(),
      communication: [{ language: c.codeOnly(), preferred: true }],
      extension: [
        {
          url: `${US_CORE}/us-core-race`,
          extension: [{ url: 'ombCategory', valueCoding: { display: c.text() } }],
        },
        {
          url: `${US_CORE}/us-core-ethnicity`,
          extension: [{ url: 'ombCategory', valueCoding: { display: c.text() } }],
        },
      ],
      // Nothing planted: ties are found by the ids of both sides, so these stand in the store's keys.
      generalPractitioner: [c.physician],
    },
    ...clinicalRows(c),
    ...otherRows(c),
  ];
}
