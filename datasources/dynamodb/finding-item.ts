import { DataIntegrityError } from '../../src/errors.ts';
import { KeptFinding } from '../../src/signals/kept-finding.ts';
import { findingKey, placeOf } from './finding-keys.ts';
import { type Item, requiredText } from './item.ts';

/** A finding with its place in lists, which stays the one that it had first. */
export interface PlacedFinding {
  readonly kept: KeptFinding;
  readonly place: string;
}

export function findingItem({ kept, place }: PlacedFinding): Item {
  const { pk, sk } = findingKey(kept.finding.tenant, kept.finding.id);
  return {
    pk: { S: pk },
    sk: { S: sk },
    version: { N: String(kept.version) },
    place: { S: place },
    kept: { S: JSON.stringify(KeptFinding.parse(kept)) },
  };
}

/** @throws DataIntegrityError: a finding that cannot be read is not no finding. */
export function readFinding(item: Item): PlacedFinding {
  const [place, text] = [requiredText(item, 'place'), requiredText(item, 'kept')];
  try {
    return { kept: KeptFinding.parse(JSON.parse(text)), place };
  } catch {
    throw new DataIntegrityError('a stored value is no finding');
  }
}

/** Where a finding stands that is kept after `known`. */
export function placeAfter(known: PlacedFinding | null, kept: KeptFinding): string {
  return known?.place ?? placeOf(kept);
}
