export const YEAR = 365.25 * 86_400_000;
export const START = Date.parse('2020-01-01T00:00:00Z');
/** Seven years after the start: what is of the first months is past its time. */
export const NOW = START + 7 * YEAR;
