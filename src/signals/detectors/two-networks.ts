import { z } from 'zod';
import { BoundedMap, entriesOf } from '../../bounded-map.ts';
import type { Detector, Watch } from '../detector.ts';

const WINDOW_MS = 1_800_000;
const MOST_ACTORS = 20_000;
const MOST_NETWORKS = 50_000;
/** A network that so many have used is the house's. */
const HOUSE = 5;
/** One that the actor used on so many days before today is the actor's own: a telephone, the line at home. */
const OWN_DAYS = 3;
const DAY_MS = 86_400_000;
const NETWORKS_OF_ACTOR = 64;

const Track = z.object({
  last: z.string(),
  /** Times at which the actor went back to a network that was left within the window. */
  returns: z.array(z.tuple([z.number(), z.string()])),
  /** When each network was last used. */
  used: z.array(z.tuple([z.string(), z.number()])),
  /** Days on which each was used, and the last of them. */
  days: z.array(z.tuple([z.string(), z.number(), z.number()])),
});
type Track = z.output<typeof Track>;
const Saved = z.object({ actors: entriesOf(Track), users: entriesOf(z.array(z.string())) });

/**
 * One actor at work by way of two networks at once: back and forth between them within half an hour. Who changes to a
 * VPN goes and does not come back; who roams within the house stays among its networks.
 */
export const twoNetworks: Detector = Object.freeze({
  name: 'two-networks',
  rule: '45 CFR 164.312(a)(2)(i), 164.312(d); 164.308(a)(1)(ii)(D)',
  startsClocks: true,
  begin: ({ settings }, saved) => {
    const known = saved === null ? null : Saved.parse(saved);
    const actors = new BoundedMap<Track>(MOST_ACTORS, known?.actors);
    const users = new BoundedMap<string[]>(MOST_NETWORKS, known?.users);
    const allowed = settings.returnsBetweenNetworks;
    return Object.freeze({
      observe({ actor, network, given, isStaff, time }) {
        if (actor === null || network === null || given.length === 0) return null;
        const others = users.get(network) ?? [];
        if (isStaff && !others.includes(actor) && others.length < HOUSE)
          users.set(network, [...others, actor]);
        const track = actors.get(actor) ?? { last: network, returns: [], used: [], days: [] };
        actors.set(actor, track);
        const left = track.last;
        const pair = [left, network].toSorted().join(' ');
        const isRecent = (at: number) => Math.abs(time - at) < WINDOW_MS;
        const isReturn = left !== network && track.used.some(([one, at]) => one === network && isRecent(at));
        track.last = network;
        track.used = [
          ...track.used.filter(([one, at]) => one !== network && isRecent(at)),
          [network, time] as [string, number],
        ].slice(-NETWORKS_OF_ACTOR);
        track.returns = track.returns.filter(([at]) => isRecent(at));
        const today = Math.floor(time / DAY_MS);
        noteDay(track, network, today);
        const isExpected = (one: string) =>
          (users.get(one)?.length ?? 0) >= HOUSE || daysBefore(track, one, today) >= OWN_DAYS;
        if (!isReturn || [left, network].every(isExpected)) return null;
        track.returns.push([time, pair]);
        const returns = track.returns.filter(([, one]) => one === pair);
        if (returns.length <= allowed) return null;
        return {
          detector: 'two-networks',
          severity: 'HIGH',
          actor,
          subject: null,
          measured: returns.length,
          allowed,
          since: returns[0]?.[0] ?? time,
        } as const;
      },
      toJSON: () => ({ actors, users }),
    } satisfies Watch);
  },
} satisfies Detector);

function noteDay(track: Track, network: string, today: number): void {
  const known = track.days.find(([one]) => one === network);
  if (known?.[2] === today) return;
  const others = track.days.filter((one) => one !== known);
  const counted: [string, number, number] = [network, (known?.[1] ?? 0) + 1, today];
  track.days = [...others, counted].slice(-NETWORKS_OF_ACTOR);
}

function daysBefore({ days }: Track, network: string, today: number): number {
  const [, count = 0, last = today] = days.find(([one]) => one === network) ?? [];
  return last === today ? count - 1 : count;
}
