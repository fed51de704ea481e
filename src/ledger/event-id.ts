import type { WantedEvent } from './log/find-entry.ts';

const EVENT = /^([A-Za-z0-9_-]{1,64})\.(0|[1-9][0-9]{0,15})$/;

/** An event by its id, `<record id>.<ordinal>`; `null`: that is the id of none. */
export function readEventId(text: string): WantedEvent | null {
  const [, id, ordinal] = EVENT.exec(text) ?? [];
  return id === undefined ? null : { id, ordinal: Number(ordinal) };
}
