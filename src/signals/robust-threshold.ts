/** A normal distribution's standard deviation, in units of its MAD. */
const MAD_TO_SIGMA = 1.4826;
const HANDFUL = 5;

/**
 * What a group's counts say is still usual: exp(median + `factor` × spread) of their logarithms, where the spread is
 * 1.4826 × the median absolute deviation, and at least `leastSpread`. Counts of work are skewed and multiply, so
 * logarithms, of each count and a handful more, since small counts multiply by chance; median and MAD, since up to half of
 * the sample may be what is looked for (Rousseeuw and Croux 1993).
 *
 * @param counts positive, at least one.
 */
export function robustThreshold(counts: readonly number[], factor: number, leastSpread: number): number {
  const logs = counts.map((count) => Math.log(count + HANDFUL));
  const middle = median(logs);
  const deviation = median(logs.map((each) => Math.abs(each - middle)));
  return Math.exp(middle + factor * Math.max(MAD_TO_SIGMA * deviation, leastSpread)) - HANDFUL;
}

/** @param values at least one; else NaN. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const half = sorted.length >> 1;
  const upper = sorted[half] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[half - 1] ?? Number.NaN) + upper) / 2;
}
