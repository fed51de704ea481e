import type { FhirInterval } from './fhir-interval.ts';
import { fhirInterval, utc } from './fhir-interval.ts';

/** Completed years somebody may have lived; both ends included. */
export interface AgeRange {
  readonly least: number;
  readonly most: number;
}

/** The furthest zone ahead of UTC, and behind it: a birthday begins there first, or last. */
const AHEAD = 14 * 3_600_000;
const BEHIND = 12 * 3_600_000;

/**
 * Age in completed years at `now`, or at death if that came before. A partial date gives a range; so does
 * the unknown time zone on a birthday itself.
 * @returns `null` when the birth date is unknown or unreadable.
 */
export function ageRange(
  birthDate: string | null,
  deceasedDate: string | null,
  now: number,
): AgeRange | null {
  const birth = birthDate === null ? null : fhirInterval(birthDate);
  if (birth === null) return null;
  const stated = deceasedDate === null ? null : fhirInterval(deceasedDate);
  // Nobody dies before birth: such a date is a slip of the pen, and says as much as one that cannot be read.
  const death = stated !== null && lifeEnd(stated, now).latest < birth.earliest ? null : stated;
  const end = lifeEnd(death, now);
  // Somebody who died, nobody knows when, may have had any age up to today's.
  const isDeathUnknown = deceasedDate !== null && death === null;
  return {
    least: isDeathUnknown ? 0 : Math.max(0, completedYears(birth.latest, end.earliest)),
    most: Math.max(0, completedYears(birth.earliest, end.latest)),
  };
}

/** An instant may be another day where the person is; calendar dates compare as they stand. */
function lifeEnd(death: FhirInterval | null, now: number): FhirInterval {
  const anywhereNow = { earliest: now - BEHIND, latest: now + AHEAD };
  if (death === null || death.earliest > now) return anywhereNow;
  if (death.earliest === death.latest) {
    return { earliest: death.earliest - BEHIND, latest: death.latest + AHEAD };
  }
  return { earliest: death.earliest, latest: Math.min(death.latest, anywhereNow.latest) };
}

function completedYears(birth: number, at: number): number {
  const born = new Date(birth);
  const reached = new Date(at);
  const years = reached.getUTCFullYear() - born.getUTCFullYear();
  return at >= birthday(born, reached.getUTCFullYear()) ? years : years - 1;
}

/** Born on 29 February: the birthday of other years is the 28th, so that nobody counts as younger than they are. */
function birthday(born: Date, year: number): number {
  const month = born.getUTCMonth() + 1;
  const day = born.getUTCDate();
  const date = utc(year, month, day);
  return new Date(date).getUTCMonth() + 1 === month ? date : utc(year, month, day - 1);
}
