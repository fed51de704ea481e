import { PATIENT_COUNT, patientId } from './make-records.ts';
import { WORKLOADS } from './workloads.ts';

/** One query that two versions of Phield are compared by. */
export interface VersionWorkload {
  readonly name: 'W1' | 'W2' | 'W3' | 'F1' | 'F50';
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  /** PHI fields per operation. */
  readonly phiFields: number;
  /** Distinct patients per operation. */
  readonly patients: number;
}

const PATIENTS = { W1: 1, W2: PATIENT_COUNT, W3: 20 } as const;

/**
 * W1 to W3, and one field of one and of fifty patients: what these differ by is the cost of a patient, what F50
 * and W2 differ by the cost of a field.
 */
export const VERSION_WORKLOADS: readonly VersionWorkload[] = Object.freeze([
  ...WORKLOADS.map((workload) => ({ ...workload, patients: PATIENTS[workload.name] })),
  {
    name: 'F1' as const,
    query: 'query One($id: ID!) { patient(id: $id) { gender } }',
    variables: { id: patientId(0) },
    phiFields: 1,
    patients: 1,
  },
  {
    name: 'F50' as const,
    query: `query Fifty { patients(first: ${PATIENT_COUNT}) { edges { node { gender } } } }`,
    variables: {},
    phiFields: PATIENT_COUNT,
    patients: PATIENT_COUNT,
  },
]);
