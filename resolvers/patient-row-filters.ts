import { toCodeableConcept } from './fhir/coding.ts';
import { toPeriod } from './fhir/period.ts';
import { readDateTime } from './fhir/read-element.ts';
import { toMedication } from './medication-request.ts';
import { byCode, byDate } from './row-filter.ts';

/**
 * How the rows of a patient are found by value, by the field that lists them. Each reads what the fields named in
 * the argument's `@phi` show, and nothing else: what those fields need, the filter needs.
 */
export const PATIENT_ROW_FILTERS = Object.freeze({
  observations: [
    byCode('Patient.observations', ({ code }) => toCodeableConcept(code)),
    byDate('Patient.observations', 'date', (record) => ({
      at: readDateTime(record.effectiveDateTime ?? record.effectiveInstant),
      during: toPeriod(record.effectivePeriod),
    })),
  ],
  conditions: [
    byCode('Patient.conditions', ({ code }) => toCodeableConcept(code)),
    byDate('Patient.conditions', 'onsetDate', ({ onsetDateTime, onsetPeriod }) => ({
      at: readDateTime(onsetDateTime),
      during: toPeriod(onsetPeriod),
    })),
    byDate('Patient.conditions', 'recordedDate', ({ recordedDate }) => ({ at: readDateTime(recordedDate) })),
  ],
  encounters: [byDate('Patient.encounters', 'date', ({ period }) => ({ during: toPeriod(period) }))],
  medications: [byCode('Patient.medications', toMedication)],
  procedures: [
    byCode('Patient.procedures', ({ code }) => toCodeableConcept(code)),
    byDate('Patient.procedures', 'date', ({ performedDateTime, performedPeriod }) => ({
      at: readDateTime(performedDateTime),
      during: toPeriod(performedPeriod),
    })),
  ],
  diagnosticReports: [
    byCode('Patient.diagnosticReports', ({ code }) => toCodeableConcept(code)),
    byDate('Patient.diagnosticReports', 'date', ({ effectiveDateTime, effectivePeriod }) => ({
      at: readDateTime(effectiveDateTime),
      during: toPeriod(effectivePeriod),
    })),
  ],
  immunizations: [
    byDate('Patient.immunizations', 'date', ({ occurrenceDateTime }) => ({
      at: readDateTime(occurrenceDateTime),
    })),
  ],
});
