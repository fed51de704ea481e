import type { TokenContent } from '../../../src/identity/mint-token.ts';
import { TEAM_PHYSICIAN } from './team-of-many.ts';

/** Twelve fields of a patient that bear PHI. */
export const TWELVE = [
  'name',
  'birthDate',
  'gender',
  'deceased',
  'ssn',
  'mrn',
  'identifiers',
  'telecom',
  'address',
  'maritalStatus',
  'language',
  'race',
] as const;
type Field = (typeof TWELVE)[number];

/** The same, as a query asks for them. */
export const SELECTION = `name { family given } birthDate gender deceased ssn mrn identifiers { system value }
  telecom { system value } address { line city state postalCode } maritalStatus language race`;

export const NAMES = ['REGISTRATION', 'BILLING', 'PHYSICIAN'] as const;
type Name = (typeof NAMES)[number];

const PURPOSE: Readonly<Record<Name, string>> = {
  REGISTRATION: 'PATADMIN',
  BILLING: 'HPAYMT',
  PHYSICIAN: 'TREAT',
};

/** What is not whole, by access-matrix.md; the rest of the twelve is. */
const NOT_WHOLE: Readonly<Record<Name, Readonly<Partial<Record<Field, 'PARTIAL' | 'DENY'>>>>> = {
  REGISTRATION: { ssn: 'PARTIAL', identifiers: 'PARTIAL' },
  BILLING: { ssn: 'PARTIAL', identifiers: 'PARTIAL', maritalStatus: 'DENY', race: 'DENY' },
  PHYSICIAN: { ssn: 'DENY', identifiers: 'DENY' },
};

/** What the ledger must say of a field for one who asks. */
export interface Said {
  readonly decision: 'PERMIT' | 'MASK' | 'DENY';
  readonly mask: string;
  readonly reason: string;
  readonly purpose: string;
}

export function saidOf(name: Name, field: Field): Said {
  const purpose = PURPOSE[name];
  switch (NOT_WHOLE[name][field]) {
    case 'DENY':
      return { decision: 'DENY', mask: 'REDACT', reason: 'ROLE', purpose };
    case 'PARTIAL':
      return { decision: 'MASK', mask: 'PARTIAL', reason: 'GRANT', purpose };
    default:
      return { decision: 'PERMIT', mask: 'NONE', reason: 'GRANT', purpose };
  }
}

export function tokenOf(name: Name): Partial<TokenContent> {
  return {
    sub: `many-${name}`,
    roles: [name],
    purposes: [PURPOSE[name]],
    fhirUser: name === 'PHYSICIAN' ? TEAM_PHYSICIAN : null,
  };
}
