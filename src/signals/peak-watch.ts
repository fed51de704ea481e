import { z } from 'zod';
import { BoundedMap, entriesOf } from '../bounded-map.ts';
import { Baseline } from './baseline.ts';
import type { Watch } from './detector.ts';
import type { DetectorName, Severity } from './finding.ts';
import { RecentKeys, SavedKeys } from './recent-keys.ts';
import type { SeenRecord } from './seen-record.ts';

/** Actors whose window is kept; the one longest idle goes first. */
const MOST_ACTORS = 20_000;
/** Until enough is known of a group, this many times the floor is taken for usual. */
const UNKNOWN = 3;
/** So many times what is usual is HIGH. */
const FAR_BEYOND = 2;

const Saved = z.object({ windows: entriesOf(SavedKeys), baseline: z.unknown() });

/** What is counted, of whom, and beside whom. */
export interface PeakMeasure {
  readonly detector: DetectorName;
  readonly windowMs: number;
  /** Below it, and at it, nothing is found. */
  readonly floor: number;
  readonly severity: Exclude<Severity, 'HIGH'>;
  /** Whether what is usual lifts the floor. */
  readonly isLearned: boolean;
  keysOf(seen: SeenRecord): readonly string[];
  /** `null`: of the tenant as a whole. */
  actorOf(seen: SeenRecord): string | null;
  /** Those whose counts are comparable. */
  groupOf(seen: SeenRecord): string;
}

/** Finds who counts more distinct things in a sliding window than is usual for the like of them. */
export function watchPeaks(measure: PeakMeasure, saved: unknown): Watch {
  const { detector, windowMs, floor, isLearned } = measure;
  const known = saved === null ? null : Saved.parse(saved);
  const baseline = new Baseline(known?.baseline ?? null);
  const windows = new BoundedMap<RecentKeys>(
    MOST_ACTORS,
    (known?.windows ?? []).map(([key, keys]) => [key, new RecentKeys(windowMs, keys)] as const),
  );
  return Object.freeze({
    observe(seen: SeenRecord) {
      const keys = measure.keysOf(seen);
      if (keys.length === 0) return null;
      const actor = measure.actorOf(seen);
      const group = measure.groupOf(seen);
      // Who works for two purposes is two: rounds and research are not comparable.
      const who = `${actor ?? ''} ${group}`;
      const window = windows.get(who) ?? new RecentKeys(windowMs);
      windows.set(who, window);
      const measured = window.add(keys, seen.time);
      const usual = isLearned ? (baseline.usual(who, group, seen.time) ?? floor * UNKNOWN) : floor;
      if (isLearned) baseline.learn(who, group, measured, seen.time);
      const allowed = Math.max(floor, Math.floor(usual));
      if (measured <= allowed) return null;
      const severity: Severity = measured > allowed * FAR_BEYOND ? 'HIGH' : measure.severity;
      return { detector, severity, actor, subject: null, measured, allowed, since: window.oldest(seen.time) };
    },
    toJSON: () => ({ windows, baseline }),
  });
}
