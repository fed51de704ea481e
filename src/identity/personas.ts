import { purposesForRoles } from './role-purposes.ts';

/** Somebody of the demo tenants, for `phield token --as NAME`. The demo data holds matching resources. */
export interface Persona {
  readonly tenant: string;
  readonly roles: readonly string[];
  readonly sub: string;
  readonly fhirUser: string | null;
  readonly patient: string | null;
  readonly purposes: readonly string[];
  readonly client: string;
  /** Signed in with more than one factor. */
  readonly multiFactor: boolean;
  /** One line for help texts. */
  readonly about: string;
}

const STAFF_CLIENT = 'demo-portal';
const PATIENT_CLIENT = 'demo-patient-app';

function staff(
  role: string,
  name: string,
  about: string,
  { tenant = 'riverside', fhirUser = true }: { readonly tenant?: string; readonly fhirUser?: boolean } = {},
): Persona {
  return Object.freeze({
    tenant,
    roles: Object.freeze([role]),
    sub: `demo-${name}`,
    fhirUser: fhirUser ? `Practitioner/demo-${name}` : null,
    patient: null,
    purposes: purposesForRoles([role]),
    client: STAFF_CLIENT,
    multiFactor: true,
    about,
  });
}

function layperson(
  role: string,
  name: string,
  fhirUser: string,
  patient: string | null,
  about: string,
): Persona {
  return Object.freeze({
    ...staff(role, name, about),
    fhirUser,
    patient,
    client: PATIENT_CLIENT,
    multiFactor: false,
  });
}

const office = { fhirUser: false };

/** The demo patient of riverside is `Patient/demo-ada`, that of lakeside `Patient/demo-ben`. */
export const PERSONAS: Readonly<Record<string, Persona>> = Object.freeze({
  physician: staff('PHYSICIAN', 'physician', 'physician on the demo patient’s care team'),
  nurse: staff('NURSE', 'nurse', 'nurse on the demo patient’s care team'),
  pharmacist: staff('PHARMACIST', 'pharmacist', 'pharmacist on the demo patient’s care team'),
  coordinator: staff('CARE_COORDINATOR', 'coordinator', 'care coordinator on the demo patient’s care team'),
  registration: staff('REGISTRATION', 'registration', 'registration clerk', office),
  billing: staff('BILLING', 'billing', 'billing clerk', office),
  coder: staff('CODER', 'coder', 'medical coder', office),
  researcher: staff('RESEARCHER', 'researcher', 'researcher', office),
  patient: layperson('PATIENT', 'ada', 'Patient/demo-ada', 'demo-ada', 'the demo patient herself'),
  proxy: layperson('PROXY', 'proxy', 'RelatedPerson/demo-proxy', null, 'the demo patient’s proxy'),
  stranger: staff('PHYSICIAN', 'stranger', 'physician of the same house without a tie to the demo patient'),
  'lakeside-physician': staff('PHYSICIAN', 'lakeside-physician', 'physician of the other tenant', {
    tenant: 'lakeside',
  }),
  'privacy-officer': staff('PRIVACY_OFFICER', 'privacy-officer', 'privacy officer', office),
  auditor: staff('AUDITOR', 'auditor', 'auditor', office),
  'lakeside-officer': staff('PRIVACY_OFFICER', 'lakeside-officer', 'privacy officer of the other tenant', {
    ...office,
    tenant: 'lakeside',
  }),
  admin: staff('SYSTEM_ADMIN', 'admin', 'system administrator', office),
});
