import type { OperationRecord } from '../../src/ledger/operation-record.ts';
import {
  coordinatorDay,
  emergencyShift,
  nurseShift,
  onCall,
  pharmacistShift,
  physicianDay,
} from './clinical-work.ts';
import { DAY, type Day, Flow, HOUR } from './day.ts';
import { buildHouse, type House, type Staff, type StaffRole } from './house.ts';
import { type Incident, PLOTS, stageIncident } from './incidents.ts';
import { type Look, recordsOf } from './look.ts';
import { billingDay, coderDay, registrationShift, researchDay, reviewDay } from './office-work.ts';
import { createRandom, type Random } from './random.ts';

export interface MonthOptions {
  readonly seed: number;
  readonly days: number;
  readonly patients: number;
  /** Days before the first incident can be. */
  readonly quietDays: number;
}

export interface Month {
  readonly house: House;
  /** Complete once all records were taken. */
  readonly incidents: readonly Incident[];
  /** Oldest first. */
  records(): Generator<OperationRecord>;
}

/** A Monday without a change of clocks near: midnight in New York. */
const START = Date.UTC(2026, 0, 5, 5);

/** A month of a made-up hospital, with everyday oddities, and with twelve incidents in it. */
export function generateMonth({ seed, days, patients, quietDays }: MonthOptions): Month {
  const random = createRandom(seed);
  const house = buildHouse(random, { patients });
  const incidents: Incident[] = [];
  const plan = PLOTS.map((plot) => ({ plot, day: random.between(quietDays, days - 2) }));
  const oddities = {
    crowd: random.between(3, days - 3),
    buggy: random.between(3, days - 3),
    outage: random.between(3, days - 3),
  };
  const flow = new Flow(random, house);
  let made = 0;
  const newId = () => {
    made += 1;
    return `r${String(made).padStart(9, '0')}`;
  };

  function* records(): Generator<OperationRecord> {
    let waiting: Look[] = foreignLooks(random, house);
    for (let number = 0; number < days; number += 1) {
      const midnight = START + number * DAY;
      const isWeekend = number % 7 > 4;
      const day: Day = { random, house, number, midnight, isWeekend, ...flow.turn(number), looks: waiting };
      everydayWork(day, { ...oddities, days });
      for (const { plot } of plan.filter((one) => one.day === number)) {
        const who = random.one(candidates(house, plot.roles, number));
        incidents.push(stageIncident(day, plot, who));
      }
      if (number === oddities.buggy) askTooMuch(day);
      const end = midnight + DAY;
      waiting = day.looks.filter(({ time }) => time >= end);
      const due = day.looks.filter(({ time }) => time < end).toSorted((a, b) => a.time - b.time);
      for (const look of due) yield* recordsOf(look, newId);
    }
  }
  return { house, incidents, records };
}

/** People at work by day: not those who are off, or sleep after a night. */
function candidates({ staff }: House, roles: readonly StaffRole[], number: number): readonly Staff[] {
  return staff.filter(
    ({ role, isFloat }, at) =>
      roles.includes(role) && !isFloat && (role !== 'NURSE' || isOn(at, number) === 'day'),
  );
}

function isOn(at: number, number: number): 'day' | 'night' | null {
  if ((at * 3 + number) % 7 >= 4) return null;
  // Two weeks of days, then one of nights.
  return Math.floor((number + at * 5) / 7) % 3 === 2 ? 'night' : 'day';
}

function everydayWork(day: Day, { crowd, days }: { readonly crowd: number; readonly days: number }): void {
  const { random, house, number, isWeekend, visits } = day;
  for (const staff of house.staff) if (random.chance(0.02)) staff.home = `home-${staff.id}-${number}`;
  for (const [at, staff] of house.staff.entries()) {
    const nth = Number(staff.id.split('-')[1]);
    const isThisNight = (of: number) => nth === number % of;
    switch (staff.role) {
      case 'NURSE': {
        const shift = isOn(at, number);
        if (shift !== null) nurseShift(day, staff, shift === 'night');
        break;
      }
      case 'PHYSICIAN': {
        if (nth >= 18) {
          const slot = (nth + number) % 4;
          if (slot < 2) emergencyShift(day, staff, slot === 1, number === crowd ? 4 : 0);
          break;
        }
        if (!isWeekend || isThisNight(4))
          physicianDay(
            day,
            staff,
            isWeekend ? [] : visits.slice(nth * 14, nth * 14 + random.between(11, 14)),
          );
        if (nth % 9 === number % 9) onCall(day, staff);
        break;
      }
      case 'PHARMACIST':
        if (isThisNight(6)) pharmacistShift(day, staff, true);
        else if (!isWeekend && random.chance(0.6)) pharmacistShift(day, staff, false);
        break;
      case 'CARE_COORDINATOR':
        if (!isWeekend) coordinatorDay(day, staff, nth * 5 + 3 === number);
        break;
      case 'REGISTRATION':
        if (!isWeekend || nth < 2) registrationShift(day, staff, nth < 2 ? 7 : nth < 6 ? 9 : 14);
        break;
      case 'BILLING':
        if (!isWeekend) billingDay(day, staff, number >= days - 4);
        break;
      case 'CODER':
        if (!isWeekend || random.chance(0.15)) coderDay(day, staff);
        break;
      case 'RESEARCHER':
        if (!isWeekend) researchDay(day, staff);
        break;
      default:
        if (!isWeekend) reviewDay(day, staff);
    }
  }
}

/** A new version of the nurses' page asks, for half a day, for what they may not see. */
function askTooMuch({ looks, midnight }: Day): void {
  for (const [at, look] of looks.entries()) {
    const isMorning = look.time >= midnight + 8 * HOUR && look.time < midnight + 13 * HOUR;
    if (isMorning && look.role === 'NURSE' && look.patients.length === 1)
      looks[at] = { ...look, refused: ['Patient.ssn', 'Coverage.memberId', 'Claim.total'] };
  }
}

/** The other tenant's own days. */
function foreignLooks(random: Random, { foreign }: House): Look[] {
  return foreign.map((patient) => ({
    time: START + random.next() * 2 * DAY,
    tenant: 'lakeside',
    actor: 'somebody',
    role: 'NURSE',
    network: 'lakeside-1',
    purpose: 'TREAT',
    page: 'chart',
    patients: [patient],
    rows: 2,
  }));
}
