import { createHash } from 'node:crypto';
import type { Collected, Collection } from './collected.ts';
import type { EvidenceItem, EvidencePart, EvidenceSet } from './evidence.ts';

/** Characters of one item: a longer record becomes several, so that a model and a reader can point at a passage. */
const ITEM_CHARACTERS = 2_000;
/** Characters of a part that goes with each passage of its record; a longer one is left out whole, never cut. */
const PART_CHARACTERS = 500;
/** Items of one record: what is beyond of a very long note is left out and said so. */
const ITEMS_OF_A_RECORD = 40;

/**
 * Numbers what was collected, in its order, as far as the budget of tokens goes. What does not fit is left out whole.
 * @param tokens at most, as `estimateTokens` counts them.
 */
export function numberEvidence(
  { found, leftOut }: Collection,
  tokens: number,
  estimateTokens: (text: string) => number,
): EvidenceSet {
  const items: EvidenceItem[] = [];
  const left = [...leftOut];
  let spent = 0;
  for (const record of found) {
    const { passages, isWhole } = passagesOf(record);
    let isTold = isWhole;
    for (const [at, parts] of passages.entries()) {
      const text = parts.map((part) => part.text).join('; ');
      const cost = estimateTokens(text);
      if (spent + cost > tokens || at >= ITEMS_OF_A_RECORD) {
        isTold = false;
        break;
      }
      spent += cost;
      const { resourceType, resourceId, date } = record;
      items.push({ number: items.length + 1, resourceType, resourceId, date, parts, text });
    }
    if (!isTold) {
      left.push({ resourceType: record.resourceType, resourceId: record.resourceId, reason: 'BUDGET' });
    }
  }
  const unsaid = left.filter(({ reason }) => reason === 'BUDGET');
  const incomplete = new Set(unsaid.map(({ resourceType }) => resourceType));
  return { items, leftOut: left, incomplete, hash: hashOf(items) };
}

interface Passages {
  readonly passages: readonly (readonly EvidencePart[])[];
  /** False: something of the record is in none of them. */
  readonly isWhole: boolean;
}

/** A record's parts, or those of each of its passages where one part is long. */
function passagesOf({ parts }: Collected): Passages {
  const length = parts.reduce((sum, { text }) => sum + text.length, 0);
  if (length <= ITEM_CHARACTERS) return { passages: [parts], isWhole: true };
  const long = parts.reduce((one, other) => (other.text.length > one.text.length ? other : one));
  const others = parts.filter((part) => part !== long);
  const short = others.filter(({ text }) => text.length <= PART_CHARACTERS);
  const { texts, isWhole } = passages(long.text);
  const told = texts.map((text) => [...short, { coordinate: long.coordinate, text }]);
  return {
    passages: told.length > 0 || short.length === 0 ? told : [short],
    isWhole: isWhole && short.length === others.length,
  };
}

/**
 * Sentences gathered into passages. A sentence that is longer than a passage is no evidence: cut, it would say without
 * its negation what it does not say.
 */
function passages(text: string): { readonly texts: readonly string[]; readonly isWhole: boolean } {
  const gathered: string[] = [];
  let passage = '';
  let isWhole = true;
  for (const { segment } of new Intl.Segmenter('en', { granularity: 'sentence' }).segment(text)) {
    if (segment.length > ITEM_CHARACTERS) {
      isWhole = false;
      continue;
    }
    if (passage.length + segment.length > ITEM_CHARACTERS) {
      gathered.push(passage.trim());
      passage = '';
    }
    passage += segment;
    if (gathered.length > ITEMS_OF_A_RECORD) break;
  }
  return { texts: [...gathered, passage.trim()].filter((one) => one !== ''), isWhole };
}

/** SHA-256 (hex) of what a model would be shown, and of what it was read from. */
function hashOf(items: readonly EvidenceItem[]): string {
  const told = items.map(({ resourceType, resourceId, date, parts }) => [
    resourceType,
    resourceId,
    date,
    parts,
  ]);
  return createHash('sha256').update(JSON.stringify(told)).digest('hex');
}
