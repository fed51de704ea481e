import type { AccessVector } from './access-vector.ts';

/**
 * Whether an opened glass would let this class see anything of a Patient: some grant with `breakGlass` is left
 * after role, purpose, scope, sign-in and tenant. It looks at no patient.
 */
export function mayBreakGlass(vector: AccessVector): boolean {
  const type = vector.model.types.Patient;
  if (type === undefined) return false;
  const nothingButGlass = { relationships: 0, consented: false, labels: [], glass: true, revealed: [] };
  return vector.table(type, [], vector.setting(nothingButGlass)).exists;
}
