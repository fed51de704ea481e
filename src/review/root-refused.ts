import type { MatrixPolicy } from '../access/access-matrix.ts';

/** Whether a filter stands on a root field that none of these roles may use: it is refused before any grant is looked at. */
export function rootRefused(
  { mayUse }: Pick<MatrixPolicy, 'mayUse'>,
  coordinate: string,
  roles: readonly string[],
  purpose: string,
): boolean {
  const [root = ''] = coordinate.split('(');
  return /^Query\./.test(coordinate) && !roles.some((role) => mayUse?.(root, role, purpose) ?? true);
}
