import type { HouseIds } from './canary-house.ts';
import type { ArgumentValues } from './every-operation.ts';

const REASON = 'It is looked at by somebody.';

/** What a reviewer gives with each argument: ids of what is there, so that there is something to be told. */
export function argumentValues(ids: HouseIds, comment: string): ArgumentValues {
  const search = { mrn: 'none' };
  const actor = { id: 'in-need', roles: ['PHYSICIAN'], purpose: 'TREAT' };
  const known = { client: ids.client, id: ids.document };
  return {
    'Query.patient(id:)': ids.patient,
    'Query.patients(first:)': 5,
    'Query.findPatient(search:)': search,
    'Query.node(id:)': `Patient/${ids.patient}`,
    'Query.document(client:)': known.client,
    'Query.document(id:)': known.id,
    'Query.finding(id:)': ids.finding,
    'PatientInsights.labExplanation(observationId:)': 'canary-row',
    'PatientInsights.codingSuggestions(encounterId:)': 'canary-row',
    'PatientInsights.priorAuthDraft(coverageId:)': 'canary-row',
    'PatientInsights.priorAuthDraft(service:)': 'cgm',
    'PatientInsights.ask(question:)': 'What is there?',
    'PatientInsights.draftNote(encounterId:)': 'canary-row',
    'Mutation.breakGlass(patientId:)': ids.patient,
    'Mutation.breakGlass(reason:)': 'OVRER',
    'Mutation.breakGlass(justification:)': REASON,
    'Mutation.reviewBreakGlass(id:)': ids.glass,
    'Mutation.reviewBreakGlass(verdict:)': 'JUSTIFIED',
    'Mutation.reviewBreakGlass(comment:)': comment,
    'Mutation.recordConsent(patientId:)': ids.patient,
    'Mutation.recordConsent(input:)': { decision: 'PERMIT' },
    'Mutation.withdrawConsent(id:)': 'Consent/canary-row',
    'Mutation.reveal(id:)': `Patient/${ids.patient}`,
    'Mutation.reveal(fields:)': ['ssn'],
    'Mutation.reveal(reason:)': REASON,
    'Mutation.explainAccess(input:)': { resource: `Patient/${ids.patient}`, fields: ['name'], actor },
    'Mutation.draftNote(encounterId:)': 'canary-row',
    'Mutation.draftNote(transcript:)': [{ speaker: 'PATIENT', text: REASON }],
    'Mutation.reviewInsight(id:)': ids.insight,
    'Mutation.reviewInsight(verdict:)': 'CONFIRM',
    'Mutation.reviewInsight(reason:)': REASON,
    'Mutation.publishDocuments(documents:)': [{ id: 'of-a-reviewer', text: '{ me { id } }' }],
    'Mutation.approveDocument(client:)': known.client,
    'Mutation.approveDocument(id:)': known.id,
    'Mutation.rejectDocument(client:)': known.client,
    'Mutation.rejectDocument(id:)': known.id,
    'Mutation.retireDocument(client:)': known.client,
    'Mutation.retireDocument(id:)': known.id,
    'Mutation.assignFinding(id:)': ids.finding,
    'Mutation.assignFinding(version:)': 1,
    'Mutation.assignFinding(assignee:)': 'helper',
    'Mutation.closeFinding(id:)': ids.finding,
    'Mutation.closeFinding(version:)': 2,
    'Mutation.closeFinding(verdict:)': 'EXPECTED',
    'Mutation.reopenFinding(id:)': ids.finding,
    'Mutation.reopenFinding(version:)': 3,
    'AccessReview.matrix(version:)': ids.version,
    'AccessReview.cell(version:)': ids.version,
    'AccessReview.declaration(version:)': ids.version,
    'AccessReview.cell(category:)': 'LAB',
    'AccessReview.cell(role:)': 'PHYSICIAN',
    'AccessReview.explain(input:)': {
      ...{ coordinate: 'Patient.ssn', roles: ['BILLING'], purpose: 'HPAYMT' },
      ...{ launched: false, multiFactor: true, consented: true, labels: [], glass: false, revealed: false },
    },
    'AccessReview.explainEvent(id:)': ids.event,
    'AccessReview.source(file:)': 'schema/access.graphql',
    'AccessReview.source(line:)': 20,
    'AccessReview.compare(old:)': ids.version,
    'AccessReview.compare(new:)': ids.version,
    'Ledger.readings(patient:)': ids.patient,
    'Ledger.accounting(patient:)': ids.patient,
    'Ledger.proof(event:)': ids.event,
  };
}

/** The same of the console's documents, by document; each is run once for each set. */
export function consoleVariables(
  ids: HouseIds,
  comment: string,
): Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>> {
  const since = new Date(Date.now() - 86_400_000).toISOString();
  const version = { old: ids.version, new: ids.version };
  const explained = { coordinate: 'Patient.ssn', roles: ['BILLING'], purpose: 'HPAYMT' };
  const axes = ['ROLE', 'PURPOSE', 'CATEGORY', 'CLIENT', 'DECISION', 'REASON', 'COORDINATE'];
  const known = { client: ids.client, id: ids.document };
  const ofPatient = { patient: ids.patient };
  return {
    'access-cell': [{ category: 'LAB', role: 'PHYSICIAN' }],
    'access-compare': [version],
    'access-explain': [{ input: explained }],
    'access-explain-event': [{ id: ids.event }],
    'access-matrix': [{ by: 'CATEGORY' }, { by: 'COORDINATE', filter: { roles: ['PHYSICIAN'] } }],
    'access-source': [{ file: 'schema/access.graphql', line: 20 }],
    'activity-by-axis': axes.map((by) => ({ by, since })),
    'activity-usage': [{ since }],
    'break-glass-queue': [{}, { state: 'OPEN' }, { state: 'REVIEWED' }],
    'break-glass-review': [{ id: ids.glass, verdict: 'JUSTIFIED', comment }],
    'break-glass-uses': [{}, { filter: ofPatient }],
    'documents-approve': [{ ...known, footprint: 'f'.repeat(64), expected: 'PROPOSED' }],
    'documents-list': [{}],
    'documents-one': [known],
    'documents-reject': [{ ...known, expected: 'PROPOSED' }],
    'documents-retire': [{ ...known, expected: 'APPROVED' }],
    'findings-assign': [{ id: ids.finding, version: 1, assignee: 'helper' }],
    'findings-close': [{ id: ids.finding, version: 2, verdict: 'EXPECTED' }],
    'findings-evidence': [{ filter: { actor: 'in-need' } }],
    'findings-one': [{ id: ids.finding }],
    'findings-reopen': [{ id: ids.finding, version: 3 }],
    'ledger-export': ['AUDITEVENT', 'CSV', 'NDJSON'].map((format) => ({ format })),
    'ledger-proof': [{ event: ids.event }],
    'ledger-events': [{}, { filter: ofPatient }],
    'patients-accounting': ['JSON', 'PDF'].flatMap((format) =>
      [true, false].map((all) => ({ ...ofPatient, all, format })),
    ),
    'patients-events': [{ filter: ofPatient }],
    'patients-readings': [ofPatient],
  };
}
