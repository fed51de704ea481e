import type { Grant } from '../access/access-model.ts';
import { RELATIONSHIPS } from '../access/access-model.ts';
import type { Circumstances } from '../access/circumstances.ts';
import { relationshipBit } from '../access/decide.ts';

/** Circumstances of a row and an actor that can tell two policies apart. */
export type Witness = Pick<Circumstances, 'relationships' | 'glass' | 'labels'>;

export interface TieWitness extends Omit<Witness, 'labels'> {
  readonly shown: string;
  /** Ties that already tell of what this one tells. */
  readonly within: readonly string[];
}

const GLASS: TieWitness = Object.freeze({ shown: 'BREAK_GLASS', relationships: 0, glass: true, within: [] });

const SINGLE: readonly TieWitness[] = RELATIONSHIPS.map((tie) =>
  Object.freeze({ shown: tie, relationships: relationshipBit(tie), glass: false, within: [] }),
);

/**
 * Ways to be tied. One tie tells of most; of two at once the least mask wins, which may be one that tells something
 * else; and where a grant permits, an opened glass gives no more, so that taking that grant away may give it.
 * Consent adds none: what it leaves is what SELF or a glass has.
 */
export const TIES: readonly TieWitness[] = Object.freeze([
  ...SINGLE,
  GLASS,
  ...SINGLE.map((one) =>
    Object.freeze({
      ...one,
      shown: `${one.shown}+BREAK_GLASS`,
      glass: true,
      within: [one.shown, GLASS.shown],
    }),
  ),
  ...SINGLE.flatMap((one, index) =>
    SINGLE.slice(index + 1).map((other) =>
      Object.freeze({
        shown: `${one.shown}+${other.shown}`,
        relationships: one.relationships | other.relationships,
        glass: false,
        within: [one.shown, other.shown],
      }),
    ),
  ),
]);

/** Sets of labels that some grant opens as a whole: where no single label differs, one of these does. */
export function labelSets(...lists: readonly (readonly Grant[])[]): readonly (readonly string[])[] {
  const sets = lists.flat().map(({ sensitivity }) => sensitivity.toSorted());
  return [...new Map(sets.filter((set) => set.length > 1).map((set) => [set.join(' '), set])).values()];
}
