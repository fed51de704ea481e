import { z } from 'zod';
import { BoundedMap, entriesOf } from '../../bounded-map.ts';
import type { Detector, Watch } from '../detector.ts';

const DAYS = 28;
const MOST_ACTORS = 20_000;
const MOST_NETWORKS = 50_000;
const NETWORKS_OF_ACTOR = 64;
/** A network that so many have used is the house's, or its VPN's. */
const HOUSE = 5;
/** Of who has worked on fewer days than these, nothing is known. */
const LEAST_DAYS = 3;
/** An hour in which somebody worked on so many days is a usual one. */
const USUAL_DAYS = 2;

const Network = z.tuple([z.string(), z.number()]);
const Habits = z.object({
  /** With the last day. */
  networks: z.array(Network),
  /** By hour of the day: the last two days on which the actor worked in it, or in the hour beside. */
  hours: z.array(z.tuple([z.number(), z.number()])).length(24),
  days: z.number(),
  lastDay: z.number(),
  /** A network under suspicion today is not a habit of tomorrow. */
  suspect: z.string().nullable(),
});
type Habits = z.output<typeof Habits>;
const Saved = z.object({ actors: entriesOf(Habits), users: entriesOf(z.array(z.string())) });

/**
 * A patient's record read outside working hours, at an hour at which this actor does not work, from a network that
 * the actor has not used for four weeks and that is nobody's but few's. On-call nights are usual hours once there were
 * two of them; a new connection at home in the daytime is nothing. Patients and proxies keep no hours.
 */
export const offHoursNetwork: Detector = Object.freeze({
  name: 'off-hours-network',
  rule: '45 CFR 164.308(a)(1)(ii)(D), 164.308(a)(5)(ii)(C)',
  startsClocks: true,
  begin: ({ localTime }, saved) => {
    const known = saved === null ? null : Saved.parse(saved);
    const actors = new BoundedMap<Habits>(MOST_ACTORS, known?.actors);
    const users = new BoundedMap<string[]>(MOST_NETWORKS, known?.users);
    return Object.freeze({
      observe({ actor, network, given, isStaff, isPatients, time }) {
        if (actor === null || network === null || isPatients || given.length === 0) return null;
        const { day, hour, isOffHours } = localTime(time);
        const habits = actors.get(actor) ?? begun();
        actors.set(actor, habits);
        if (habits.lastDay !== day) {
          habits.days += 1;
          habits.lastDay = day;
          habits.suspect = null;
        }
        const others = users.get(network) ?? [];
        if (isStaff && !others.includes(actor) && others.length < HOUSE)
          users.set(network, [...others, actor]);
        const isHouse = others.length >= HOUSE;
        const isKnown = habits.networks.some(
          ([one, last]) => one === network && last <= day && last > day - DAYS,
        );
        const isStrange = isOffHours && !isHouse && !isKnown && !isUsual(habits, hour, day);
        if (habits.days > LEAST_DAYS && (isStrange || habits.suspect === network)) {
          habits.suspect = network;
          return {
            detector: 'off-hours-network',
            severity: 'HIGH',
            actor,
            subject: null,
            measured: 1,
            allowed: 0,
          } as const;
        }
        remember(habits, network, hour, day);
        return null;
      },
      toJSON: () => ({ actors, users }),
    } satisfies Watch);
  },
} satisfies Detector);

function begun(): Habits {
  const hours = Array.from({ length: 24 }, (): [number, number] => [-1, -1]);
  return { networks: [], hours, days: 0, lastDay: -1, suspect: null };
}

/** At this hour, or at one beside it, on so many of the last days, today not among them. */
function isUsual({ hours }: Habits, hour: number, day: number): boolean {
  return [hour + 23, hour, hour + 1].some(
    (each) => hours[each % 24]?.filter((last) => last > day - DAYS && last < day).length === USUAL_DAYS,
  );
}

function remember(habits: Habits, network: string, hour: number, day: number): void {
  const others = habits.networks.filter(([one]) => one !== network);
  habits.networks = [...others, [network, day] as [string, number]].slice(-NETWORKS_OF_ACTOR);
  const at = habits.hours[hour];
  if (at !== undefined && at[1] !== day) habits.hours[hour] = [at[1], day];
}
