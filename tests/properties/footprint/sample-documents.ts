import { CODE } from './full-patient.ts';
import { WRITTEN_IDS } from './written-insights.ts';

type Variables = Readonly<Record<string, unknown>>;

export interface SampleDocument {
  readonly text: string;
  /** Values that between them take every branch. */
  readonly toggles: readonly Variables[];
}

const ADA = 'Patient/ada';
const EVER = { from: '1900-01-01', to: '2100-01-01' };
const INSIGHTS = WRITTEN_IDS.map((id) => ({ id: `Insight/${id}` }));
const TEXT = 'Needed for the case at hand.';
const once: readonly Variables[] = [{}];

const sample = (text: string, toggles: readonly Variables[] = once): SampleDocument => ({ text, toggles });

/** Every combination of the values given for each name. */
function all(names: Readonly<Record<string, readonly unknown[]>>): readonly Variables[] {
  return Object.entries(names).reduce<readonly Variables[]>(
    (made, [name, values]) => made.flatMap((one) => values.map((value) => ({ ...one, [name]: value }))),
    once,
  );
}

/** Operations as apps ask them: whatever a document can hold stands in some of them. */
export const SAMPLE_DOCUMENTS: Readonly<Record<string, SampleDocument>> = Object.freeze({
  chart: sample('query Chart($id: ID!) { patient(id: $id) { id name { family given } birthDate mrn ssn } }', [
    { id: ADA },
    { id: 'ada' },
    { id: 'nobody' },
  ]),
  'own fields of every kind': sample(
    `{ patient(id: "${ADA}") { gender deceased deceasedDate identifiers { value } telecom { value } address { city postalCode }
      maritalStatus language race ethnicity generalPractitioner } }`,
  ),
  'lists in lists': sample(
    `query($n: Int) { patients(first: $n) { edges { cursor node { id
      conditions(first: 3) { edges { node { code { text } severity { text } } } }
      observations(first: 50, category: LAB) { edges { node { valueQuantity { value } interpretation { text } } } } } }
      pageInfo { hasNextPage mayOmit } } }`,
    [{ n: 5 }, {}],
  ),
  'every list': sample(
    `{ patient(id: "ada") {
      encounters { edges { node { period { start } } } } medications { edges { node { status } } }
      allergies { edges { node { criticality } } } immunizations { edges { node { status } } }
      procedures { edges { node { status } } } diagnosticReports { edges { node { status } } }
      coverages { edges { node { status } } } claims { edges { node { status } } }
      explanationsOfBenefit { edges { node { status } } } careTeam { edges { node { status } } }
      appointments { edges { node { status } } } consents { edges { node { status } } } } }`,
  ),
  'rows nobody selects from': sample('{ patient(id: "ada") { notes { pageInfo { mayOmit } } } }'),
  'directives by variables': sample(
    `query($a: Boolean!, $b: Boolean!) { patient(id: "ada") { id
      name @include(if: $a) { family } ssn @skip(if: $a) ... @include(if: $b) { mrn telecom { value } }
      ...Address @skip(if: $b) } }
    fragment Address on Patient { address { city } }`,
    all({ a: [true, false], b: [true, false] }),
  ),
  'one branch of each': sample(
    `query($a: Boolean!) { patient(id: "ada") { claims @include(if: $a) { edges { node { total { value } } } }
      notes @skip(if: $a) { edges { node { text } } } } }`,
    all({ a: [true, false] }),
  ),
  'fragments in fragments': sample(
    `{ patient(id: "ada") { ...Card } }
    fragment Card on Patient { ...Name encounters(first: 1) { edges { ...Visit } } }
    fragment Name on Patient { name { family } }
    fragment Visit on EncounterEdge { node { class { code } ...Why } }
    fragment Why on Encounter { reasonCode { text } }`,
  ),
  'a name for each': sample(
    `{ a: patient(id: "ada") { x: ssn y: mrn } b: patient(id: "${ADA}") { x: birthDate y: gender } }`,
  ),
  'the same name twice': sample(
    '{ patient(id: "ada") { name { family } } patient(id: "ada") { name { given } mrn } }',
  ),
  'a fragment on the interface': sample(
    '{ patient(id: "ada") { ...Any } } fragment Any on Node { id ... on Patient { race } fhirId }',
  ),
  'any node': sample('query($id: ID!) { node(id: $id) { id } }', [...INSIGHTS, { id: ADA }]),
  'a node of some types': sample(
    `query($id: ID!) { node(id: $id) { __typename ... on Patient { ssn } ... on Observation { code { text } valueQuantity { value } }
      ... on Claim { total { value } } ... on Practitioner { name { family } } } }`,
    [
      ...INSIGHTS,
      ...ids('Patient/ada', 'Observation/ada-observation-0', 'Claim/ada-claim-0', 'Practitioner/p9'),
    ],
  ),
  'a node through its interface': sample(
    `query($id: ID!) { node(id: $id) { ... on Node { id ... on Condition { note { text } } ...Visit } } }
    fragment Visit on Encounter { status }`,
    [...INSIGHTS, ...ids('Condition/ada-condition-0', 'Encounter/ada-encounter-0')],
  ),
  'a stored insight': sample(
    'query($id: ID!) { node(id: $id) { ... on Insight { sentences { text } groundingScore reviewState reviewReason model } } }',
    INSIGHTS,
  ),
  'found by what is written': sample('{ patients(search: { mrn: "M-1001" }) { edges { node { id } } } }'),
  'found by a variable': sample(
    'query($s: PatientSearchInput) { patients(search: $s) { edges { node { gender } } } }',
    [
      {},
      { s: null },
      ...[{ mrn: 'M-1001' }, { name: 'Alder' }, { birthDate: '1975-04-05' }, { phone: '555-010-0101' }].map(
        (s) => ({ s }),
      ),
    ],
  ),
  'found by parts of an input': sample(
    'query($name: String, $day: FhirDate) { patients(first: 5, search: { name: $name, birthDate: $day, mrn: null }) { edges { node { id } } } }',
    [{ name: 'Alder' }, { day: '1975-04-05' }, { name: 'Alder', day: '1975-04-05' }],
  ),
  'find, then open': sample(
    'query($search: FindPatientInput!) { findPatient(search: $search) { id name { family } birthDate gender mrn } }',
    [{ search: { mrn: 'M-1001' } }, { search: { family: 'Alder', birthDate: '1975-04-05' } }],
  ),
  'find by what is written': sample('{ findPatient(search: { mrn: "M-1001" }) { id } }'),
  'rows by code and date': sample(
    `query($code: String, $date: DateRangeInput) { patient(id: "ada") {
      observations(first: 50, code: $code, date: $date) { edges { node { id status } } } } }`,
    all({ code: [null, CODE, 'no-such'], date: [null, EVER, { from: '2024' }] }),
  ),
  'rows by what is written': sample(
    `{ patient(id: "ada") { conditions(first: 50, onsetDate: { from: "1900" }, code: "${CODE}") { edges { node { id } } }
      medications(code: "urn:codes|${CODE}") { edges { node { status } } } } }`,
  ),
  'rows by parts of a range': sample(
    `query($from: FhirDateTime) { patient(id: "ada") { encounters(date: { from: $from }) { edges { node { id } } }
      procedures(date: { from: $from, to: "2100" }) { edges { node { id } } } } }`,
    [{ from: '1900' }],
  ),
  'a summary': sample(
    'query($id: ID!) { patient(id: $id) { insights { preVisitSummary { sentences { text citations { quote } } } } } }',
    [{ id: ADA }],
  ),
  'explained to the patient': sample(
    `query($o: ID!, $q: String!) { patient(id: "ada") { insights { labExplanation(observationId: $o) { sentences { text } }
      ask(question: $q) { sentences { text } } } } }`,
    [{ o: 'Observation/ada-observation-0', q: 'Which conditions and medicines are recorded?' }],
  ),
  'codes and cases': sample(
    `query($a: Boolean!) { patient(id: "ada") { insights {
      codingSuggestions(encounterId: "ada-encounter-0") @include(if: $a) { id useCase }
      priorAuthDraft(coverageId: "ada-coverage-0", service: "lumbar-mri") @skip(if: $a) { id notice } } } }`,
    all({ a: [true, false] }),
  ),
  'back to the patient': sample('{ patient(id: "ada") { insights { patient { name { family } } } } }'),
  'the queue of glasses': sample(
    `query($state: BreakGlassState) { breakGlassReviews(state: $state) { edges { node { patient reason justification openedAt
      expiresAt state comment verdict } } } }`,
    [{}, { state: 'OPEN' }],
  ),
  'consents to set right': sample(
    '{ consentFindings(first: 5) { edges { node { patient consents { findings } } } } }',
  ),
  'a glass is opened': sample(
    `mutation($id: ID!) { breakGlass(patientId: $id, reason: OVRER, justification: "${TEXT}") { id expiresAt } }`,
    [{ id: ADA }],
  ),
  'a glass is reviewed': sample(
    `mutation { reviewBreakGlass(id: "glass-1", verdict: JUSTIFIED, comment: "${TEXT}") { id patient comment reason } }`,
  ),
  'a consent is recorded': sample(
    `mutation($input: ConsentInput!) { recordConsent(patientId: "ada", input: $input) { id status scope { text } } }`,
    [{ input: { decision: 'DENY', purposes: ['RESEARCH'] } }],
  ),
  'a consent is withdrawn': sample(
    'mutation { withdrawConsent(id: "ada-consent-0") { id status category { text } } }',
  ),
  'access is explained': sample(
    `mutation($input: ExplainAccessInput!) { explainAccess(input: $input) { resource exists relationships labels consented consent
      glass fields { field reason } } }`,
    [
      {
        input: {
          resource: ADA,
          fields: ['ssn', 'name'],
          actor: { roles: ['NURSE'], purpose: 'TREAT', fhirUser: 'Practitioner/p1' },
        },
      },
    ],
  ),
  'a mask is lifted': sample(
    `mutation { reveal(id: "${ADA}", fields: ["birthDate"], reason: "${TEXT}") { field expiresAt } }`,
  ),
  'a note is drafted': sample(
    `mutation($turns: [TranscriptTurnInput!]!) { draftNote(encounterId: "ada-encounter-0", transcript: $turns) { id sentences { text } } }`,
    [{ turns: [{ speaker: 'CLINICIAN', text: 'The cough is gone.' }] }],
  ),
  'an insight is reviewed': sample(
    `mutation($id: ID!) { reviewInsight(id: $id, verdict: CONFIRM, reason: "${TEXT}") { id reviewReason } }`,
    WRITTEN_IDS.map((id) => ({ id })),
  ),
  'who am I': sample('{ me { id roles patient } __typename }'),
});

/** What holds more than any run shows: branches that nothing takes, and lists that leave some insights out. */
export const WIDER_DOCUMENTS: Readonly<Record<string, SampleDocument>> = Object.freeze({
  'a branch that is never taken': sample(
    '{ patient(id: "ada") { ssn @skip(if: true) mrn @include(if: false) gender } }',
  ),
  'a node that is written': sample(`{ node(id: "${ADA}") { ... on Patient { gender } } }`),
  'the queue of insights': sample(
    'query($state: InsightReviewState) { insightReviews(state: $state) { edges { node { sentences { text } } } } }',
    [{}, { state: 'DRAFT' }],
  ),
  'a draft is read': sample(
    '{ patient(id: "ada") { insights { draftNote(encounterId: "ada-encounter-0") { id } } } }',
  ),
});

function ids(...list: readonly string[]): readonly Variables[] {
  return list.map((id) => ({ id }));
}
