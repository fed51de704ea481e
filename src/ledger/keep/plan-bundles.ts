import type { LogSurvey, SurveyedBundle } from './survey-log.ts';

export interface BundlePlan {
  /** May go, and the log says so: the files can be removed. */
  readonly ready: readonly number[];
  /** May go, once the log says so. */
  readonly toRecord: readonly number[];
  /** Past their time and kept by a legal hold. */
  readonly held: readonly number[];
}

/**
 * Which full bundles may go: past their time, held by nobody, and none whose writers' certificates are still needed.
 * A certificate is needed while any batch of its writer stays; it stands before all of them, so the bundles are looked
 * at from the newest to the oldest.
 */
export function planBundles({ bundles, allowed }: LogSurvey, now: number): BundlePlan {
  const isAllowed = (index: number) =>
    allowed.some(({ from, to, by }) => from <= index && index <= to && index < by);
  const staying = new Set<string>();
  const plan = { ready: [] as number[], toRecord: [] as number[], held: [] as number[] };
  for (const bundle of bundles.toReversed()) {
    if (bundle.isGone) continue;
    const isPast = bundle.isFull && bundle.expiresAt <= now;
    if (isPast && bundle.isHeld) plan.held.push(bundle.index);
    if (isPast && !bundle.isHeld && !isNeeded(bundle, staying)) {
      (isAllowed(bundle.index) ? plan.ready : plan.toRecord).push(bundle.index);
      continue;
    }
    for (const writer of bundle.writers) staying.add(writer);
  }
  return {
    ready: plan.ready.toReversed(),
    toRecord: plan.toRecord.toReversed(),
    held: plan.held.toReversed(),
  };
}

function isNeeded({ certifies }: SurveyedBundle, staying: ReadonlySet<string>): boolean {
  return [...certifies].some((writer) => staying.has(writer));
}

/** Neighbours together. @param indexes ascending. */
export function runsOf(
  indexes: readonly number[],
): readonly { readonly from: number; readonly to: number }[] {
  const runs: { from: number; to: number }[] = [];
  for (const index of indexes) {
    const last = runs.at(-1);
    if (last !== undefined && last.to + 1 === index) last.to = index;
    else runs.push({ from: index, to: index });
  }
  return runs;
}
