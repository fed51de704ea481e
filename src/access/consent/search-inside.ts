import { isJson } from '../../is-json.ts';

/** What a search of a record came to; TOO_LARGE: it was given up, so the thing sought may be there. */
export type Found = 'YES' | 'NO' | 'TOO_LARGE';

const MOST_NODES = 20_000;
const DEEPEST = 40;

/** Whether any object inside a record, itself included, satisfies `test`. Bounded in breadth and depth. */
export function searchInside(
  record: Readonly<Record<string, unknown>>,
  test: (node: Readonly<Record<string, unknown>>) => boolean,
): Found {
  let left = MOST_NODES;
  let tooLarge = false;
  const visit = (value: unknown, depth: number): boolean => {
    if (typeof value !== 'object' || value === null) return false;
    left -= 1;
    if (left < 0 || depth > DEEPEST) {
      tooLarge = true;
      return false;
    }
    if (Array.isArray(value)) return value.some((item) => visit(item, depth + 1));
    return isJson(value) && (test(value) || Object.values(value).some((item) => visit(item, depth + 1)));
  };
  if (visit(record, 0)) return 'YES';
  return tooLarge ? 'TOO_LARGE' : 'NO';
}
