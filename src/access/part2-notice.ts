import { relationshipBit } from './decide.ts';
import type { OperationAccess } from './operation-access.ts';
import type { Row } from './row.ts';

/** What goes with records of substance use treatment (42 CFR 2.32). */
export interface Part2Notice {
  /** 42 CFR 2.32(a)(2), the short form. */
  readonly notice: string;
  /** FHIR references of the consents under which they were disclosed, sorted. */
  readonly consents: readonly string[];
  /** HL7 ActCode. */
  readonly redisclosure: string;
}

const LABEL = 'PART2';
const SELF = relationshipBit('SELF');

/**
 * The notice for an operation, or `null` where nothing of a row under Part 2 was disclosed to anybody but the
 * patient.
 */
export function part2Notice(access: OperationAccess): Part2Notice | null {
  const consents = new Set<string>();
  let isDue = false;
  for (const subject of access.subjects) {
    if ((subject.relationships & SELF) !== 0) continue;
    for (const row of subject.rows) {
      if (!row.table.circumstances.labels.includes(LABEL) || !isDisclosed(row)) continue;
      isDue = true;
      if (row.consent !== null) consents.add(`Consent/${row.consent}`);
    }
  }
  if (!isDue) return null;
  return Object.freeze({
    notice: '42 CFR part 2 prohibits unauthorized use or disclosure of these records.',
    consents: Object.freeze([...consents].sort()),
    redisclosure: 'RedisclosureProhibitionMark',
  });
}

/** A field that was denied told nothing. */
function isDisclosed(row: Row): boolean {
  if (row.seenLow === 0 && row.seenHigh === 0) return false;
  return row.table.decisions.some(({ decision }, index) => decision !== 'DENY' && row.hasSeen(index));
}
