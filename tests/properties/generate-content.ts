import { type GraphQLSchema, getNamedType, getNullableType, isListType, isObjectType } from 'graphql';
import type { AccessModel, PhiField } from '../../src/access/access-model.ts';
import type { Chooser } from './chooser.ts';

type Json = Readonly<Record<string, unknown>>;

const DATES = ['2024-03-02', '2024-03-20', '2024-11-30', '2019-05-01', '2025-06'];
const MOMENTS = ['2024-03-02T10:00:00Z', '2024-03-20T08:30:00Z', '2019-05-01T00:00:00Z'];
const WORDS = ['amber', 'birch', 'cedar', 'dune'];
const NUMBERS = [1, 7, 42, 99];

/** The FHIR property that a PHI field of a record is read from, or `null` where it is read from none by that name. */
export function propertyOf({ element }: PhiField): string | null {
  return /^\w+\.(\w+)(?:\.|\[|\(|$)/.exec(element ?? '')?.[1] ?? null;
}

/** A value for every property that a type's fields are read from, of the shape that FHIR gives it. */
export function contentOf(choose: Chooser, type: string, model: AccessModel, schema: GraphQLSchema): Json {
  const declared = schema.getType(type);
  const fields = model.types[type]?.fields ?? [];
  const content = fields.flatMap((field): readonly (readonly [string, unknown])[] => {
    const property = propertyOf(field);
    const own = isObjectType(declared) ? declared.getFields()[field.name] : undefined;
    if (property === null || own === undefined || field.rowType !== null) return [];
    const value = valueFor(choose, getNamedType(own.type).name);
    if (value === undefined) return [];
    const isList = isListType(getNullableType(own.type));
    return [[property, isList ? [value, ...choose.some([value], 0.3)] : value]];
  });
  return { ...Object.fromEntries(content), ...(SPECIAL[type]?.(choose) ?? {}) };
}

function valueFor(choose: Chooser, type: string): unknown {
  const [word, number] = [choose.one(WORDS), choose.one(NUMBERS)];
  const concept = { text: word, coding: [{ system: 'urn:codes', code: `${word}-${number}`, display: word }] };
  const quantity = { value: number, unit: word, code: word };
  const values: Json = {
    String: `${word} ${number}`,
    FhirCode: word,
    FhirUri: `urn:${word}`,
    CodeDisplay: word,
    FhirDate: choose.one(DATES),
    FhirDateTime: choose.one(MOMENTS),
    FhirReference: { reference: `Practitioner/${word}` },
    Int: number,
    Float: number,
    Boolean: choose.chance(0.5),
    CodeableConcept: concept,
    Coding: concept.coding[0],
    Quantity: quantity,
    Range: { low: quantity },
    Money: { value: number, currency: 'USD' },
    Period: { start: choose.one(MOMENTS) },
    Annotation: { text: `${word} ${number}`, time: choose.one(MOMENTS) },
    Identifier: { system: `urn:${word}`, value: `00${number}-${word}` },
    Dosage: { text: word, patientInstruction: `${number}` },
    ObservationComponent: { code: concept, valueQuantity: quantity },
    ReferenceRange: { low: quantity, text: word },
    AllergyReaction: { manifestation: [concept], description: word },
    Practitioner: { reference: `Practitioner/${word}` },
    Organization: { reference: `Organization/${word}` },
    Location: { reference: `Location/${word}` },
    Participant: {
      actor: { reference: `Practitioner/${word}` },
      individual: { reference: `Practitioner/${word}` },
    },
  };
  return values[type];
}

/** Where several fields are read from one property, or from a choice of types. */
const SPECIAL: Readonly<Record<string, (choose: Chooser) => Json>> = {
  Patient: (choose) => ({
    name: [
      { use: 'official', family: choose.one(['Alder', 'Birk', 'Ceder']), given: [choose.one(['Ann', 'Bo'])] },
    ],
    birthDate: choose.one(['1975-04-05', '1975-11-30', '2012-06-01']),
    identifier: [
      { system: 'http://hl7.org/fhir/sid/us-ssn', value: choose.one(['900-11-1234', '900-22-9999']) },
      {
        system: 'urn:mrn',
        type: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v2-0203', code: 'MR' }] },
        value: choose.one(['M-1001', 'M-1002', 'M-1003']),
      },
    ],
    telecom: [{ system: 'phone', value: choose.one(['555-010-0101', '555-010-0202']) }],
    address: [
      {
        line: [choose.one(['1 First Street', '2 Second Street'])],
        city: 'Warwick',
        state: 'RI',
        postalCode: '02903',
      },
    ],
    maritalStatus: { coding: [{ code: choose.one(['M', 'S']) }] },
    communication: [{ language: { coding: [{ code: choose.one(['en', 'pt']) }] } }],
    deceasedDateTime: undefined,
    extension: [
      {
        url: 'http://hl7.org/fhir/us/core/StructureDefinition/us-core-race',
        extension: [{ url: 'ombCategory', valueCoding: { display: choose.one(['White', 'Asian']) } }],
      },
    ],
  }),
  MedicationRequest: (choose) => ({ medicationCodeableConcept: valueFor(choose, 'CodeableConcept') }),
  DocumentReference: (choose) => ({
    content: [{ attachment: { contentType: 'text/plain', data: btoa(choose.one(WORDS)) } }],
    context: {
      period: { start: choose.one(MOMENTS) },
      encounter: [{ reference: `Encounter/${choose.one(WORDS)}` }],
    },
  }),
  Encounter: (choose) => ({
    diagnosis: [{ condition: { reference: `Condition/${choose.one(WORDS)}` } }],
    location: [{ location: { reference: `Location/${choose.one(WORDS)}` } }],
  }),
};
