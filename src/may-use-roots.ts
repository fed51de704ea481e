import type { MatrixPolicy } from './access/access-matrix.ts';
import type { AccessModel } from './access/access-model.ts';
import { roleMayUse } from './role-may-use.ts';
import { ROOT_RULES } from './root-rules.ts';

/** Whether a role may use a root field at all under a purpose, by the rules as shipped: a filter on it needs that, too. */
export function mayUseRoots(
  model: AccessModel,
  { narrow, grantsRole }: Pick<MatrixPolicy, 'narrow' | 'grantsRole'>,
): NonNullable<MatrixPolicy['mayUse']> {
  const rules = ROOT_RULES(model);
  return (root, role, purpose) =>
    roleMayUse(rules, { roles: [role], purposes: [purpose], narrow, grantsRole })(root);
}
