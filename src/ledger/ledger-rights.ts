import type { AccessModel } from '../access/access-model.ts';
import type { AccessClass } from '../access/decide.ts';

type Class = Pick<AccessClass, 'roles' | 'purpose' | 'isAssured' | 'reaches'>;
type Purposes = Pick<AccessModel, 'purposeAncestors'>;

/** Who reviews what happened: no clinical role, and no administrator, who runs what is reviewed. */
const REVIEWERS: readonly string[] = Object.freeze(['PRIVACY_OFFICER', 'AUDITOR']);

/** Of reviewers, who says what is done about it. */
const JUDGE = 'PRIVACY_OFFICER';

/**
 * Whether the ledger of the tenant is the caller's to read: as an officer or auditor, signed in as strongly as that role
 * demands, with scopes that reach AuditEvent, for operations or what is-a.
 */
export function readsLedger({ roles, purpose, isAssured, reaches }: Class, model: Purposes): boolean {
  return (
    isFor(model, purpose, 'HOPERAT') &&
    REVIEWERS.some((role) => roles.includes(role) && isAssured(role) && reaches(role, 'Ledger', 's', null))
  );
}

/** Whether the caller may judge what was found in the ledger: an officer who may read it, with scopes that reach findings. */
export function judgesFindings(accessClass: Class, model: Purposes): boolean {
  const { roles, isAssured, reaches } = accessClass;
  return (
    readsLedger(accessClass, model) &&
    roles.includes(JUDGE) &&
    isAssured(JUDGE) &&
    reaches(JUDGE, 'SignalFinding', 'u', null)
  );
}

/** Whether the caller may be told who read its own record: a patient, at its own request. */
export function readsOwnLedger({ roles, purpose, isAssured, reaches }: Class, model: Purposes): boolean {
  return (
    isFor(model, purpose, 'PATRQT') &&
    roles.includes('PATIENT') &&
    isAssured('PATIENT') &&
    reaches('PATIENT', 'Ledger', 's', null)
  );
}

function isFor({ purposeAncestors }: Purposes, purpose: string, kind: string): boolean {
  return (purposeAncestors[purpose] ?? []).includes(kind);
}
