/** Wall-clock time in milliseconds since the epoch. Passed in everywhere, so that tests set it. */
export type Clock = () => number;
