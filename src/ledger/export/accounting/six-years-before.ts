/**
 * The same day and time six years earlier (45 CFR 164.528(a)(1)); of 29 February the day before, since more than the rule asks
 * is allowed and less is not. Milliseconds, UTC.
 */
export function sixYearsBefore(moment: number): number {
  const date = new Date(moment);
  const day = date.getUTCDate();
  date.setUTCFullYear(date.getUTCFullYear() - 6);
  // 29 February has become 1 March.
  if (date.getUTCDate() !== day) date.setUTCDate(0);
  return date.getTime();
}
