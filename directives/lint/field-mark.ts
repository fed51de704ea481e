import { isInterfaceType } from 'graphql';
import { isNotPhi } from '../not-phi.ts';
import { objectRole } from '../object-role.ts';
import { readPhi } from '../phi.ts';
import type { OwnedField } from './declared-types.ts';
import { allFields } from './declared-types.ts';
import { judgeFields } from './judge-fields.ts';
import type { Complaint, LintContext } from './lint-rule.ts';

/**
 * Every field of a `@subject` type bears exactly one of `@phi` and `@notPhi`. Elsewhere `@phi` protects
 * nothing, so it is refused there; within a `@value` it may tell the identifier, and only that.
 */
export function fieldMark(context: LintContext): readonly Complaint[] {
  return judgeFields(allFields(context.schema, 'with'), (owned) => wrongMark(context, owned));
}

function wrongMark({ schema }: LintContext, { owner, field }: OwnedField): string | null {
  const phi = readPhi(schema, field.astNode);
  const notPhi = isNotPhi(field.astNode);
  if (phi !== null && notPhi) return 'bears both @phi and @notPhi.';
  if (isInterfaceType(owner)) return null;
  switch (objectRole(schema, owner)) {
    case 'subject':
      return phi === null && !notPhi ? 'is neither @phi nor @notPhi.' : null;
    case 'value':
      if (notPhi) return 'is part of a @value, which is classified at the field that owns it.';
      if (phi === null) return null;
      return phi.category !== null || phi.sensitivity.length > 0
        ? 'is part of a @value: its @phi may tell the identifier, not category or sensitivity.'
        : null;
    default:
      return phi === null ? null : 'bears @phi, which means nothing outside a @subject or @value type.';
  }
}
