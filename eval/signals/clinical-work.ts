import { type Day, HOUR, inHouse, look, MINUTE, moments, remote } from './day.ts';
import { type Staff, WARDS } from './house.ts';

/** A shift on a ward: the handover goes over everybody, the rest of the shift over one's own patients. */
export function nurseShift(day: Day, staff: Staff, isNight: boolean): void {
  const { random, midnight, inpatients } = day;
  const start = midnight + (isNight ? 19 : 7) * HOUR + random.between(-10, 10) * MINUTE;
  const place = inHouse(day, staff);
  const wards = staff.isFloat
    ? random.some([...inpatients.keys()], random.chance(0.3) ? 2 : 1)
    : [random.chance(0.1) ? random.between(0, WARDS - 1) : staff.ward];
  const ward = wards.flatMap((at) => inpatients[at] ?? []);
  look(day, staff, place, { time: start, patients: ward, page: 'list' });
  const own = random.some(ward, random.between(5, 8));
  for (const time of moments(day, start, start + 30 * MINUTE, Math.round(ward.length * random.next()))) {
    look(day, staff, place, { time, patients: [random.one(ward)], page: 'chart', rows: 2 });
  }
  for (let round = start + HOUR; round < start + 11.5 * HOUR; round += random.between(100, 150) * MINUTE) {
    for (const time of moments(day, round, round + 50 * MINUTE, own.length * 3)) {
      const page = random.one(['chart', 'medications', 'results'] as const);
      look(day, staff, place, { time, patients: [random.one(own)], page, rows: random.between(2, 6) });
    }
    // Help for a neighbour.
    const time = round + random.between(50, 90) * MINUTE;
    if (random.chance(0.4)) look(day, staff, place, { time, patients: [random.one(ward)], rows: 3 });
    if (random.chance(0.1)) look(day, staff, place, { time, patients: ward, page: 'list' });
  }
}

/** Rounds, clinic, letters. */
export function physicianDay(day: Day, staff: Staff, share: readonly string[]): void {
  const { random, midnight, inpatients, isWeekend } = day;
  const place = inHouse(day, staff);
  const ward = random.some(inpatients[staff.ward] ?? [], random.between(10, 30));
  const start = midnight + 7.5 * HOUR + random.between(0, 60) * MINUTE;
  for (const [at, patient] of ward.entries()) {
    const time = start + at * random.between(2, 5) * MINUTE;
    look(day, staff, place, { time, patients: [patient], rows: random.between(3, 8) });
    const insight = random.chance(0.06) ? 'withheld' : 'given';
    if (random.chance(0.15))
      look(day, staff, place, { time: time + MINUTE, patients: [patient], rows: 4, insight });
  }
  if (isWeekend) return;
  const clinic = midnight + 10.5 * HOUR;
  for (const [at, patient] of share.entries()) {
    const begun = clinic + at * random.between(15, 22) * MINUTE;
    for (const time of moments(day, begun, begun + 14 * MINUTE, random.between(2, 5))) {
      look(day, staff, place, { time, patients: [patient], rows: random.between(3, 9) });
    }
  }
  const evening = midnight + 17 * HOUR;
  for (const time of moments(day, evening, evening + 1.5 * HOUR, random.between(3, 25))) {
    look(day, staff, place, {
      time,
      patients: [random.one([...ward, ...share, ...ward])],
      page: 'results',
      rows: 4,
    });
  }
}

/** A night on call at home: some calls, a few patients each. */
export function onCall(day: Day, staff: Staff): void {
  const { random, midnight, inpatients } = day;
  const all = inpatients.flat();
  for (const begun of moments(day, midnight + 19 * HOUR, midnight + 31 * HOUR, random.between(2, 7))) {
    const place = remote(day, staff, 0.03);
    const patients = random.some(all, random.between(1, 4));
    for (const time of moments(day, begun, begun + 25 * MINUTE, patients.length * 3)) {
      look(day, staff, place, { time, patients: [random.one(patients)], rows: random.between(3, 8) });
    }
  }
}

/** The emergency room: strangers whom nobody is tied to yet, and now and then a glass. */
export function emergencyShift(day: Day, staff: Staff, isNight: boolean, crowd: number): void {
  const { random, midnight, house, number } = day;
  const start = midnight + (isNight ? 19 : 7) * HOUR;
  const place = inHouse(day, staff);
  const patients = random.some(house.patients, random.between(18, 34) + crowd * 3);
  for (const [at, patient] of patients.entries()) {
    const begun = start + (at / patients.length) * 11 * HOUR;
    const glass = `glass-${number}-${staff.id}-${at}`;
    const isOpened = random.chance(0.035) || at < crowd;
    if (isOpened)
      look(day, staff, place, {
        time: begun - MINUTE,
        patients: [patient],
        opens: glass,
        through: glass,
        page: 'chart',
        rows: 3,
      });
    for (const time of moments(day, begun, begun + 40 * MINUTE, random.between(3, 8))) {
      look(day, staff, place, {
        time,
        patients: [patient],
        rows: random.between(2, 6),
        ...(isOpened ? { through: glass } : {}),
      });
    }
  }
}

/** Orders to be checked, by the queue. */
export function pharmacistShift(day: Day, staff: Staff, isNight: boolean): void {
  const { random, midnight, inpatients, visits } = day;
  const place = inHouse(day, staff);
  const queue = [...inpatients.flat(), ...visits];
  const start = midnight + (isNight ? 20 : 8) * HOUR;
  for (let hour = 0; hour < (isNight ? 10 : 9); hour += 1) {
    const many = isNight ? random.between(5, 15) : random.between(20, 45);
    for (const time of moments(day, start + hour * HOUR, start + (hour + 1) * HOUR, many)) {
      look(day, staff, place, {
        time,
        patients: [random.one(queue)],
        page: 'medications',
        rows: random.between(3, 9),
      });
    }
  }
}

/** Who goes home, and what is needed then; once in a while a review of many charts. */
export function coordinatorDay(day: Day, staff: Staff, isReview: boolean): void {
  const { random, midnight, inpatients, recent } = day;
  const place = random.chance(0.2) ? remote(day, staff, 0.01) : inHouse(day, staff);
  const patients = random.some(inpatients.flat(), random.between(20, 45));
  for (const time of moments(day, midnight + 8.5 * HOUR, midnight + 16.5 * HOUR, patients.length * 3)) {
    look(day, staff, place, { time, patients: [random.one(patients)], purpose: 'COC', rows: 3 });
  }
  if (!isReview) return;
  for (const time of moments(day, midnight + 13 * HOUR, midnight + 15 * HOUR, 120)) {
    look(day, staff, place, { time, patients: [random.one(recent)], purpose: 'HQUALIMP', rows: 5 });
  }
}
