import { PATIENT_COUNT, patientId } from './make-records.ts';

/** One query of the yardstick, sent unchanged to every contestant. */
export interface Workload {
  readonly name: 'W1' | 'W2' | 'W3';
  readonly about: string;
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  /** PHI fields per operation: coordinates of `@phi` resolved, each counted once per row. */
  readonly phiFields: number;
}

/** Twelve PHI coordinates of Patient, as a chart's header shows them. */
const TWELVE_FIELDS = `
  id
  name { family given }
  birthDate
  gender
  deceased
  mrn
  telecom { system value }
  address { line city state postalCode }
  maritalStatus
  language
  race
  ethnicity
  generalPractitioner`;

const CHARTS = `query Charts {
  patients(first: 20) {
    edges { node {
      id birthDate gender deceased mrn maritalStatus language race ethnicity name { family }
      encounters(first: 5) { edges { node {
        id status class { code } period { start end } dischargeDisposition { text }
      } } }
      observations(first: 10) { edges { node {
        id status code { text } effectiveDateTime valueQuantity { value unit }
      } } }
    } }
  }
}`;

/** Rows of W3: 20 patients with 10 leaves each, 100 encounters and 200 observations with 6 each: 2,000. */
export const WORKLOADS: readonly Workload[] = Object.freeze([
  {
    name: 'W1',
    about: 'one patient, 12 PHI fields',
    query: `query Header($id: ID!) { patient(id: $id) {${TWELVE_FIELDS} } }`,
    variables: { id: patientId(0) },
    phiFields: 12,
  },
  {
    name: 'W2',
    about: `${PATIENT_COUNT} patients, 12 PHI fields each`,
    query: `query List { patients(first: ${PATIENT_COUNT}) { edges { node {${TWELVE_FIELDS} } } } }`,
    variables: {},
    phiFields: 12 * PATIENT_COUNT,
  },
  {
    name: 'W3',
    about: '20 patients with 5 encounters and 10 observations each, 2,000 leaves',
    query: CHARTS,
    variables: {},
    // Of each patient 9 values and 2 lists, of each encounter and observation 4 values.
    phiFields: 20 * (9 + 2 + 5 * 4 + 10 * 4),
  },
]);
