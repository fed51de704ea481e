import type { Actor } from '../../../src/identity/actor.ts';
import { actor, TEST_NOW } from '../../support/small-gateway.ts';

const PURPOSES: Readonly<Record<string, readonly string[]>> = {
  CARE_COORDINATOR: ['COC', 'CAREMGT'],
  REGISTRATION: ['PATADMIN'],
  BILLING: ['HPAYMT'],
  CODER: ['HPAYMT'],
  RESEARCHER: ['HRESCH'],
  PRIVACY_OFFICER: ['HOPERAT'],
  AUDITOR: ['HOPERAT'],
  SYSTEM_ADMIN: ['HOPERAT'],
  PATIENT: ['PATRQT'],
  PROXY: ['PATRQT'],
  SYSTEM: ['TREAT', 'HPAYMT'],
};
const PEOPLE: Readonly<Record<string, string | null>> = {
  PATIENT: 'Patient/ada',
  PROXY: 'RelatedPerson/r1',
  SYSTEM: null,
};

/** Every role under each purpose that it works for; and one person who is two, a reviewer among the patients. */
export function everybody(roles: readonly string[]): readonly Actor[] {
  const alone = roles.flatMap((role) =>
    (PURPOSES[role] ?? ['TREAT']).map((purpose) =>
      signedIn([role], purpose, role in PEOPLE ? (PEOPLE[role] ?? null) : 'Practitioner/p1'),
    ),
  );
  return [...alone, signedIn(['NURSE', 'PATIENT'], 'PATRQT', 'Patient/ada')];
}

function signedIn(roles: readonly string[], purpose: string, fhirUser: string | null): Actor {
  return actor({
    roles,
    purpose,
    purposes: [purpose],
    fhirUser,
    scopes: roles.includes('SYSTEM') ? ['system/*.cruds'] : null,
    authTime: TEST_NOW / 1000,
  });
}
