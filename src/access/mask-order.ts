import type { Mask } from './access-model.ts';
import { MASK_TABLE } from './mask-table.ts';

/**
 * Whether `to` tells nothing that `from` hides, for every kind of field. Stricter than the order of `MASKS`:
 * a pseudonym tells that two identifiers are the same, so PSEUDONYM does not narrow GENERALIZE or PARTIAL,
 * which hide identifiers, or short ones, altogether.
 */
export function maskNarrows(from: Mask, to: Mask): boolean {
  return Object.values(MASK_TABLE).every((rules) => {
    const before = rules[from];
    const after = rules[to];
    return after === before || after === 'null' || before === 'whole';
  });
}

/** The mask that hides what either hides: the stricter one, or REDACT where neither narrows the other. */
export function strictestMask(one: Mask, other: Mask): Mask {
  if (maskNarrows(one, other)) return other;
  return maskNarrows(other, one) ? one : 'REDACT';
}
