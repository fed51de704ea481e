/** The schema's roles and the purposes a development token gets for each when none is given. */
export const ROLE_PURPOSES: Readonly<Record<string, readonly string[]>> = Object.freeze({
  PHYSICIAN: Object.freeze(['TREAT']),
  NURSE: Object.freeze(['TREAT']),
  PHARMACIST: Object.freeze(['TREAT']),
  CARE_COORDINATOR: Object.freeze(['COC', 'CAREMGT']),
  REGISTRATION: Object.freeze(['PATADMIN', 'COVERAGE']),
  BILLING: Object.freeze(['HPAYMT']),
  CODER: Object.freeze(['HPAYMT']),
  RESEARCHER: Object.freeze(['HRESCH']),
  PATIENT: Object.freeze(['PATRQT']),
  PROXY: Object.freeze(['PATRQT']),
  PRIVACY_OFFICER: Object.freeze(['HOPERAT']),
  AUDITOR: Object.freeze(['HOPERAT']),
  SYSTEM_ADMIN: Object.freeze(['HSYSADMIN']),
  /** Its client's. */
  SYSTEM: Object.freeze([]),
});

/** The purposes of several roles together, in the roles' order. */
export function purposesForRoles(roles: readonly string[]): readonly string[] {
  return [
    ...new Set(
      roles.flatMap((role) => (Object.hasOwn(ROLE_PURPOSES, role) ? ROLE_PURPOSES[role] : undefined) ?? []),
    ),
  ];
}
