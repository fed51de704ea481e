export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;
export const YEAR = 365.25 * DAY;

/** FHIR date in UTC. */
export function dateOf(instant: number): string {
  return new Date(instant).toISOString().slice(0, 10);
}

/** FHIR dateTime in UTC, to the second. */
export function dateTimeOf(instant: number): string {
  return `${new Date(instant).toISOString().slice(0, 19)}Z`;
}
