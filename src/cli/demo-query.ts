/** The patient that every persona of riverside asks for. */
export const DEMO_PATIENT = 'Patient/demo-ada';

/** The five who ask, with what each stands for. */
export const DEMO_PERSONAS = Object.freeze([
  'physician',
  'billing',
  'patient',
  'stranger',
  'auditor',
] as const);

/** One query, the same for all: names, numbers, a problem, a result, the coverage and a claim. */
export const DEMO_QUERY = `query Chart {
  patient(id: "${DEMO_PATIENT}") {
    name { text }
    birthDate
    mrn
    ssn
    telecom { system value }
    conditions(first: 2) { edges { node { code { text } } } }
    observations(first: 2, category: LAB) { edges { node { code { text } valueQuantity { value unit } } } }
    coverages(first: 1) { edges { node { subscriberId } } }
    claims(first: 1) { edges { node { diagnosisCodes { code } } } }
  }
}`;

/** The same on one line, for a shell. */
export const DEMO_QUERY_LINE = DEMO_QUERY.replaceAll(/\s+/g, ' ');
