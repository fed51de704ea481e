import type { QueryResolvers } from '../src/generated/resolver-types.ts';
import { accessReview } from './access-review.ts';
import { breakGlassReviews } from './break-glass-review.ts';
import { consentFindings } from './consent-finding.ts';
import { document, documents } from './documents.ts';
import { findPatient } from './find-patient.ts';
import { finding, findings } from './findings.ts';
import { insightOversight } from './insight-oversight.ts';
import { insightReviews } from './insights.ts';
import { ledger, whoSawMyRecord } from './ledger.ts';
import { findNode } from './node.ts';
import { pageOfPatients } from './page-of-patients.ts';
import { parseTypedId } from './parse-node-id.ts';

/** The roots. A record that does not exist for the actor is taken out by the engine, not here. */
export const query: Required<QueryResolvers> = Object.freeze({
  patient: async (_root, { id }, { data }) => (await data.patient(parseTypedId('Patient', id))).record,
  patients: (_root, args, context) => pageOfPatients(args, context),
  findPatient: (_root, { search }, context) => findPatient(search, context),
  node: (_root, { id }, context) => findNode(id, context),
  breakGlassReviews,
  consentFindings,
  insightReviews,
  documents,
  document,
  ledger,
  findings,
  finding,
  insightOversight,
  whoSawMyRecord,
  accessReview,
  me: (_root, _args, { actor }) => ({
    id: actor.id,
    roles: actor.roles,
    tenant: actor.tenant,
    purpose: actor.purpose,
    client: actor.client,
    patient: actor.patient === null ? ownReference(actor.fhirUser, 'Patient') : `Patient/${actor.patient}`,
    practitioner: ownReference(actor.fhirUser, 'Practitioner'),
  }),
});

function ownReference(fhirUser: string | null, type: string): string | null {
  return fhirUser?.startsWith(`${type}/`) ? fhirUser : null;
}
