import type { Mutation } from './mutation.ts';

const strict = (from: string, to: string) => [{ file: 'strict.yaml', from, to }];
const line = (text: string) => `  - ${text}\n`;

const BIRTH_DATE = line(
  '{ coordinates: [Patient.birthDate], roles: [BILLING, CODER], mask: GENERALIZE, reveal: 30 }',
);
const eachFor = (billing: number) =>
  [`BILLING], mask: GENERALIZE, reveal: ${billing}`, 'CODER], mask: GENERALIZE, reveal: 300']
    .map((entry) => line(`{ coordinates: [Patient.birthDate], roles: [${entry} }`))
    .join('');

/** Edits of a tenant's overlay, made from the cautious example. */
export const TENANT_MUTATIONS: readonly Mutation[] = [
  {
    name: 'a removal goes',
    edits: strict(line('{ coordinates: [Patient.ssn], roles: [REGISTRATION, BILLING] }'), ''),
    kinds: ['WIDENED'],
    only: /^Patient\.ssn$/,
    tells: [
      { role: 'BILLING', from: 'DENIED', to: 'PARTIAL' },
      { role: 'REGISTRATION', tenant: 'strict' },
    ],
  },
  {
    name: 'a removal comes',
    edits: strict('remove:\n', `remove:\n${line('{ categories: [ALLERGY], roles: [RESEARCHER] }')}`),
    kinds: ['NARROWED'],
    tells: [{ coordinate: 'AllergyIntolerance.code', role: 'RESEARCHER', to: 'DENIED' }],
  },
  {
    name: 'a removal spares a role',
    edits: strict('[CLINICAL_NOTE], roles: [PHARMACIST, CODER]', '[CLINICAL_NOTE], roles: [CODER]'),
    kinds: ['WIDENED'],
    tells: [{ coordinate: 'DocumentReference.text', category: 'CLINICAL_NOTE', role: 'PHARMACIST' }],
  },
  {
    name: 'a removal spares a relationship',
    edits: strict(
      '[GENOMIC], roles: [PHARMACIST]',
      '[GENOMIC], roles: [PHARMACIST], relationships: [TREATING]',
    ),
    kinds: ['WIDENED'],
    tells: [{ coordinate: 'Observation.code', role: 'PHARMACIST', relationships: ['CARE_TEAM'] }],
  },
  {
    name: 'a removal is for one purpose alone',
    edits: strict('SDOH, SURVEY], roles: [CODER]', 'SDOH, SURVEY], roles: [CODER], purposes: [COVERAGE]'),
    kinds: ['WIDENED'],
    tells: [
      {
        coordinate: 'Observation.code',
        category: 'SURVEY',
        role: 'CODER',
        purposes: ['CLMATTCH', 'COVAUTH', 'HPAYMT'],
      },
    ],
  },
  {
    name: 'a tightening goes',
    edits: strict(line('{ categories: [CONTACT], roles: [RESEARCHER], mask: REDACT }'), ''),
    kinds: ['MASK_WEAKENED'],
    only: /^Patient\.(telecom|address)$|^Insight\./,
    tells: [{ coordinate: 'Patient.address', role: 'RESEARCHER', from: 'REDACT', to: 'GENERALIZE' }],
  },
  {
    name: 'a tightening comes',
    edits: strict(
      'tighten:\n',
      `tighten:\n${line('{ coordinates: [Patient.telecom], roles: [NURSE], mask: PARTIAL }')}`,
    ),
    kinds: ['MASK_STRENGTHENED', 'NARROWED'],
    only: /^Patient\.telecom$|^PatientSearchInput\.phone$/,
    tells: [
      { kind: 'MASK_STRENGTHENED', coordinate: 'Patient.telecom', role: 'NURSE' },
      { kind: 'NARROWED', coordinate: 'PatientSearchInput.phone', role: 'NURSE' },
    ],
  },
  {
    name: 'a tightening tells more',
    edits: strict('roles: [PHYSICIAN, PHARMACIST], mask: REDACT', 'roles: [PHYSICIAN], mask: REDACT'),
    kinds: ['MASK_WEAKENED'],
    tells: [{ coordinate: 'Coverage.subscriberId', role: 'PHARMACIST', from: 'REDACT', to: 'PARTIAL' }],
  },
  {
    name: 'a tightening may be lifted by a recorded reason',
    edits: strict('roles: [REGISTRATION], mask: REDACT', 'roles: [REGISTRATION], mask: REDACT, reveal: 30'),
    kinds: ['MASK_WEAKENED'],
    only: /^Patient\.(race|ethnicity)$/,
    tells: [{ role: 'REGISTRATION', revealed: true, from: 'REDACT', to: 'WHOLE' }],
  },
  {
    name: 'a reveal lasts longer',
    edits: strict('reveal: 30', 'reveal: 120'),
    kinds: ['WIDENED'],
    only: /^Patient\.birthDate reveal$/,
    tells: [{ from: '30 s', to: '120 s' }],
  },
  {
    name: 'a reveal lasts longer for one role, as long as it does for another',
    before: strict(BIRTH_DATE, eachFor(30)),
    edits: strict(eachFor(30), eachFor(300)),
    kinds: ['WIDENED'],
    only: /^Patient\.birthDate reveal$/,
    tells: [{ role: 'BILLING', from: '30 s', to: '300 s' }],
  },
  {
    name: 'a derived role gets a category',
    edits: strict('only: [DEMOGRAPHICS, LAB]', 'only: [DEMOGRAPHICS, LAB, ALLERGY]'),
    kinds: ['WIDENED'],
    tells: [{ coordinate: 'AllergyIntolerance.code', role: 'LAB_TECH', from: 'DENIED', to: 'WHOLE' }],
  },
  {
    name: 'a derived role may break the glass',
    edits: strict('LAB], breakGlass: false', 'LAB], breakGlass: true'),
    kinds: ['WIDENED'],
    tells: [{ coordinate: 'Observation.code', role: 'LAB_TECH', relationships: ['BREAK_GLASS'] }],
  },
  {
    name: 'a derived role is added',
    edits: strict('derivedRoles:\n', 'derivedRoles:\n  DIETITIAN: { base: NURSE, only: [ALLERGY] }\n'),
    kinds: ['NEW'],
    tells: [{ coordinate: 'AllergyIntolerance.code', role: 'DIETITIAN', from: 'ABSENT', to: 'WHOLE' }],
  },
  {
    name: 'a derived role goes',
    edits: strict('  LAB_TECH: { base: NURSE, only: [DEMOGRAPHICS, LAB], breakGlass: false }\n', ''),
    kinds: ['REMOVED'],
    tells: [{ coordinate: 'Observation.code', category: 'LAB', role: 'LAB_TECH' }],
  },
  {
    name: 'a group gets another role',
    edits: strict('students: STUDENT_NURSE', 'students: NURSE'),
    kinds: ['WIDENED'],
    only: /^groups\.students$/,
    tells: [{ from: 'STUDENT_NURSE', to: 'NURSE' }],
  },
  {
    name: 'a group by the name of a wider role goes',
    before: strict('groups:\n', 'groups:\n  NURSE: STUDENT_NURSE\n  PRIVACY_OFFICER: AUDITOR\n'),
    edits: strict('  NURSE: STUDENT_NURSE\n  PRIVACY_OFFICER: AUDITOR\n', ''),
    kinds: ['WIDENED'],
    only: /^groups\.(NURSE|PRIVACY_OFFICER)$/,
    tells: [
      { coordinate: 'groups.NURSE', from: 'STUDENT_NURSE', to: 'NURSE' },
      { coordinate: 'groups.PRIVACY_OFFICER', from: 'AUDITOR', to: 'PRIVACY_OFFICER' },
    ],
  },
  {
    name: 'a group that is no role goes',
    edits: strict('groups:\n  students: STUDENT_NURSE\n', ''),
    kinds: ['NARROWED'],
    only: /^groups\.students$/,
    tells: [{ from: 'STUDENT_NURSE', to: 'none' }],
  },
  {
    name: 'a group is given the role that it gave by its name',
    edits: strict('groups:\n', 'groups:\n  NURSE: NURSE\n'),
    kinds: [],
  },
  {
    name: 'the ledger has fewer pseudonyms',
    before: strict('pseudonyms: patients', 'pseudonyms: everyone'),
    edits: strict('pseudonyms: everyone', 'pseudonyms: patients'),
    kinds: ['WIDENED'],
    only: /^ledger\.pseudonyms$/,
    tells: [{ from: 'everyone', to: 'patients' }],
  },
  {
    name: 'the ledger has no pseudonyms any more',
    edits: strict('ledger:\n  pseudonyms: patients', 'ledger: {} '),
    kinds: ['WIDENED'],
    only: /^ledger\.pseudonyms$/,
    tells: [{ from: 'patients', to: 'none' }],
  },
  {
    name: 'the ledger has more pseudonyms',
    edits: strict('pseudonyms: patients', 'pseudonyms: everyone'),
    kinds: ['NARROWED'],
    only: /^ledger\.pseudonyms$/,
  },
  {
    name: 'ties last longer',
    edits: strict('treatingDays: 7', 'treatingDays: 30'),
    kinds: ['WIDENED'],
    only: /^settings\.treatingDays$/,
  },
  {
    name: 'ties last shorter',
    edits: strict('treatingDays: 7', 'treatingDays: 2'),
    kinds: ['NARROWED'],
    only: /^settings\.treatingDays$/,
  },
  {
    name: 'proxies of younger children see all',
    edits: strict('{ from: 10, to: 17 }', '{ from: 12, to: 17 }'),
    kinds: ['WIDENED'],
    only: /^settings\.proxyLimited$/,
  },
  {
    name: 'silence is consent to all',
    edits: strict('implicitConsent: basic-normal', 'implicitConsent: all-normal'),
    kinds: ['WIDENED'],
    only: /^settings\.implicitConsent$/,
  },
  {
    name: 'silence is a refusal',
    edits: strict('implicitConsent: basic-normal', 'implicitConsent: deny'),
    kinds: ['NARROWED'],
    only: /^settings\.implicitConsent$/,
  },
  {
    name: 'research without a study',
    edits: strict('researchStudies: required', 'researchStudies: optional'),
    kinds: ['WIDENED'],
    only: /^settings\.researchStudies$/,
  },
  {
    name: 'a glass stays open longer',
    edits: strict('breakGlassMinutes: 30', 'breakGlassMinutes: 60'),
    kinds: ['WIDENED'],
    only: /^settings\.breakGlassMinutes$/,
  },
  {
    name: 'fewer roles need more than one factor',
    edits: strict('multiFactorRoles: [PATIENT, PROXY]', 'multiFactorRoles: [PATIENT]'),
    kinds: ['WIDENED'],
    only: /^settings\.multiFactorRoles$/,
  },
  {
    name: 'words alone',
    edits: strict('# A cautious overlay', '# Words.\n\n# A cautious overlay'),
    kinds: [],
  },
];
