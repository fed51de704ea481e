import type { Mask, PhiField, ValueShape } from './access-model.ts';
import { MASK_TABLE } from './mask-table.ts';
import type { Reach } from './role-reach.ts';

/**
 * One line for a client's developer, such as `Access: whole (TREAT; CARE_TEAM, TREATING).` or, where a row's
 * categories differ, one part for each kind of answer.
 */
export function describeReach(field: PhiField, reach: readonly Reach[]): string {
  const parts = new Map<string, string[]>();
  for (const { category, mask, purposes, relationships } of reach) {
    const ties = relationships.length === 0 ? 'an opened glass alone' : relationships.join(', ');
    const how = `${describeMask(field, mask)} (${purposes.join(', ')}; ${ties})`;
    parts.set(how, [...(parts.get(how) ?? []), category]);
  }
  const named = field.category === null;
  return `Access: ${[...parts].map(([how, categories]) => (named ? `${categories.join(', ')} ${how}` : how)).join('; ')}.`;
}

function describeMask({ value, rowType }: PhiField, mask: Mask): string {
  if (mask === 'NONE') return 'whole';
  // Rows have decisions of their own.
  if (rowType !== null) return 'rows, each field by its own mask';
  return `masked ${mask}: ${describeShape(value, mask)}`;
}

const TOLD: Readonly<Record<string, string>> = Object.freeze({
  whole: 'whole',
  null: 'always null',
  last4: 'the last four characters',
  year: 'the year',
  birthYear: 'the year, null over 89',
  zip3: 'three digits of the postal code',
  pseudonym: 'a pseudonym',
});

function describeShape(value: ValueShape, mask: Mask): string {
  if (value.shape === 'leaf') return TOLD[MASK_TABLE[value.kind][mask]] ?? 'always null';
  if (value.shape === 'object') return mask === 'PARTIAL' ? 'whole' : 'always null';
  return Object.entries(value.fields)
    .map(([name, inner]) => `${name} ${describeShape(inner, mask)}`)
    .join(', ');
}
