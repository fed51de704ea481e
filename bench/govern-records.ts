import type { ResourceToWrite } from '../datasources/health-data.ts';
import { PHYSICIAN } from './make-records.ts';

/** Scopes of a token that reach every row of the yardstick. */
export const GOVERNED_SCOPES: readonly string[] = Object.freeze([
  'user/Patient.rs',
  'user/Encounter.rs',
  'user/Observation.rs',
]);

/** One row in so many bears a label. */
const LABELLED_ONE_IN = 10;

/**
 * The same records as a hospital has them: every patient has a consent, and one row in ten, a patient's included,
 * is about mental health. The consent permits treatment but for substance use, so every row is looked at; what the
 * physician sees stays the same.
 */
export function governRecords(records: readonly ResourceToWrite[]): readonly ResourceToWrite[] {
  const labelled = records.map((record, index) =>
    index % LABELLED_ONE_IN === 0 ? { ...record, labels: ['MH'] } : record,
  );
  const patients = records.filter(({ resourceType }) => resourceType === 'Patient');
  return [...labelled, ...patients.map(consentOf)];
}

function consentOf(patient: ResourceToWrite): ResourceToWrite {
  const id = `consent-${patient.id}`;
  return {
    ...patient,
    resourceType: 'Consent',
    id,
    rowCategories: ['CONSENT'],
    date: '2020-01-01',
    ties: [],
    resource: {
      resourceType: 'Consent',
      id,
      status: 'active',
      scope: {
        coding: [{ system: 'http://terminology.hl7.org/CodeSystem/consentscope', code: 'patient-privacy' }],
      },
      patient: { reference: `Patient/${patient.id}` },
      dateTime: '2020-01-01',
      provision: {
        type: 'permit',
        period: { start: '2020-01-01' },
        actor: [
          {
            role: {
              coding: [
                { system: 'http://terminology.hl7.org/CodeSystem/v3-ParticipationType', code: 'IRCP' },
              ],
            },
            reference: { reference: PHYSICIAN },
          },
        ],
        purpose: [{ system: ACT_REASON, code: 'TREAT' }],
        provision: [
          {
            type: 'deny',
            securityLabel: [{ system: ACT_CODE, code: 'SUD' }],
            purpose: [{ system: ACT_REASON, code: 'TREAT' }],
          },
        ],
      },
    },
  };
}

const ACT_REASON = 'http://terminology.hl7.org/CodeSystem/v3-ActReason';
const ACT_CODE = 'http://terminology.hl7.org/CodeSystem/v3-ActCode';
