import type { LedgerEvent } from '../ledger-event.ts';
import type { PlacedEvent } from './ledger-index.ts';
import type { RecordReading } from './tenant-ledger.ts';

/** A reading with the place of its last event. */
export interface PlacedReading extends Omit<PlacedEvent, 'event'> {
  readonly reading: RecordReading;
}

export interface ReadingPage {
  readonly readings: readonly PlacedReading[];
  readonly hasNextPage: boolean;
}

/** Events, in order and of one patient, rolled up by the operation they belong to: parts of one record are one. */
export function readReadings(events: Iterable<PlacedEvent>, first: number): ReadingPage {
  const readings: PlacedReading[] = [];
  let open: PlacedEvent[] = [];
  let record = '';
  for (const placed of events) {
    const of = recordOf(placed.event);
    if (of !== record && open.length > 0) {
      readings.push(rollUp(open));
      open = [];
    }
    if (readings.length === first) return { readings, hasNextPage: true };
    record = of;
    open.push(placed);
  }
  if (open.length > 0) readings.push(rollUp(open));
  return { readings, hasNextPage: false };
}

/** An event's id is `<record id>.<ordinal>`. */
function recordOf({ id }: LedgerEvent): string {
  return id.slice(0, id.lastIndexOf('.'));
}

function rollUp(placed: readonly PlacedEvent[]): PlacedReading {
  const [{ event: head }] = [placed[0] ?? nothing()];
  const { time, entry, ordinal } = placed.at(-1) ?? nothing();
  const events = placed.map(({ event }) => event);
  const reading: RecordReading = {
    time: head.time,
    actor: head.actor,
    roles: head.roles,
    client: head.client,
    purposes: distinct(events.map(({ purpose }) => purpose)),
    fields: counted(events.map(({ category }) => category)),
    breakGlass: events.some(({ breakGlass }) => breakGlass !== null),
    insight: events.some(({ via }) => via !== null),
  };
  return { time, entry, ordinal, reading };
}

function nothing(): never {
  throw new Error('no event to roll up');
}

function counted(categories: readonly (string | null)[]): RecordReading['fields'] {
  const counts = new Map<string | null, number>();
  for (const category of categories) counts.set(category, (counts.get(category) ?? 0) + 1);
  return [...counts].toSorted(([a], [b]) => ((a ?? '') < (b ?? '') ? -1 : 1));
}

function distinct(codes: readonly (string | null)[]): readonly string[] {
  return [...new Set(codes.filter((code) => code !== null))].toSorted();
}
