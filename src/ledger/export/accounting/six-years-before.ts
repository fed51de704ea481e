/** The same day and time six years earlier (45 CFR 164.528(a)(1)); of 29 February the day after. Milliseconds, UTC. */
export function sixYearsBefore(moment: number): number {
  const date = new Date(moment);
  return date.setUTCFullYear(date.getUTCFullYear() - 6);
}
