import type { AccessVector } from './access-vector.ts';
import { ALL_RELATIONSHIPS } from './access-vector.ts';
import { plainCircumstances } from './circumstances.ts';
import type { RelationshipSet } from './decide.ts';
import { decide } from './decide.ts';
import type { OperationAccess } from './operation-access.ts';
import type { SubjectAccess } from './subject-access.ts';

/** To record one (SMART `c`), or to change one that stands (`u`). */
export type ConsentAct = 'c' | 'u';

const STATUS = 'Consent.status';

/**
 * Who may record a patient's decision: whoever sees whole, by a grant, that a consent stands. So role, purpose, sign-in,
 * tenant, tie and labels are those of `Consent.status`; scopes must allow writing besides. No consent of the
 * patient can forbid it, and no glass opens it.
 */
export function mayRecordConsent(access: OperationAccess, subject: SubjectAccess, act: ConsentAct): boolean {
  return decides(access.vector, act, subject.relationships, subject.facts.labels);
}

/** Whether it could be so for any patient: depends on the access class alone. */
export function mayEverRecordConsent(access: OperationAccess, act: ConsentAct): boolean {
  return decides(access.vector, act, ALL_RELATIONSHIPS, []);
}

function decides(
  { model, accessClass }: AccessVector,
  act: ConsentAct,
  relationships: RelationshipSet,
  labels: readonly string[],
): boolean {
  const status = model.types.Consent?.fields.find(({ coordinate }) => coordinate === STATUS);
  if (status === undefined || status.category === null) return false;
  const { decision } = decide(
    model,
    accessClass,
    { ...status, scopeType: 'Consent', scopedActs: ['r', act] },
    status.category,
    { ...plainCircumstances(relationships), labels },
  );
  return decision === 'PERMIT';
}
