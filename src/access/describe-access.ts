import type { SubjectType } from './access-model.ts';
import type { FieldDecision } from './decide.ts';
import { isSilent } from './decide.ts';

/** What `_access` tells of one PHI field: the decision, not the value. */
export interface FieldAccess {
  readonly field: string;
  readonly decision: string;
  readonly mask: string;
  readonly reason: string;
}

export function describeAccess(
  type: SubjectType,
  decisions: readonly FieldDecision[],
): readonly FieldAccess[] {
  return type.fields.map((field) => {
    const decided = decisions[field.index];
    return {
      field: field.name,
      decision: decided?.decision ?? 'DENY',
      mask: decided?.mask ?? 'REDACT',
      reason: decided === undefined ? 'ERROR' : toldReason(decided.reason),
    };
  });
}

/** Of a row without labels only a field's own label can be silent, and that stands in the schema: no grant of the role opens it. */
function toldReason(reason: FieldDecision['reason']): string {
  return isSilent(reason) ? 'ROLE' : reason;
}
