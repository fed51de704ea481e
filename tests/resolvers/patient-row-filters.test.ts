import { describe, expect, it } from 'vitest';
import { PATIENT_ROW_FILTERS } from '../../resolvers/patient-row-filters.ts';
import { soughtRows } from '../../resolvers/row-filter.ts';
import type { PhiFilter } from '../../src/access/access-model.ts';
import { shippedModel } from '../support/shipped-model.ts';
import { stored } from './fake-context.ts';

const row = (resource: Record<string, unknown>) =>
  stored({ resourceType: 'Observation', id: 'o', ...resource });
const coded = (code: string) => ({ coding: [{ system: 'urn:s', code }] });
const year = (from: string) => ({ from, to: from });

describe('filters of a patient’s rows', () => {
  it('are those that the schema declares, each with every field it reads', async () => {
    const model = await shippedModel();
    const declared = Object.values(model.filters).filter(({ coordinate }) =>
      coordinate.startsWith('Patient.'),
    );
    const fields = (filter: PhiFilter) => [filter.coordinate, filter.fields.join(' ')];
    expect(Object.fromEntries(declared.map(fields))).toEqual({
      'Patient.observations(code:)': 'Observation.code',
      'Patient.observations(date:)': 'Observation.effectiveDateTime Observation.effectivePeriod',
      'Patient.conditions(code:)': 'Condition.code',
      'Patient.conditions(onsetDate:)': 'Condition.onsetDateTime Condition.onsetPeriod',
      'Patient.conditions(recordedDate:)': 'Condition.recordedDate',
      'Patient.encounters(date:)': 'Encounter.period',
      'Patient.medications(code:)': 'MedicationRequest.medication',
      'Patient.procedures(code:)': 'Procedure.code',
      'Patient.procedures(date:)': 'Procedure.performedDateTime Procedure.performedPeriod',
      'Patient.diagnosticReports(code:)': 'DiagnosticReport.code',
      'Patient.diagnosticReports(date:)':
        'DiagnosticReport.effectiveDateTime DiagnosticReport.effectivePeriod',
      'Patient.immunizations(date:)': 'Immunization.occurrenceDateTime',
    });
    const served = Object.values(PATIENT_ROW_FILTERS).flatMap((list) =>
      list.map(({ coordinate }) => coordinate),
    );
    expect(served.sort()).toEqual(declared.map(({ coordinate }) => coordinate).sort());
  });

  it('that are not given find everything, as those given as null', () => {
    const { observations } = PATIENT_ROW_FILTERS;
    for (const args of [{}, { code: null, date: null }, { code: undefined }]) {
      const { filters, matches } = soughtRows(observations, args);
      expect(filters).toEqual([]);
      expect(matches(row({}))).toBe(true);
    }
  });

  it('must all match', () => {
    const { filters, matches } = soughtRows(PATIENT_ROW_FILTERS.observations, {
      code: 'a',
      date: year('2024'),
    });
    expect(filters).toEqual(['Patient.observations(code:)', 'Patient.observations(date:)']);
    expect(matches(row({ code: coded('a'), effectiveDateTime: '2024-05-01' }))).toBe(true);
    expect(matches(row({ code: coded('b'), effectiveDateTime: '2024-05-01' }))).toBe(false);
    expect(matches(row({ code: coded('a'), effectiveDateTime: '2023-05-01' }))).toBe(false);
    expect(matches(row({}))).toBe(false);
  });

  it('read what the fields show and nothing beside it', () => {
    const at = (resource: Record<string, unknown>) =>
      soughtRows(PATIENT_ROW_FILTERS.observations, { date: year('2024') }).matches(row(resource));
    expect(at({ effectivePeriod: { start: '2023-12-31', end: '2024-01-01' } })).toBe(true);
    expect(at({ effectiveInstant: '2024-01-01T00:00:00Z' })).toBe(true);
    expect(at({ issued: '2024-01-01T00:00:00Z' })).toBe(false);
    expect(at({ effectiveTiming: { event: ['2024-01-01'] } })).toBe(false);
    expect(at({ effectiveDateTime: ['2024-01-01'] })).toBe(false);
    const seeks = (resource: Record<string, unknown>) =>
      soughtRows(PATIENT_ROW_FILTERS.medications, { code: 'm' }).matches(row(resource));
    expect(seeks({ medicationCodeableConcept: coded('m') })).toBe(true);
    const contained = [{ resourceType: 'Medication', id: '1', code: coded('m') }];
    expect(seeks({ medicationReference: { reference: '#1' }, contained })).toBe(true);
    expect(seeks({ medicationReference: { reference: '#2' }, contained })).toBe(false);
    expect(seeks({ code: coded('m') })).toBe(false);
  });

  it.each([
    ['encounters', { date: year('2024') }, { period: { start: '2024-02-01' } }],
    ['conditions', { onsetDate: year('2024') }, { onsetDateTime: '2024' }],
    ['conditions', { onsetDate: year('2024') }, { onsetPeriod: { start: '2024-01' } }],
    ['conditions', { recordedDate: year('2024') }, { recordedDate: '2024-02-01' }],
    ['conditions', { code: 'a' }, { code: coded('a') }],
    ['procedures', { code: 'urn:s|a' }, { code: coded('a') }],
    ['procedures', { date: year('2024') }, { performedDateTime: '2024-02-01' }],
    ['procedures', { date: year('2024') }, { performedPeriod: { start: '2024-02-01', end: '2024-02-02' } }],
    ['diagnosticReports', { code: 'a' }, { code: coded('a') }],
    ['diagnosticReports', { date: year('2024') }, { effectiveDateTime: '2024-02-01' }],
    ['immunizations', { date: year('2024') }, { occurrenceDateTime: '2024-02-01' }],
  ] as const)('%s by %j', (field, args, resource) => {
    const { filters, matches } = soughtRows(PATIENT_ROW_FILTERS[field], args);
    expect(filters).toEqual(Object.keys(args).map((name) => `Patient.${field}(${name}:)`));
    expect(matches(row(resource))).toBe(true);
    expect(matches(row({}))).toBe(false);
  });
});
