import type { Tie } from '../../src/access/facts.ts';
import { type ItemKey, keyName } from './batch-get.ts';
import type { Item } from './item.ts';
import type { Locator } from './locator.ts';
import type { TieChange } from './merge-ties.ts';

/** A resource whose ties, or whose earlier version, MUST be done before its locator may be written. */
export interface HeldWrite {
  readonly locator: Locator;
  /** The locator as it will be stored. */
  readonly item: Item;
  readonly changes: readonly SourceTies[];
}

/** What one resource now says about a patient's ties to these anchors, those it no longer names among them. */
export interface SourceTies {
  readonly patientId: string;
  readonly source: string;
  readonly anchors: readonly string[];
  readonly ties: readonly Tie[];
}

/** Ties gathered in memory, by patient and anchor, with the locators that wait for them. */
export interface PendingWrites {
  readonly size: number;
  hold(write: HeldWrite): void;
  locator(key: ItemKey): Locator | null;
  changes(): readonly TieChange[];
  items(): readonly Item[];
}

export function createPendingWrites(): PendingWrites {
  const ties = new Map<string, TieChange & { readonly bySource: Map<string, readonly Tie[]> }>();
  const held = new Map<string, HeldWrite>();
  let size = 0;
  return {
    get size() {
      return size;
    },
    hold(write) {
      held.set(keyName(write.locator.key), write);
      size += 1;
      for (const { patientId, source, anchors, ties: all } of write.changes) {
        for (const anchor of anchors) {
          const name = `${patientId}\n${anchor}`;
          const change = ties.get(name) ?? { patientId, anchor, bySource: new Map() };
          change.bySource.set(
            source,
            all.filter((tie) => tie.anchor === anchor),
          );
          ties.set(name, change);
          size += 1;
        }
      }
    },
    locator: (key) => held.get(keyName(key))?.locator ?? null,
    changes: () => [...ties.values()],
    items: () => [...held.values()].map(({ item }) => item),
  };
}
