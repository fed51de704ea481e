import { type House, type Staff, TENANT, WARDS } from './house.ts';
import type { Look } from './look.ts';
import type { Random } from './random.ts';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** What a day's work is made of. */
export interface Day {
  readonly random: Random;
  readonly house: House;
  /** From 0; day 0 is a Monday. */
  readonly number: number;
  /** Milliseconds since the epoch of local midnight. */
  readonly midnight: number;
  readonly isWeekend: boolean;
  /** By ward. */
  readonly inpatients: readonly (readonly string[])[];
  /** Of this day. */
  readonly visits: readonly string[];
  /** In care within the last days, newest last. */
  readonly recent: readonly string[];
  readonly looks: Look[];
}

/** Where somebody sits: gives the network of the next look. */
export type Place = () => string;

/** In the house one roams among its networks; some look at their telephone in between. */
export function inHouse({ random, house }: Day, staff: Staff): Place {
  let at = random.one(house.networks);
  return () => {
    if (random.chance(0.15)) at = random.one(house.networks);
    return staff.hasPhone && random.chance(0.06) ? staff.carrier : at;
  };
}

/** Elsewhere one is at home, on the way or in a hotel; with the VPN or without, and it may be lost in between. */
export function remote({ random, house, number }: Day, staff: Staff, awayChance: number): Place {
  const away = random.chance(0.5) ? random.one(['cafe-1', 'cafe-2']) : `hotel-${number}-${staff.id}`;
  const own = random.chance(awayChance) ? away : staff.home;
  const tunnel = random.chance(0.6) ? random.one(house.vpn) : null;
  const isShaky = random.chance(0.1);
  let looks = 0;
  let isUp = true;
  return () => {
    looks += 1;
    if (tunnel === null || looks === 1) return own;
    if (isShaky && random.chance(0.12)) isUp = !isUp;
    return isUp ? tunnel : own;
  };
}

/** Adds what one person looks at, at one moment. */
export function look(
  day: Day,
  staff: Staff,
  place: Place,
  about: Partial<Look> & Pick<Look, 'time' | 'patients'>,
): void {
  const { random, looks, house } = day;
  looks.push({
    tenant: TENANT,
    actor: staff.id,
    role: staff.role,
    network: place(),
    purpose: 'TREAT',
    page: 'chart',
    rows: 0,
    ...(random.chance(0.05) ? { refused: ['Patient.ssn'] } : {}),
    // A mistyped or outdated link.
    ...(random.chance(0.004) ? { strangers: [random.one(house.patients)] } : {}),
    ...about,
  });
}

/** Moments of a stretch of work, in order. */
export function moments({ random }: Day, from: number, to: number, count: number): readonly number[] {
  return Array.from({ length: count }, () => from + random.next() * (to - from)).toSorted((a, b) => a - b);
}

/** Beds fill and empty; visitors come by the day. */
export class Flow {
  readonly #random: Random;
  readonly #house: House;
  readonly #beds: { patient: string; until: number }[][];
  readonly #days: (readonly string[])[] = [];
  readonly #visitors: number;

  constructor(random: Random, house: House) {
    this.#random = random;
    this.#house = house;
    const size = Math.round(house.patients.length / 167);
    this.#visitors = Math.round(house.patients.length * 0.06);
    this.#beds = Array.from({ length: WARDS }, () =>
      Array.from({ length: size }, () => ({
        patient: random.one(house.patients),
        until: random.between(0, 8),
      })),
    );
  }

  /** @returns who is in on this day. */
  turn(number: number): Pick<Day, 'inpatients' | 'visits' | 'recent'> {
    const isWeekend = number % 7 > 4;
    for (const bed of this.#beds.flat()) {
      if (bed.until > number) continue;
      bed.patient = this.#random.one(this.#house.patients);
      bed.until = number + 1 + Math.floor(-Math.log(1 - this.#random.next()) * 5);
    }
    const visits = this.#random.some(
      this.#house.patients,
      isWeekend ? Math.round(this.#visitors / 4) : this.#visitors,
    );
    const inpatients = this.#beds.map((ward) => ward.map(({ patient }) => patient));
    this.#days.push([...new Set([...visits, ...inpatients.flat()])]);
    return { inpatients, visits, recent: this.#days.slice(-10).flat() };
  }
}
