import type { TokenContent } from '../../../src/identity/mint-token.ts';
import type { Person } from './fhir-source.ts';
import { type MaskedPerson, yearsLived } from './mask.ts';
import { CLINICIAN, hasAuthorisation, proxyId } from './own-resources.ts';

/** A role of the schema as it stands in the table: who asks about a person, and for what. */
export interface Role {
  readonly short: string;
  readonly role: string;
  readonly purpose: string;
  /** A purpose that no grant of the role names. */
  readonly wrongPurpose: string;
  /** FHIR user for one person; the same for all where it is the clinician. */
  readonly fhirUser: (person: Person, index: number) => string | null;
}

const clinician = () => CLINICIAN;
const office = () => null;
const self = ({ id }: Person) => `Patient/${id}`;
const related = (_person: Person, index: number) => `RelatedPerson/${proxyId(index)}`;

function role(
  short: string,
  name: string,
  purpose: string,
  wrongPurpose: string,
  fhirUser: Role['fhirUser'],
): Role {
  return { short, role: name, purpose, wrongPurpose, fhirUser };
}

/** Roles that are granted something, in the order of the matrix. */
export const GRANTED: readonly Role[] = [
  role('PHY', 'PHYSICIAN', 'TREAT', 'HPAYMT', clinician),
  role('NUR', 'NURSE', 'TREAT', 'HRESCH', clinician),
  role('PHA', 'PHARMACIST', 'TREAT', 'PATADMIN', clinician),
  role('COO', 'CARE_COORDINATOR', 'COC', 'TREAT', clinician),
  role('REG', 'REGISTRATION', 'PATADMIN', 'HOPERAT', office),
  role('BIL', 'BILLING', 'HPAYMT', 'TREAT', office),
  role('COD', 'CODER', 'HPAYMT', 'HOPERAT', office),
  role('RES', 'RESEARCHER', 'HRESCH', 'PUBHLTH', office),
  role('PAT', 'PATIENT', 'PATRQT', 'TREAT', self),
  role('PXY', 'PROXY', 'PATRQT', 'TREAT', related),
];

const stranger = () => 'Practitioner/test-stranger';

/** Roles that are granted nothing, and those who are granted something, but about somebody else. */
export const NOBODIES: readonly Role[] = [
  role('PRI', 'PRIVACY_OFFICER', 'HOPERAT', 'TREAT', clinician),
  role('AUD', 'AUDITOR', 'HOPERAT', 'TREAT', clinician),
  role('ADM', 'SYSTEM_ADMIN', 'HSYSADMIN', 'TREAT', clinician),
  // Without a scope; with one, see tests/requests/scopes.test.ts.
  role('SYS', 'SYSTEM', 'TREAT', 'HOPERAT', clinician),
  role('phy', 'PHYSICIAN', 'TREAT', 'HPAYMT', stranger),
  role('nur', 'NURSE', 'TREAT', 'HPAYMT', stranger),
  role('pat', 'PATIENT', 'PATRQT', 'TREAT', () => 'Patient/demo-ada'),
  role('pxy', 'PROXY', 'PATRQT', 'TREAT', () => 'RelatedPerson/demo-proxy'),
];

export function tokenContent(
  { role: name, purpose, fhirUser }: Role,
  person: Person,
  index: number,
): Partial<TokenContent> {
  return {
    sub: `proof-${name}`,
    roles: [name],
    purposes: [purpose],
    fhirUser: fhirUser(person, index),
    ...(name === 'SYSTEM' && { client: 'demo-clinical-feed' }),
  };
}

/** How the table calls what this role is to this person, by access-matrix.md, exception 3. */
export function columnOf({ short }: Role, facts: MaskedPerson, index: number): string {
  if (short !== 'PXY') return short;
  const years = yearsLived(facts.birthDate, facts);
  if (years >= 18) return hasAuthorisation(index) ? 'PXY' : 'pxy';
  return years >= 12 ? 'PXL' : 'PXY';
}
