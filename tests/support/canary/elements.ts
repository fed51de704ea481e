import type { Canaries } from './canaries.ts';

export type Resource = Record<string, unknown>;

export const CANARY_PATIENT = 'canary-patient';
/** Rows by type: one of each, with this logical id. */
export const CANARY_ROW = 'canary-row';

const THO = 'http://terminology.hl7.org/CodeSystem';

export type Elements = ReturnType<typeof createElements>;

/** FHIR R4 data types with a planted value in every part that the schema shows. */
export function createElements(c: Canaries) {
  const subject = { reference: `Patient/${CANARY_PATIENT}` };
  const physician = { reference: 'Practitioner/demo-physician' };
  const house = { reference: 'Organization/canary-house' };
  const ward = { reference: 'Location/canary-ward' };
  /** A row that this one tells of: it is looked for by its id, whose labels this one takes. */
  const quoted = (type: string) => ({ reference: `${type}/${CANARY_ROW}` });
  const coding = () => ({ system: c.uri(), code: c.text(), display: c.text() });
  const concept = () => ({ text: c.text(), coding: [coding()] });
  const known = (system: string, code: string) => ({
    text: c.text(),
    coding: [{ system: `${THO}/${system}`, code, display: c.text() }],
  });
  /** As a code alone shows: claims and identifiers have no text. */
  const bare = () => ({ coding: [coding()] });
  const codeOnly = () => ({ coding: [{ code: c.text() }] });
  const period = () => ({ start: c.moment(), end: c.moment() });
  const quantity = () => ({
    value: c.number(),
    comparator: c.text(),
    unit: c.text(),
    system: c.uri(),
    code: c.text(),
  });
  const range = () => ({ low: quantity(), high: quantity() });
  const money = () => ({ value: c.number(), currency: c.text() });
  const note = () => [{ text: c.text(), time: c.moment(), authorReference: c.reference('Practitioner') }];
  const identifier = (type: string) => ({
    use: c.text(),
    system: c.uri(),
    value: c.text(),
    type: { coding: [{ code: type }] },
  });
  const attachment = () => ({
    contentType: 'text/plain',
    title: c.text(),
    creation: c.moment(),
    data: Buffer.from(c.text()).toString('base64'),
  });
  /** `owner`: the element that names the patient; empty: none of its own. */
  const row = (resourceType: string, owner: string, more: Resource): Resource => ({
    resourceType,
    id: CANARY_ROW,
    ...(owner !== '' && { [owner]: subject }),
    ...more,
  });
  const item = () => ({
    sequence: c.integer(),
    productOrService: bare(),
    modifier: [bare()],
    servicedDate: c.date(),
    servicedPeriod: period(),
    quantity: quantity(),
    unitPrice: money(),
    net: money(),
  });
  const bill = () => ({
    status: c.text(),
    type: concept(),
    use: c.text(),
    billablePeriod: period(),
    created: c.moment(),
    insurer: house,
    provider: c.reference('Practitioner'),
    diagnosis: [{ sequence: 1, diagnosisCodeableConcept: bare() }],
    procedure: [{ sequence: 1, procedureCodeableConcept: bare() }],
    insurance: [{ coverage: c.reference('Coverage') }],
    item: [item()],
  });
  const value = () => ({
    valueQuantity: quantity(),
    valueCodeableConcept: concept(),
    valueString: c.text(),
    valueInteger: c.integer(),
    valueBoolean: true,
    valueDateTime: c.moment(),
    dataAbsentReason: concept(),
    interpretation: [concept()],
    referenceRange: [{ low: quantity(), high: quantity(), type: concept(), text: c.text() }],
  });

  return Object.freeze({
    ...c,
    subject,
    physician,
    house,
    ward,
    quoted,
    coding,
    concept,
    known,
    bare,
    codeOnly,
    period,
    quantity,
    range,
    money,
    note,
    identifier,
    attachment,
    row,
    item,
    bill,
    value,
  });
}
