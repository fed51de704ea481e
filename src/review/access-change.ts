import type { Place, Relationship } from '../access/access-model.ts';

/** What became of an access. The first three keep a change from passing, NEW where somebody gets it. */
export const CHANGE_KINDS = Object.freeze([
  'WIDENED',
  'MASK_WEAKENED',
  'NEW',
  'NARROWED',
  'MASK_STRENGTHENED',
  'REMOVED',
] as const);
export type ChangeKind = (typeof CHANGE_KINDS)[number];

/** Stands where a change is not about one role, purpose or relationship, but about all. */
export const ALL = '*';

/** How somebody is tied. BREAK_GLASS: by an opened glass. `A+B`: by both at once, where neither alone tells it. */
export type ChangedTie = Relationship | 'BREAK_GLASS' | typeof ALL | (string & {});

/** One change of what one role gets of one coordinate, in rows of one category. */
export interface AccessChange {
  readonly kind: ChangeKind;
  /** `null`: as the schema declares it, before any tenant narrows. */
  readonly tenant: string | null;
  /** `Type.field`, a filter's coordinate, with the path of a part of its value; or what else changed. */
  readonly coordinate: string;
  /** The row's category, or the field's own; `A → B` where that changed. */
  readonly category: string;
  readonly role: string;
  readonly purposes: readonly string[];
  readonly relationships: readonly ChangedTie[];
  /** WHOLE, a mask, DENIED, ABSENT, NOT_PHI; for what is no field, words. */
  readonly from: string;
  readonly to: string;
  /** Labels of rows and fields that open or close. */
  readonly opens: readonly string[];
  readonly closes: readonly string[];
  /** It holds only where a recorded reason reveals the field. */
  readonly revealed: boolean;
  /** Whether it needs a waiver. */
  readonly fails: boolean;
  /** Where the deciding grant, or the entry that changed, stands. */
  readonly old: Place | null;
  readonly new: Place | null;
}

/** A change that is not about single roles: what is left out holds for all. */
export function wholeChange(
  change: Pick<AccessChange, 'kind' | 'coordinate' | 'from' | 'to' | 'old' | 'new'> & Partial<AccessChange>,
): AccessChange {
  return Object.freeze({
    tenant: null,
    category: ALL,
    role: ALL,
    purposes: [ALL],
    relationships: [ALL],
    opens: [],
    closes: [],
    revealed: false,
    fails: failsBy(change.kind),
    ...change,
  });
}

export function failsBy(kind: ChangeKind): boolean {
  return kind === 'WIDENED' || kind === 'MASK_WEAKENED' || kind === 'NEW';
}
