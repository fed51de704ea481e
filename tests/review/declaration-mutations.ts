import type { Mutation } from './mutation.ts';

const patient = (after: string, from: string, to: string) => ({ file: 'patient.graphql', after, from, to });

/** Edits of searches, insights, and of what rows and purposes are told apart by. */
export const DECLARATION_MUTATIONS: readonly Mutation[] = [
  {
    name: 'a search by another field',
    edits: [
      {
        file: 'root.graphql',
        after: 'input PatientSearchInput',
        from: '  mrn:',
        to: '  gender: FhirCode @phi(category: DEMOGRAPHICS, element: "Patient.gender")\n  mrn:',
      },
    ],
    kinds: ['WIDENED'],
    only: /^PatientSearchInput\.gender$/,
    tells: [{ role: 'NURSE', from: 'ABSENT', to: 'WHOLE' }],
  },
  {
    name: 'an argument that searches rows',
    edits: [
      patient(
        '  allergies(',
        'first: Int',
        'code: FhirCode @phi(category: ALLERGY, element: "AllergyIntolerance.code"), first: Int',
      ),
    ],
    kinds: ['WIDENED'],
    only: /^Patient\.allergies\(code:\)$/,
    tells: [{ role: 'NURSE' }],
  },
  {
    name: 'a search goes',
    edits: [
      {
        file: 'root.graphql',
        from: '  phone: String @phi(category: CONTACT, identifier: PHONE, element: "Patient.telecom")\n',
        to: '',
      },
    ],
    kinds: ['REMOVED'],
    only: /^PatientSearchInput\.phone$/,
  },
  {
    name: 'a search reads another value',
    edits: [
      {
        file: 'root.graphql',
        after: 'input PatientSearchInput',
        from: 'identifier: PHONE, element: "Patient.telecom"',
        to: 'element: "Patient.address"',
      },
    ],
    kinds: ['NARROWED', 'WIDENED'],
    only: /^PatientSearchInput\.phone searches$/,
    tells: [{ kind: 'WIDENED', to: 'Patient.address' }],
  },
  {
    name: 'an insight is given more',
    edits: [
      {
        file: 'insight.graphql',
        after: 'LAB_EXPLANATION',
        from: 'observations(first: 120, category: LAB) { edges { node { code',
        to: 'gender observations(first: 120, category: LAB) { edges { node { code',
      },
    ],
    kinds: ['WIDENED'],
    only: /^PatientInsights\.labExplanation gives a model$/,
    tells: [{ role: '*', to: 'Patient.gender' }],
  },
  {
    name: 'an insight is given less',
    edits: [
      {
        file: 'insight.graphql',
        after: 'LAB_EXPLANATION',
        from: ' interpretation { text codings { display } }',
        to: '',
      },
    ],
    kinds: ['NARROWED'],
    only: /^PatientInsights\.labExplanation gives a model$/,
  },
  {
    name: 'an insight is for others',
    edits: [
      {
        file: 'insight.graphql',
        after: 'LAB_EXPLANATION',
        from: 'audience: PATIENT',
        to: 'audience: CLINICIAN',
      },
    ],
    kinds: ['WIDENED'],
    tells: [{ from: 'PATIENT', to: 'CLINICIAN' }],
  },
  {
    name: 'no person confirms an insight',
    edits: [
      {
        file: 'insight.graphql',
        after: 'PRE_VISIT_SUMMARY',
        from: 'audience: CLINICIAN',
        to: 'audience: CLINICIAN\n      review: false',
      },
    ],
    kinds: ['WIDENED'],
    tells: [{ from: 'true', to: 'false' }],
  },
  {
    name: 'an insight is given more rows',
    edits: [{ file: 'insight.graphql', after: 'LAB_EXPLANATION', from: ', category: LAB', to: '' }],
    kinds: ['WIDENED'],
    only: /@insight\(sources:\)$/,
  },
  {
    name: 'another property names the patient',
    edits: [
      {
        file: 'immunization.graphql',
        from: '@subject(field: "subjectId")',
        to: '@subject(field: "performerId")',
      },
    ],
    kinds: ['WIDENED'],
    only: /^Immunization @subject/,
    tells: [{ from: 'subjectId', to: 'performerId' }],
  },
  {
    name: 'a purpose becomes a kind of another',
    edits: [{ file: 'directives.graphql', after: '  HMARKT', from: '\n', to: ' @isA(parent: PATRQT)\n' }],
    kinds: ['WIDENED'],
    tells: [{ coordinate: 'Patient.name', role: 'PATIENT', purposes: ['HMARKT'] }],
  },
];
