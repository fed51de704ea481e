import { z } from 'zod';
import { BoundedMap, entriesOf } from '../bounded-map.ts';
import { robustThreshold } from './robust-threshold.ts';

const DAY_MS = 86_400_000;
const DAYS = 28;
/** Peaks of a group that are remembered, the newest: a group of any size takes the same room. */
const PEAKS_OF_GROUP = 1_500;
const MOST_GROUPS = 500;
const MOST_ACTORS = 50_000;
/** With fewer days of a group nothing is known of it. */
const LEAST_OF_GROUP = 20;
/** An actor's habit: what was reached on this many days, of at least so many. */
const HABIT_DAYS = 3;
const LEAST_OF_ACTOR = 8;
const FACTOR = 4;
/** In logarithms. A group whose members all do the same would else find the first who does a little more. */
const LEAST_SPREAD = 0.15;
/** So much more than an actor's habit is usual for that actor. */
const OWN_MARGIN = 1.25;

const Peak = z.tuple([z.number(), z.number()]);
type Peak = z.output<typeof Peak>;
const Saved = z.object({
  day: z.number(),
  today: entriesOf(z.object({ group: z.string(), peak: z.number() })),
  groups: entriesOf(z.array(Peak)),
  actors: entriesOf(z.array(Peak)),
});

/**
 * What is usual: the highest count of each actor's day, of the last 28 days, by group (role and purpose) and by
 * actor. What was found is learned from too: a median does not mind, and what somebody did on three days and was
 * found at is for a person to judge.
 */
export class Baseline {
  readonly #today: BoundedMap<{ readonly group: string; readonly peak: number }>;
  readonly #groups: BoundedMap<Peak[]>;
  readonly #actors: BoundedMap<Peak[]>;
  readonly #usual = new Map<string, number | null>();
  #day: number;

  constructor(saved: unknown = null) {
    const known = saved === null ? null : Saved.parse(saved);
    this.#day = known?.day ?? 0;
    this.#today = new BoundedMap(MOST_ACTORS, known?.today);
    this.#groups = new BoundedMap(MOST_GROUPS, known?.groups);
    this.#actors = new BoundedMap(MOST_ACTORS, known?.actors);
  }

  /** @returns the most that is usual for this actor of this group; `null`: too little is known. */
  usual(actor: string, group: string, now: number): number | null {
    this.#turn(now);
    const ofGroup = this.#ofGroup(group);
    const ofActor = this.#ofActor(actor, group);
    if (ofGroup === null || ofActor === null) return ofGroup ?? ofActor;
    return Math.max(ofGroup, ofActor);
  }

  learn(actor: string, group: string, count: number, now: number): void {
    this.#turn(now);
    const key = `${actor} ${group}`;
    if (count > (this.#today.get(key)?.peak ?? 0)) this.#today.set(key, { group, peak: count });
  }

  toJSON(): unknown {
    return { day: this.#day, today: this.#today, groups: this.#groups, actors: this.#actors };
  }

  #ofGroup(group: string): number | null {
    const known = this.#usual.get(group);
    if (known !== undefined) return known;
    const peaks = this.#groups.get(group) ?? [];
    const counts = peaks.filter(([day]) => day >= this.#day - DAYS).map(([, peak]) => peak);
    const usual = counts.length < LEAST_OF_GROUP ? null : robustThreshold(counts, FACTOR, LEAST_SPREAD);
    this.#usual.set(group, usual);
    return usual;
  }

  #ofActor(actor: string, group: string): number | null {
    const peaks = (this.#actors.get(`${actor} ${group}`) ?? []).filter(([day]) => day >= this.#day - DAYS);
    if (peaks.length < LEAST_OF_ACTOR) return null;
    const habit = peaks.map(([, peak]) => peak).toSorted((a, b) => b - a)[HABIT_DAYS - 1] ?? 0;
    return habit * OWN_MARGIN;
  }

  /**
   * A day is over: its peaks are learned. Records come in the order of time; a late one counts for the day begun. A day
   * by more than all that is remembered ahead was none: a clock ran ahead, and nothing is learned from it.
   */
  #turn(now: number): void {
    const day = Math.floor(now / DAY_MS);
    if (day <= this.#day && day >= this.#day - DAYS) return;
    for (const [key, { group, peak }] of [...this.#today.entries()]) {
      if (day > this.#day) {
        push(this.#groups, group, [this.#day, peak], PEAKS_OF_GROUP);
        push(this.#actors, key, [this.#day, peak], DAYS);
      }
      this.#today.delete(key);
    }
    this.#usual.clear();
    this.#day = day;
  }
}

function push(map: BoundedMap<Peak[]>, key: string, peak: Peak, most: number): void {
  const peaks = map.get(key) ?? [];
  peaks.push(peak);
  if (peaks.length > most) peaks.shift();
  map.set(key, peaks);
}
