import type { OperationAccess } from './operation-access.ts';
import type { SubjectAccess } from './subject-access.ts';
import type { TenantPolicy } from './tenant-policy.ts';

/**
 * For how many seconds a recorded reason opens these fields of one row; `null` if for one of them it opens
 * nothing: only a mask that the tenant put on, and that it lets be lifted, is lifted, and what is then seen is whole.
 */
export function revealSeconds(
  access: OperationAccess,
  subject: SubjectAccess,
  policy: Pick<TenantPolicy, 'revealSeconds'>,
  typeName: string,
  record: Readonly<Record<string, unknown>>,
  fields: readonly string[],
): number | null {
  const type = Object.hasOwn(access.model.types, typeName) ? access.model.types[typeName] : undefined;
  if (type === undefined || fields.length === 0) return null;
  const masked = subject.tableOf(type, record);
  const { circumstances } = masked;
  const seconds = fields.map((name) => {
    const field = type.fields.find((one) => one.name === name);
    if (field === undefined || masked.decisions[field.index]?.decision !== 'MASK') return null;
    const revealed = [...circumstances.revealed, field.coordinate].sort();
    const setting = access.vector.setting({ ...circumstances, revealed });
    const open = access.vector.table(type, masked.categories.split('+'), setting);
    if (open.decisions[field.index]?.decision !== 'PERMIT') return null;
    return policy.revealSeconds(field.coordinate, access.vector.accessClass.roles);
  });
  return seconds.reduce(
    (least, next) => (least === null || next === null ? null : Math.min(least, next)),
    Number.POSITIVE_INFINITY,
  );
}
