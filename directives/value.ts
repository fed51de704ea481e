import type { Marked } from './directive-arguments.ts';
import { usesOf } from './directive-arguments.ts';

/**
 * `@value`: a composite such as HumanName or Address. It has no policy of its own: it is classified,
 * masked and recorded at the field that owns it.
 */
export const VALUE_DEFINITION = 'directive @value on OBJECT';

export function isValue(node: Marked | null | undefined): boolean {
  return usesOf('value', node).length > 0;
}
