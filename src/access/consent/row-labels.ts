import { meansLabel } from '../sensitivity.ts';
import type { ProvisionType } from './consent.ts';
import { LEVELS } from './consent-codes.ts';
import type { Reach } from './reach.ts';
import { NONE, PART, WHOLE } from './reach.ts';

/** Labels about who the patient is or who may speak first, not about what the row says. */
const ADMINISTRATIVE: readonly string[] = Object.freeze(['CEL', 'VIP', 'EMP', 'TBOO', 'PRS', 'PHY']);
/** What HL7 counts as normal by default (standards §4). */
const NORMAL: readonly string[] = Object.freeze(['DEMO', 'DOB', 'GENDER', 'RACE', 'REL', 'MARST', 'IDS']);
/** 42 CFR 2.31: consent to disclose these records names them, or substance use. */
const NAMES_PART2: readonly string[] = Object.freeze(['PART2', 'ETH', 'SUD', 'ETHUD', 'OPIOIDUD']);

export function isPart2(labels: readonly string[]): boolean {
  return labels.includes('PART2');
}

export function namesPart2(criterion: readonly string[]): boolean {
  return criterion.some((label) => NAMES_PART2.includes(label));
}

export function isAdministrative(label: string): boolean {
  return ADMINISTRATIVE.includes(label);
}

/**
 * How far a rule's labels reach over a row with these labels. A rule that names some of what the row is about and
 * not the rest reaches it in part: it may deny the row, and MUST NOT permit it.
 *
 * A level permits up to itself and denies from itself upward: who lets restricted data go lets normal data go,
 * and who holds restricted data back holds very restricted data back.
 */
export function labelReach(
  type: ProvisionType,
  criterion: readonly string[],
  labels: readonly string[],
): Reach {
  if (criterion.length === 0) return WHOLE;
  for (const each of criterion) {
    const named = LEVELS.indexOf(each);
    if (named === -1) continue;
    const level = levelOf(labels);
    if (type === 'permit' ? level <= named : level >= named) return WHOLE;
  }
  let some = false;
  let all = true;
  for (const label of labels) {
    if (names(criterion, label, labels)) some = true;
    else if (label !== 'R' && !isAdministrative(label)) all = false;
  }
  if (!some) return NONE;
  return all ? WHOLE : PART;
}

function names(criterion: readonly string[], label: string, labels: readonly string[]): boolean {
  if (meansLabel(criterion, label)) return true;
  // Part 2 records are of substance use, whichever of the two labels a row bears (42 CFR 2.11, "Records").
  if (label === 'PART2') return meansLabel(criterion, 'SUD');
  return isPart2(labels) && NAMES_PART2.includes(label) && criterion.includes('PART2');
}

/** High-water mark: the level the row states, or what its labels are by default. */
function levelOf(labels: readonly string[]): number {
  if (labels.includes('V') || labels.includes('PSYTHPN')) return LEVELS.indexOf('V');
  return LEVELS.indexOf(labels.every((label) => NORMAL.includes(label)) ? 'N' : 'R');
}
