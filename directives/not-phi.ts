import type { Marked } from './directive-arguments.ts';
import { usesOf } from './directive-arguments.ts';

/**
 * `@notPhi`: on a field, the value is no protected health information (metadata, or the handle of a row
 * the actor may see). On an object type, so are all its fields: directories of professionals and
 * organizations. A statement somebody made, never a default.
 */
export const NOT_PHI_DEFINITION = 'directive @notPhi on FIELD_DEFINITION | OBJECT';

export function isNotPhi(node: Marked | null | undefined): boolean {
  return usesOf('notPhi', node).length > 0;
}
