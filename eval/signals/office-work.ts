import { type Day, HOUR, inHouse, look, MINUTE, moments, remote } from './day.ts';
import type { Staff } from './house.ts';

/** Arrivals, telephone calls, appointments of the days to come. */
export function registrationShift(day: Day, staff: Staff, from: number): void {
  const { random, midnight, visits, house } = day;
  const place = inHouse(day, staff);
  for (let hour = from; hour < from + 8; hour += 1) {
    for (const time of moments(
      day,
      midnight + hour * HOUR,
      midnight + (hour + 1) * HOUR,
      random.between(6, 14),
    )) {
      const patient = random.one(random.chance(0.97) ? visits : house.patients);
      look(day, staff, place, { time, patients: [patient], page: 'demographics', purpose: 'HOPERAT' });
    }
  }
}

/** Worklists, more of them at the end of the month; two days a week at home, and sometimes in the evening. */
export function billingDay(day: Day, staff: Staff, isMonthEnd: boolean): void {
  const { random, midnight, recent } = day;
  const isHome = random.chance(0.4);
  const place = isHome ? remote(day, staff, 0.02) : inHouse(day, staff);
  const work = (from: number, hours: number, where = place) => {
    for (let hour = 0; hour < hours; hour += 1) {
      const many = Math.round(random.between(20, 45) * (isMonthEnd ? 1.6 : 1));
      for (const time of moments(
        day,
        midnight + (from + hour) * HOUR,
        midnight + (from + hour + 1) * HOUR,
        many,
      )) {
        look(day, staff, where, {
          time,
          patients: [random.one(recent)],
          page: 'claims',
          purpose: 'HPAYMT',
          rows: 2,
        });
      }
    }
  };
  work(8, 8);
  if (random.chance(isMonthEnd ? 0.4 : 0.05)) work(19, 2, remote(day, staff, 0.02));
}

/** Charts to be coded, at home, at any hour one likes. */
export function coderDay(day: Day, staff: Staff): void {
  const { random, midnight, recent } = day;
  const place = remote(day, staff, 0.04);
  const start = midnight + random.one([5, 7, 8, 9, 12]) * HOUR;
  for (let hour = 0; hour < 8; hour += 1) {
    const charts = random.some(recent, random.between(6, 14));
    for (const time of moments(day, start + hour * HOUR, start + (hour + 1) * HOUR, charts.length * 3)) {
      look(day, staff, place, { time, patients: [random.one(charts)], purpose: 'HPAYMT', rows: 4 });
    }
  }
}

/** A few charts a day, and every now and then a pull of a whole cohort. */
export function researchDay(day: Day, staff: Staff): void {
  const { random, midnight, house } = day;
  const place = random.chance(0.3) ? remote(day, staff, 0.05) : inHouse(day, staff);
  const purpose = 'HRESCH';
  for (const time of moments(day, midnight + 9 * HOUR, midnight + 17 * HOUR, random.between(5, 40))) {
    look(day, staff, place, {
      time,
      patients: [random.one(house.patients)],
      page: 'study',
      purpose,
      rows: 4,
    });
  }
  if (!random.chance(0.3)) return;
  const cohort = random.some(house.patients, random.between(150, 600));
  const start = midnight + random.between(9, 16) * HOUR;
  for (let at = 0; at < cohort.length; at += 20) {
    const patients = cohort.slice(at, at + 20);
    look(day, staff, place, { time: start + (at / 20) * MINUTE, patients, page: 'study', purpose, rows: 2 });
  }
}

/** Who looks after the record of it all: exports by week, accountings when patients ask. */
export function reviewDay(day: Day, staff: Staff): void {
  const { random, midnight, number, house } = day;
  const place = inHouse(day, staff);
  const isExporter = house.exporters.includes(staff.id);
  const at = () => midnight + random.between(9, 16) * HOUR;
  const weekly = number % 7 === (staff.role === 'AUDITOR' ? 0 : 2);
  if (isExporter && weekly) look(day, staff, place, { time: at(), patients: [], act: 'ledger_exported' });
  if (isExporter && random.chance(0.3))
    look(day, staff, place, { time: at(), patients: [], act: 'ledger_accounting' });
  for (let query = random.between(0, 6); query > 0; query -= 1)
    look(day, staff, place, { time: at(), patients: [], act: 'ledger_query' });
}
