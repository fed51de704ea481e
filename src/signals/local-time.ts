import type { SignalSettings } from '../access/signal-block.ts';
import type { LocalTime } from './detector.ts';

const QUARTER_MS = 900_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;

/** Local time by the tenant's zone. Offsets change at quarters of an hour at the finest, so each is asked for once. */
export function localTimeOf({
  timeZone,
  workingHours,
}: Pick<SignalSettings, 'timeZone' | 'workingHours'>): (time: number) => LocalTime {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
  });
  let quarter = Number.NaN;
  let local: LocalTime = { day: 0, hour: 0, isOffHours: false };
  return (time) => {
    const begun = Math.floor(time / QUARTER_MS);
    if (begun === quarter) return local;
    quarter = begun;
    const parts = new Map(
      format.formatToParts(begun * QUARTER_MS).map(({ type, value }) => [type, Number(value)]),
    );
    const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? 0;
    const wall = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'));
    const day = Math.floor(wall / DAY_MS);
    const hour = Math.floor(wall / HOUR_MS) % 24;
    // Day 0 of the epoch was a Thursday.
    const isWeekend = [2, 3].includes(((day % 7) + 7) % 7);
    const { from, to } = workingHours;
    local = { day, hour, isOffHours: isWeekend || hour < from || hour >= to };
    return local;
  };
}
