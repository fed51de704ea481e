/** Counts points of a key. A key is of one window of time; MUST NOT forget it within `WINDOW_MS` of its last use. */
export interface RateCounter {
  /** @returns points of the key so far, these among them. */
  add(key: string, points: number): Promise<number>;
}

/** Milliseconds of one window. Windows begin with the minute, so that all nodes count in the same one. */
export const WINDOW_MS = 60_000;
