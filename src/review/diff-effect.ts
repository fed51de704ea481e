import type { LeafKind, Mask, ValueShape } from '../access/access-model.ts';
import { maskNarrows } from '../access/mask-order.ts';
import { MASK_TABLE, type MaskRule } from '../access/mask-table.ts';

/** What a mask is applied to. OBJECT: without protected parts; ROWS: rows with decisions of their own; FILTER: a search. */
type PartKind = LeafKind | 'OBJECT' | 'ROWS' | 'FILTER';

/**
 * The parts of a value by their path: '' for a plain value, `.family` for a part, `[]` behind what may be several,
 * `→Condition` for rows. Another path is another thing that is disclosed.
 */
export type ValueParts = ReadonlyMap<string, PartKind>;

export const FILTER_PARTS: ValueParts = new Map([['', 'FILTER']]);

export function partsOf(shape: ValueShape, rowType: string | null): ValueParts {
  if (rowType !== null) return new Map([[`→${rowType}`, 'ROWS']]);
  return new Map(pathsOf(shape, ''));
}

function pathsOf(shape: ValueShape, path: string): readonly (readonly [string, PartKind])[] {
  const here = shape.list ? `${path}[]` : path;
  if (shape.shape === 'leaf') return [[here, shape.kind]];
  if (shape.shape === 'object') return [[here, 'OBJECT']];
  return Object.entries(shape.fields).flatMap(([name, part]) => pathsOf(part, `${here}.${name}`));
}

/** What a mask leaves of a part (`maskValue`). */
function ruleOf(kind: PartKind, mask: Mask): MaskRule {
  if (kind === 'ROWS') return 'whole';
  if (kind === 'FILTER') return mask === 'NONE' ? 'whole' : 'null';
  if (kind === 'OBJECT') return mask === 'NONE' || mask === 'PARTIAL' ? 'whole' : 'null';
  return MASK_TABLE[kind][mask];
}

/** Whether what one rule leaves tells all that the other does. */
function tellsAll(rule: MaskRule, other: MaskRule): boolean {
  return rule === other || rule === 'whole' || other === 'null' || (rule === 'year' && other === 'birthYear');
}

export interface Disclosed {
  readonly parts: ValueParts;
  readonly mask: Mask;
}

export interface EffectChange {
  /** Something is told that was hidden. */
  readonly weaker: boolean;
  readonly stronger: boolean;
  /** Paths that there were not, and of which something is told; and the reverse. */
  readonly added: readonly string[];
  readonly gone: readonly string[];
}

/**
 * What the values disclosed differ in. A mask of another name that leaves the same of this kind of value is a change,
 * too: by it are told whether the row's ids are known, and whether it may be filtered by. Rows have masks of their own.
 */
export function compareEffects(old: Disclosed, now: Disclosed): EffectChange {
  const both = [...now.parts].flatMap(([path, kind]) => {
    const before = old.parts.get(path);
    return before === undefined ? [] : [[ruleOf(before, old.mask), ruleOf(kind, now.mask)] as const];
  });
  const weaker = both.some(([before, after]) => !tellsAll(before, after));
  const stronger = both.some(([before, after]) => !tellsAll(after, before));
  const values = [...now.parts].some(([path, kind]) => kind !== 'ROWS' && old.parts.has(path));
  const renamed = old.mask !== now.mask && !weaker && !stronger && values;
  const narrows = maskNarrows(old.mask, now.mask);
  return {
    weaker: weaker || (renamed && !narrows),
    stronger: stronger || (renamed && narrows),
    added: pathsOnlyIn(now, old),
    gone: pathsOnlyIn(old, now),
  };
}

function pathsOnlyIn({ parts, mask }: Disclosed, other: Disclosed): readonly string[] {
  return [...parts].flatMap(([path, kind]) =>
    other.parts.has(path) || ruleOf(kind, mask) === 'null' ? [] : [path],
  );
}
