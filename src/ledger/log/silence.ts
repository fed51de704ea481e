import type { WriterPlaces } from './writer-places.ts';

/** A writer that says nothing for this many of its heartbeats is taken for lost. */
const HEARTBEATS = 3;

export interface SilentWriter {
  readonly writer: string;
  /** Number of its last batch in the log. */
  readonly lastSeq: number;
}

/**
 * Which writers fell silent without a close. Measured by this process' own clock since it looks, not by what batches
 * say of the time, and only over times in which every source could be read.
 */
export class Silence {
  readonly #limit: number;
  #heard = new Map<string, number>();

  /** @param heartbeat milliseconds. */
  constructor(heartbeat: number) {
    this.#limit = heartbeat * HEARTBEATS;
  }

  /** @param now milliseconds of a clock that never steps back. @param sure false: a source could not be read. */
  note(places: WriterPlaces, spoke: ReadonlySet<string>, now: number, sure: boolean): void {
    const heard = new Map<string, number>();
    for (const [writer, { closed, lost }] of places) {
      if (closed || lost) continue;
      const before = this.#heard.get(writer);
      heard.set(writer, before === undefined || spoke.has(writer) || !sure ? now : before);
    }
    this.#heard = heard;
  }

  silent(places: WriterPlaces, now: number): readonly SilentWriter[] {
    return [...this.#heard].flatMap(([writer, at]) => {
      const place = places.get(writer);
      if (place === undefined || now - at <= this.#limit) return [];
      return [{ writer, lastSeq: place.nextSeq - 1 }];
    });
  }
}
