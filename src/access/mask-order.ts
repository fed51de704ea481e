import type { LeafKind, Mask } from './access-model.ts';
import { MASK_TABLE } from './mask-table.ts';

/**
 * Whether `to` tells nothing that `from` hides, for every kind of field. Stricter than the order of `MASKS`:
 * a pseudonym tells that two identifiers are the same, so PSEUDONYM does not narrow GENERALIZE or PARTIAL,
 * which hide short identifiers altogether.
 */
export function maskNarrows(from: Mask, to: Mask): boolean {
  return LEAF_KINDS.every((kind) => {
    const before = MASK_TABLE[kind][from];
    const after = MASK_TABLE[kind][to];
    return after === before || after === 'null' || before === 'whole';
  });
}

/** The mask that hides what either hides: the stricter one, or REDACT where neither narrows the other. */
export function strictestMask(one: Mask, other: Mask): Mask {
  if (maskNarrows(one, other)) return other;
  return maskNarrows(other, one) ? one : 'REDACT';
}

const LEAF_KINDS: readonly LeafKind[] = Object.freeze([
  'IDENTIFIER',
  'NAME',
  'DATE',
  'BIRTH_DATE',
  'GEOGRAPHY',
  'STATE',
  'POSTAL_CODE',
  'CODED',
  'TEXT',
]);
