/** How far apart the times of two kinds lie, in milliseconds, and how well that is known. */
export interface Apart {
  readonly apart: number;
  /** Four standard errors: the truth lies within, but for one run in ten thousand. */
  readonly margin: number;
}

const STANDARD_ERRORS = 4;
/** Of normal deviates: standard deviation from median absolute deviation, and of a median from that of a mean. */
const FROM_MEDIAN_DEVIATION = 1.4826 * 1.2533;

/**
 * Compares times that were taken in pairs, one of each kind right after the other. Of each block of pairs the lower quartiles
 * are subtracted: what else a machine does only ever lengthens, so low quantiles tell most (Crosby, Wallach and Riedi, ACM
 * TISSEC 12(3), 2009). Of the blocks' differences the median is taken, which no burst of other work moves.
 * @throws RangeError when the kinds are not paired or there are fewer than ten blocks.
 */
export function compareTimes(one: readonly number[], other: readonly number[], block = 100): Apart {
  const blocks = Math.floor(one.length / block);
  if (one.length !== other.length || blocks < 10) throw new RangeError('too few pairs to compare');
  const differences = Array.from({ length: blocks }, (_, at) => {
    const part = (times: readonly number[]) => times.slice(at * block, (at + 1) * block);
    return quantile(part(one), 0.25) - quantile(part(other), 0.25);
  });
  const apart = quantile(differences, 0.5);
  const deviation = quantile(
    differences.map((difference) => Math.abs(difference - apart)),
    0.5,
  );
  const margin = (STANDARD_ERRORS * FROM_MEDIAN_DEVIATION * deviation) / Math.sqrt(blocks);
  return { apart, margin };
}

/** Whether whoever sees times in buckets of so many milliseconds may tell the kinds apart. */
export function isDistinguishable({ apart, margin }: Apart, bucket: number): boolean {
  return Math.abs(apart) + margin >= bucket;
}

export function quantile(values: readonly number[], at: number): number {
  const sorted = values.toSorted((left, right) => left - right);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * at))] ?? Number.NaN;
}
