import { inCategory, type Mutation } from './mutation.ts';

const RESEARCH = 'roles: [RESEARCHER], purposes: [HRESCH], relationship: [ORG], mask: GENERALIZE';
const CODER = 'roles: [CODER], purposes: [HPAYMT], relationship: [ORG]';

/** Edits of grants: of categories, types and fields. */
export const GRANT_MUTATIONS: readonly Mutation[] = [
  {
    name: 'a role joins a grant of a category',
    edits: [inCategory('ALLERGY', 'roles: [RESEARCHER]', 'roles: [RESEARCHER, CODER]')],
    kinds: ['WIDENED'],
    tells: [
      { coordinate: 'AllergyIntolerance.code', role: 'CODER', from: 'DENIED', to: 'GENERALIZE' },
      { coordinate: 'Patient.allergies', role: 'CODER', relationships: ['ORG'] },
    ],
  },
  {
    name: 'a category gets another grant',
    edits: [inCategory('GENOMIC', '@min', `@minimumNecessary(${CODER})\n    @min`)],
    kinds: ['WIDENED'],
    tells: [{ coordinate: 'Observation.valueString', category: 'GENOMIC', role: 'CODER', to: 'WHOLE' }],
  },
  {
    name: 'a purpose joins',
    edits: [inCategory('LAB', 'purposes: [TREAT]', 'purposes: [TREAT, HQUALIMP]')],
    kinds: ['WIDENED'],
    tells: [{ coordinate: 'Observation.code', category: 'LAB', role: 'NURSE', purposes: ['HQUALIMP'] }],
  },
  {
    name: 'a purpose becomes one that others are kinds of',
    edits: [inCategory('IDENTIFIER', 'purposes: [PATADMIN]', 'purposes: [HOPERAT]')],
    kinds: ['WIDENED'],
    tells: [
      {
        coordinate: 'Patient.ssn',
        role: 'REGISTRATION',
        purposes: [
          'CAREMGT',
          'HLEGAL',
          'HOPERAT',
          'HQUALIMP',
          'HSYSADMIN',
          'HTEST',
          'RECORDMGT',
          'SYSDEV',
          'TRAIN',
        ],
        to: 'PARTIAL',
      },
    ],
  },
  {
    name: 'a relationship joins',
    edits: [
      inCategory(
        'LAB',
        'CAREMGT], relationship: [CARE_TEAM]',
        'CAREMGT], relationship: [CARE_TEAM, TREATING]',
      ),
    ],
    kinds: ['WIDENED'],
    tells: [{ coordinate: 'Observation.code', role: 'CARE_COORDINATOR', relationships: ['TREATING'] }],
  },
  {
    name: 'staff of the tenant without a tie',
    edits: [
      inCategory(
        'ALLERGY',
        'relationship: [CARE_TEAM, TREATING]',
        'relationship: [CARE_TEAM, TREATING, ORG]',
      ),
    ],
    kinds: ['WIDENED'],
    tells: [{ coordinate: 'AllergyIntolerance.code', role: 'PHYSICIAN', relationships: ['ORG'] }],
  },
  {
    name: 'a grant opens one more label',
    edits: [
      inCategory(
        'DEMOGRAPHICS',
        'relationship: [ORG], sensitivity: [R]',
        'relationship: [ORG], sensitivity: [R, HIV]',
      ),
    ],
    kinds: ['WIDENED'],
    tells: [{ coordinate: 'Patient.name', role: 'REGISTRATION', from: 'WHOLE', to: 'WHOLE', opens: ['HIV'] }],
  },
  {
    name: 'two labels open together that opened one by one',
    before: [
      inCategory(
        'DEMOGRAPHICS',
        `@minimumNecessary(${RESEARCH})`,
        `@minimumNecessary(${RESEARCH}, sensitivity: [HIV])\n@minimumNecessary(${RESEARCH}, sensitivity: [STD])`,
      ),
    ],
    edits: [
      inCategory('DEMOGRAPHICS', `@minimumNecessary(${RESEARCH}, sensitivity: [HIV])\n`, ''),
      inCategory('DEMOGRAPHICS', 'sensitivity: [STD])', 'sensitivity: [STD, HIV])'),
    ],
    kinds: ['WIDENED'],
    tells: [{ coordinate: 'Patient.gender', role: 'RESEARCHER', opens: ['HIV+STD'] }],
  },
  {
    name: 'break-glass is added',
    edits: [inCategory('GENOMIC', 'PART2])', 'PART2], breakGlass: true)')],
    kinds: ['WIDENED'],
    tells: [
      {
        coordinate: 'Observation.code',
        category: 'GENOMIC',
        role: 'PHYSICIAN',
        relationships: ['BREAK_GLASS'],
        to: 'WHOLE',
      },
    ],
  },
  {
    name: 'a field gets another grant of its own',
    edits: [
      {
        file: 'patient.graphql',
        after: '  mrn: String',
        from: '@min',
        to: '@minimumNecessary(roles: [AUDITOR], purposes: [HOPERAT], relationship: [ORG])\n    @min',
      },
    ],
    kinds: ['WIDENED'],
    only: /^(Patient\.mrn|PatientSearchInput\.mrn)$/,
    tells: [
      { coordinate: 'Patient.mrn', role: 'AUDITOR', to: 'WHOLE' },
      { coordinate: 'PatientSearchInput.mrn', role: 'AUDITOR', to: 'WHOLE' },
    ],
  },
  {
    name: 'a mask goes',
    edits: [inCategory('COVERAGE', 'mask: PARTIAL, ', '')],
    kinds: ['MASK_WEAKENED'],
    tells: [{ coordinate: 'Coverage.subscriberId', role: 'PHARMACIST', from: 'PARTIAL', to: 'WHOLE' }],
  },
  {
    name: 'a mask tells more',
    edits: [inCategory('DEMOGRAPHICS', RESEARCH, RESEARCH.replace('GENERALIZE', 'PARTIAL'))],
    kinds: ['MASK_WEAKENED'],
    tells: [{ coordinate: 'Patient.birthDate', role: 'RESEARCHER', from: 'GENERALIZE', to: 'PARTIAL' }],
  },
  {
    name: 'a pseudonym becomes the number',
    edits: [{ file: 'patient.graphql', after: '  mrn: String', from: ', mask: PSEUDONYM', to: '' }],
    kinds: ['MASK_WEAKENED', 'WIDENED'],
    tells: [
      {
        kind: 'MASK_WEAKENED',
        coordinate: 'Patient.mrn',
        role: 'RESEARCHER',
        from: 'PSEUDONYM',
        to: 'WHOLE',
      },
      { kind: 'WIDENED', coordinate: 'PatientSearchInput.mrn', role: 'RESEARCHER' },
    ],
  },
  {
    name: 'another mask that tells something else',
    edits: [inCategory('CONTACT', RESEARCH, RESEARCH.replace('GENERALIZE', 'PSEUDONYM'))],
    kinds: ['MASK_STRENGTHENED', 'MASK_WEAKENED'],
    tells: [
      { kind: 'MASK_WEAKENED', coordinate: 'Patient.telecom', role: 'RESEARCHER' },
      { kind: 'MASK_STRENGTHENED', coordinate: 'Patient.address', role: 'RESEARCHER' },
    ],
  },
  {
    name: 'a role leaves a grant',
    edits: [inCategory('PROBLEM', 'roles: [PHYSICIAN, NURSE, PHARMACIST]', 'roles: [PHYSICIAN, NURSE]')],
    kinds: ['NARROWED'],
    tells: [{ coordinate: 'Encounter.reasonCode', role: 'PHARMACIST', from: 'WHOLE', to: 'DENIED' }],
  },
  {
    name: 'a purpose becomes one of its kinds',
    edits: [inCategory('IMMUNIZATION', 'purposes: [TREAT]', 'purposes: [COC]')],
    kinds: ['NARROWED'],
    tells: [{ coordinate: 'Immunization.status', role: 'NURSE', to: 'DENIED' }],
  },
  {
    name: 'a relationship leaves',
    edits: [inCategory('LAB', '[CARE_TEAM, TREATING]', '[CARE_TEAM]')],
    kinds: ['NARROWED'],
    tells: [{ coordinate: 'Observation.code', category: 'LAB', role: 'NURSE', relationships: ['TREATING'] }],
  },
  {
    name: 'a label closes',
    edits: [
      inCategory(
        'DEMOGRAPHICS',
        '[PROXY, PROXY_LIMITED], sensitivity: [R, CEL, EMP]',
        '[PROXY, PROXY_LIMITED], sensitivity: [CEL, EMP]',
      ),
    ],
    kinds: ['NARROWED'],
    tells: [{ coordinate: 'Patient.gender', role: 'PROXY', closes: ['R'] }],
  },
  {
    name: 'break-glass goes',
    edits: [inCategory('LAB', ', breakGlass: true', '')],
    kinds: ['NARROWED'],
    tells: [
      {
        coordinate: 'Observation.code',
        category: 'LAB',
        role: 'PHYSICIAN',
        relationships: ['BREAK_GLASS'],
        to: 'DENIED',
      },
    ],
  },
  {
    name: 'a grant goes',
    edits: [
      inCategory(
        'BILLING',
        '@minimumNecessary(roles: [SYSTEM], purposes: [HPAYMT], relationship: [ORG])',
        '',
      ),
    ],
    kinds: ['NARROWED'],
    tells: [{ coordinate: 'Claim.total', role: 'SYSTEM', from: 'WHOLE', to: 'DENIED' }],
  },
  {
    name: 'a mask comes, so that what is masked is not searched by',
    edits: [inCategory('LAB', CODER, `${CODER}, mask: PARTIAL`)],
    kinds: ['MASK_STRENGTHENED', 'NARROWED'],
    tells: [
      { coordinate: 'Observation.valueString', category: 'LAB', role: 'CODER', from: 'WHOLE', to: 'PARTIAL' },
      { kind: 'NARROWED', coordinate: 'Patient.observations(code:)', role: 'CODER' },
    ],
  },
  {
    name: 'a mask tells less',
    edits: [inCategory('IDENTIFIER', 'mask: PARTIAL', 'mask: REDACT')],
    kinds: ['MASK_STRENGTHENED'],
    tells: [{ coordinate: 'Patient.ssn', role: 'REGISTRATION', from: 'PARTIAL', to: 'REDACT' }],
  },
  {
    name: "a grant of its own takes the place of a category's",
    edits: [
      {
        file: 'patient.graphql',
        after: '  ssn: String',
        from: '"Patient.identifier")',
        to: '"Patient.identifier")\n    @minimumNecessary(roles: [REGISTRATION], purposes: [PATADMIN], relationship: [ORG], mask: PARTIAL, sensitivity: [R])',
      },
    ],
    kinds: ['NARROWED'],
    only: /^Patient\.ssn$/,
    tells: [
      { role: 'BILLING', to: 'DENIED' },
      { role: 'PATIENT', to: 'DENIED' },
    ],
  },
  {
    name: "a grant of its own goes, so that the category's are in force",
    edits: [
      {
        file: 'consent.graphql',
        after: '  status: FhirCode',
        from: '@minimumNecessary(roles: [REGISTRATION], purposes: [PATADMIN], relationship: [ORG], sensitivity: [R])',
        to: '',
      },
    ],
    kinds: ['NARROWED'],
    only: /^Consent\.status$/,
    tells: [{ role: 'REGISTRATION', to: 'DENIED' }],
  },
  {
    name: 'a field bears a label',
    edits: [
      {
        file: 'patient.graphql',
        after: '  gender: FhirCode',
        from: 'category: DEMOGRAPHICS',
        to: 'category: DEMOGRAPHICS, sensitivity: [HIV]',
      },
    ],
    kinds: ['NARROWED'],
    only: /^Patient\.gender$/,
    tells: [
      { role: 'BILLING', from: 'WHOLE', to: 'DENIED' },
      { role: 'RESEARCHER', from: 'GENERALIZE', to: 'DENIED' },
    ],
  },
  {
    name: 'words and order alone',
    edits: [
      { file: 'access.graphql', from: '# The access matrix', to: '# Words.\n\n# The access matrix' },
      inCategory('LAB', 'roles: [PHYSICIAN, NURSE, PHARMACIST]', 'roles: [NURSE, PHARMACIST, PHYSICIAN]'),
      inCategory('LAB', '[CARE_TEAM, TREATING]', '[TREATING, CARE_TEAM]'),
    ],
    kinds: [],
  },
];
