/** When a FHIR date or dateTime may have been. Milliseconds since the epoch, both ends included. */
export interface FhirInterval {
  readonly earliest: number;
  readonly latest: number;
}

/** FHIR R4 §2.24.0.1: date, dateTime and instant; the zone is read as UTC where a record omits it. */
const PATTERN =
  /^(\d{4})(?:-(\d{2})(?:-(\d{2})(?:T(\d{2}):(\d{2})(?::(\d{2})(\.\d+)?)?(Z|[+-]\d{2}:\d{2})?)?)?)?$/;
const MINUTE = 60_000;

/**
 * Reads YYYY, YYYY-MM, YYYY-MM-DD or a dateTime. A partial date spans the whole year, month or day in UTC.
 * @returns `null` for anything else, days that no calendar has among it; callers MUST deny then.
 */
export function fhirInterval(text: string): FhirInterval | null {
  const parts = PATTERN.exec(text);
  if (parts === null) return null;
  const [, yearText, monthText, dayText, hourText, minuteText, secondText, fraction, zone] = parts;
  const year = Number(yearText);
  const month = monthText === undefined ? null : Number(monthText);
  const day = dayText === undefined ? null : Number(dayText);
  if (year === 0 || (month !== null && (month < 1 || month > 12))) return null;
  if (month !== null && day !== null && !isDay(year, month, day)) return null;

  if (month === null) return span(utc(year, 1, 1), utc(year + 1, 1, 1));
  if (day === null) return span(utc(year, month, 1), utc(year, month + 1, 1));
  if (hourText === undefined) return span(utc(year, month, day), utc(year, month, day + 1));

  const hour = Number(hourText);
  const minute = Number(minuteText);
  const second = Number(secondText ?? 0);
  const offset = zoneMinutes(zone ?? 'Z');
  if (hour > 24 || minute > 59 || second > 60 || offset === null) return null;
  const milliseconds = Math.floor(Number(`0${fraction ?? ''}`) * 1000);
  const at = utc(year, month, day) + (hour * 60 + minute - offset) * MINUTE + second * 1000 + milliseconds;
  return { earliest: at, latest: at };
}

/** `Date.UTC` reads years below 100 as 19xx; this does not. */
export function utc(year: number, month: number, day: number): number {
  return year < 100 ? new Date(0).setUTCFullYear(year, month - 1, day) : Date.UTC(year, month - 1, day);
}

/** No month is shorter, so most dates need no calendar. */
const SHORTEST_MONTH = 28;

function isDay(year: number, month: number, day: number): boolean {
  if (day < 1) return false;
  return day <= SHORTEST_MONTH || day <= new Date(utc(year, month + 1, 0)).getUTCDate();
}

function span(earliest: number, next: number): FhirInterval {
  return { earliest, latest: next - 1 };
}

function zoneMinutes(zone: string): number | null {
  if (zone === 'Z') return 0;
  const hours = Number(zone.slice(1, 3));
  const minutes = Number(zone.slice(4, 6));
  if (hours > 14 || minutes > 59) return null;
  return (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes);
}
