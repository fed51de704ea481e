import type { Resolvers } from '../src/generated/resolver-types.ts';
import { accessReviewFields } from './access-review.ts';
import { allergyIntolerance } from './allergy-intolerance.ts';
import { appointment } from './appointment.ts';
import { breakGlassReview } from './break-glass-review.ts';
import { careTeam } from './care-team.ts';
import { claim, explanationOfBenefit } from './claim.ts';
import { condition } from './condition.ts';
import { consent } from './consent.ts';
import { consentFinding } from './consent-finding.ts';
import { coverage } from './coverage.ts';
import { diagnosticReport } from './diagnostic-report.ts';
import { location, organization, practitioner } from './directory.ts';
import { documentReference } from './document-reference.ts';
import { encounter } from './encounter.ts';
import { accessExplanation } from './explain-access.ts';
import { immunization } from './immunization.ts';
import { insight } from './insight.ts';
import { patientInsights } from './insights.ts';
import { ledgerLists } from './ledger.ts';
import { activity } from './ledger-activity.ts';
import { ledgerFiles } from './ledger-files.ts';
import { usage } from './ledger-usage.ts';
import { medicationRequest } from './medication-request.ts';
import { mutation } from './mutation.ts';
import { observation } from './observation.ts';
import { patient, patientMatch } from './patient.ts';
import { procedure } from './procedure.ts';
import { query } from './query.ts';
import { scalars } from './scalars.ts';

/**
 * Every resolver of the schema: field to datasource, no policy. The parent of a row's field is its
 * StoredRecord. Connections, edges, page information, abstract types, row handles, `_access` and `mayOmit` are the engine's.
 */
export const resolvers: Resolvers = Object.freeze({
  ...scalars,
  Query: query,
  Mutation: mutation,
  ConsentFinding: consentFinding,
  BreakGlassReview: breakGlassReview,
  AccessExplanation: accessExplanation,
  Patient: patient,
  PatientMatch: patientMatch,
  Encounter: encounter,
  Condition: condition,
  Observation: observation,
  MedicationRequest: medicationRequest,
  AllergyIntolerance: allergyIntolerance,
  Immunization: immunization,
  Procedure: procedure,
  DiagnosticReport: diagnosticReport,
  DocumentReference: documentReference,
  Coverage: coverage,
  Claim: claim,
  ExplanationOfBenefit: explanationOfBenefit,
  CareTeam: careTeam,
  Appointment: appointment,
  Consent: consent,
  PatientInsights: patientInsights,
  Insight: insight,
  Practitioner: practitioner,
  Organization: organization,
  Location: location,
  Ledger: { ...ledgerLists, ...ledgerFiles, activity, usage },
  AccessReview: accessReviewFields,
});
