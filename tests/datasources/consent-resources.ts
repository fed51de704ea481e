import type { ResourceToWrite } from '../../datasources/health-data.ts';
import { resource } from './resources.ts';

/** A consent to ordinary use, of ours. */
export function consentResource(id: string, status: string): Readonly<Record<string, unknown>> {
  return {
    resourceType: 'Consent',
    id,
    status,
    scope: {
      coding: [{ system: 'http://terminology.hl7.org/CodeSystem/consentscope', code: 'patient-privacy' }],
    },
    patient: { reference: 'Patient/p' },
    dateTime: '2025-06-01',
    provision: { type: 'permit' },
  };
}

export function consent(
  id: string,
  subjectId: string,
  status: string,
  extra: Partial<ResourceToWrite> = {},
): ResourceToWrite {
  return resource('Consent', id, subjectId, {
    rowCategories: ['CONSENT'],
    date: '2025-06-01',
    resource: { ...consentResource(id, status), patient: { reference: `Patient/${subjectId}` } },
    ...extra,
  });
}
