import type { Mutation } from './mutation.ts';

const patient = (after: string, from: string, to: string) => ({ file: 'patient.graphql', after, from, to });

const SSN =
  '  "Social security number."\n  ssn: String @phi(category: IDENTIFIER, identifier: SSN, element: "Patient.identifier")\n';

/** Edits of fields, types and values. */
export const FIELD_MUTATIONS: readonly Mutation[] = [
  {
    name: 'a field moves to a category that tells more',
    edits: [patient('  ssn: String', 'category: IDENTIFIER', 'category: DEMOGRAPHICS')],
    kinds: ['MASK_WEAKENED', 'WIDENED'],
    only: /^Patient\.ssn$/,
    tells: [
      { kind: 'WIDENED', category: 'IDENTIFIER → DEMOGRAPHICS', role: 'NURSE', to: 'WHOLE' },
      { kind: 'MASK_WEAKENED', role: 'BILLING', from: 'PARTIAL', to: 'WHOLE' },
    ],
  },
  {
    name: 'a field moves to a category that tells less',
    edits: [patient('  language: FhirCode', 'category: DEMOGRAPHICS', 'category: IDENTIFIER')],
    kinds: ['MASK_STRENGTHENED', 'NARROWED'],
    only: /^Patient\.language$/,
    tells: [{ kind: 'NARROWED', role: 'NURSE', to: 'DENIED' }],
  },
  {
    name: 'a reason becomes a matter of scheduling',
    edits: [
      { file: 'encounter.graphql', after: '  type:', from: 'category: PROBLEM', to: 'category: ENCOUNTER' },
    ],
    kinds: ['NARROWED', 'WIDENED'],
    only: /^Encounter\.type$/,
    tells: [
      { role: 'BILLING', from: 'DENIED', to: 'WHOLE' },
      { role: 'REGISTRATION', kind: 'WIDENED' },
      { role: 'PHARMACIST', kind: 'NARROWED', relationships: ['BREAK_GLASS'] },
    ],
  },
  {
    name: 'rows of a category count as OTHER',
    edits: [{ file: 'observation.graphql', from: 'GENOMIC, ', to: '' }],
    kinds: ['NARROWED', 'WIDENED'],
    tells: [
      { kind: 'WIDENED', coordinate: 'Observation.code', category: 'GENOMIC', role: 'NURSE' },
      { kind: 'NARROWED', coordinate: 'Observation.code', category: 'GENOMIC', role: 'PHARMACIST' },
    ],
  },
  {
    name: 'psychotherapy notes count as OTHER',
    edits: [{ file: 'document-reference.graphql', from: ', PSYCHOTHERAPY_NOTE', to: '' }],
    kinds: ['WIDENED'],
    tells: [
      { coordinate: 'DocumentReference.text', category: 'PSYCHOTHERAPY_NOTE', role: 'NURSE', to: 'WHOLE' },
    ],
  },
  {
    name: 'a field has a category of its own instead of the row’s',
    edits: [
      { file: 'observation.graphql', after: '  note:', from: '@phi(', to: '@phi(category: CLINICAL_NOTE, ' },
    ],
    kinds: ['NARROWED', 'WIDENED'],
    only: /^(Observation\.note|Patient\.observations)$/,
    tells: [
      { kind: 'WIDENED', category: 'SURVEY', role: 'PHARMACIST' },
      { kind: 'NARROWED', category: 'LAB', role: 'RESEARCHER' },
    ],
  },
  {
    name: 'an identifier of another kind, that a mask leaves whole',
    edits: [{ file: 'coverage.graphql', after: 'subscriberId', from: 'HEALTH_PLAN_ID', to: 'NAME' }],
    kinds: ['MASK_WEAKENED'],
    only: /^Coverage\.subscriberId$/,
    tells: [{ role: 'PHYSICIAN', from: 'PARTIAL', to: 'PARTIAL' }],
  },
  {
    name: 'a date becomes text that no mask leaves anything of',
    edits: [
      patient(
        '  deceasedDate:',
        'FhirDateTime @phi(category: DEMOGRAPHICS, identifier: DATE',
        'String @phi(category: DEMOGRAPHICS',
      ),
    ],
    kinds: ['MASK_STRENGTHENED'],
    only: /^Patient\.deceasedDate$/,
    tells: [{ role: 'RESEARCHER', from: 'GENERALIZE', to: 'GENERALIZE' }],
  },
  {
    name: 'text becomes a code that masks leave whole',
    edits: [{ file: 'observation.graphql', after: '  valueString:', from: ' String', to: ' CodeDisplay' }],
    kinds: ['MASK_WEAKENED'],
    only: /^Observation\.valueString$/,
    tells: [{ role: 'RESEARCHER', category: 'LAB' }],
  },
  {
    name: 'a part of a value becomes a code',
    edits: [
      {
        file: 'values.graphql',
        after: '  city:',
        from: 'String @phi(identifier: GEO_SUBSTATE)',
        to: 'CodeDisplay',
      },
    ],
    kinds: ['MASK_WEAKENED'],
    only: /^Patient\.address$/,
    tells: [{ role: 'RESEARCHER', from: 'GENERALIZE', to: 'GENERALIZE' }],
  },
  {
    name: 'a value gets another part',
    edits: [
      {
        file: 'values.graphql',
        after: 'type AllergyReaction',
        from: '  severity:',
        to: '  site: CodeDisplay\n  severity:',
      },
    ],
    kinds: ['NEW'],
    only: /^AllergyIntolerance\.reaction\[\]\.site$/,
    tells: [
      { role: 'PHYSICIAN', from: 'ABSENT', to: 'WHOLE' },
      { role: 'RESEARCHER', to: 'GENERALIZE' },
    ],
  },
  {
    name: 'a value loses a part',
    edits: [
      { file: 'values.graphql', after: 'type AllergyReaction', from: '  description: String\n', to: '' },
    ],
    kinds: ['REMOVED'],
    only: /^AllergyIntolerance\.reaction\[\]\.description$/,
  },
  {
    name: 'one value becomes several',
    edits: [{ file: 'immunization.graphql', after: '  lotNumber:', from: 'String', to: '[String!]' }],
    kinds: ['NEW', 'REMOVED'],
    only: /^Immunization\.lotNumber(\[\])?$/,
  },
  {
    name: 'PHI is declared to be none',
    edits: [
      patient('  gender: FhirCode', '@phi(category: DEMOGRAPHICS, element: "Patient.gender")', '@notPhi'),
    ],
    kinds: ['WIDENED'],
    only: /^Patient\.gender$|FindPatient|PatientSearch/,
    tells: [{ role: '*', from: 'PHI', to: 'NOT_PHI', category: 'DEMOGRAPHICS' }],
  },
  {
    name: 'what is said to be no PHI gives something else',
    edits: [{ file: 'insight.graphql', after: '  withheldSentences:', from: 'Int', to: 'String' }],
    kinds: ['WIDENED'],
    only: /^Insight\.withheldSentences$/,
    tells: [{ role: '*', from: 'NOT_PHI Int', to: 'NOT_PHI String' }],
  },
  {
    name: 'what was no PHI is PHI',
    edits: [{ file: 'insight.graphql', after: '  model: String', from: '@notPhi', to: '@phi' }],
    kinds: ['NARROWED'],
    only: /^Insight\.model$/,
    tells: [{ role: '*', from: 'NOT_PHI', to: 'PHI' }],
  },
  {
    name: 'a field is added',
    edits: [patient('  gender: FhirCode', '  "', '  occupation: String @phi(category: DEMOGRAPHICS)\n  "')],
    kinds: ['NEW'],
    only: /^Patient\.occupation$/,
    tells: [
      {
        role: 'PHYSICIAN',
        from: 'ABSENT',
        to: 'WHOLE',
        relationships: ['BREAK_GLASS', 'CARE_TEAM', 'TREATING'],
      },
      { role: 'RESEARCHER', to: 'GENERALIZE' },
      { role: 'PROXY', relationships: ['PROXY', 'PROXY_LIMITED'] },
    ],
  },
  {
    name: 'a field is added that is said to be no PHI',
    edits: [patient('  gender: FhirCode', '  "', '  occupation: String @notPhi\n  "')],
    kinds: ['NEW'],
    only: /^Patient\.occupation$/,
    tells: [{ role: '*', from: 'ABSENT', to: 'NOT_PHI', fails: true }],
  },
  {
    name: 'a field is added that nobody gets',
    edits: [
      patient('  gender: FhirCode', '  "', '  therapy: String @phi(category: PSYCHOTHERAPY_NOTE)\n  "'),
    ],
    kinds: ['NEW'],
    only: /^Patient\.therapy$/,
    tells: [{ role: '*', from: 'ABSENT', to: 'DENIED' }],
    fails: false,
  },
  {
    name: 'a field goes',
    edits: [
      {
        file: 'immunization.graphql',
        from: '  lotNumber: String @phi(category: IMMUNIZATION, element: "Immunization.lotNumber")\n',
        to: '',
      },
    ],
    kinds: ['REMOVED'],
    only: /^Immunization\.lotNumber$/,
    tells: [{ role: 'NURSE', from: 'WHOLE', to: 'ABSENT' }],
  },
  {
    name: 'a field is renamed',
    edits: [patient('', '  ssn: String', '  socialSecurityNumber: String')],
    kinds: ['NEW', 'REMOVED'],
    only: /^Patient\.(ssn|socialSecurityNumber)$/,
    tells: [
      { kind: 'NEW', coordinate: 'Patient.socialSecurityNumber', role: 'BILLING', to: 'PARTIAL' },
      { kind: 'REMOVED', coordinate: 'Patient.ssn', role: 'BILLING', from: 'PARTIAL' },
    ],
  },
  {
    name: 'a field moves to another type',
    edits: [
      {
        file: 'immunization.graphql',
        from: '  lotNumber: String @phi(category: IMMUNIZATION, element: "Immunization.lotNumber")\n',
        to: '',
      },
      {
        file: 'allergy-intolerance.graphql',
        from: '  criticality:',
        to: '  lotNumber: String @phi(category: ALLERGY)\n  criticality:',
      },
    ],
    kinds: ['NEW', 'REMOVED'],
    only: /\.lotNumber$/,
    tells: [
      { kind: 'NEW', coordinate: 'AllergyIntolerance.lotNumber', role: 'PHARMACIST' },
      { kind: 'REMOVED', coordinate: 'Immunization.lotNumber', role: 'NURSE' },
    ],
  },
  {
    name: 'a field moves to a type that nothing decides about',
    edits: [
      patient('', SSN, ''),
      { file: 'root.graphql', after: 'type Me @notPhi', from: '  tenant:', to: '  ssn: String\n  tenant:' },
    ],
    kinds: ['NEW', 'REMOVED'],
    only: /\.ssn$/,
    tells: [{ kind: 'NEW', coordinate: 'Me.ssn', to: 'NOT_PHI', fails: true }],
  },
  {
    name: 'a type is renamed',
    edits: [{ file: '*', from: 'Coverage', to: 'Insurance' }],
    // Its insights are given fields of another name.
    kinds: ['NARROWED', 'NEW', 'REMOVED', 'WIDENED'],
    tells: [
      { kind: 'NEW', coordinate: 'Insurance.network', role: 'BILLING' },
      { kind: 'REMOVED', coordinate: 'Coverage.network', role: 'BILLING' },
      { kind: 'NEW', coordinate: 'Patient.coverages→Insurance' },
      { kind: 'WIDENED', coordinate: 'PatientInsights.priorAuthDraft gives a model' },
    ],
  },
];
