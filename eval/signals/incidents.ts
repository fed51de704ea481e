import type { DetectorName } from '../../src/signals/finding.ts';
import { type Day, HOUR, inHouse, look, MINUTE, moments } from './day.ts';
import type { Staff, StaffRole } from './house.ts';
import type { Look } from './look.ts';

/** Something that a privacy office would want to know of. */
export interface Incident {
  readonly what: string;
  readonly detector: DetectorName;
  /** `null`: of the house. */
  readonly actor: string | null;
  readonly from: number;
  readonly to: number;
}

/** Puts an incident into a day, and says what it was. @param staff who does it, or whose sign-in was stolen. */
export interface Plot {
  readonly what: string;
  readonly detector: DetectorName;
  readonly roles: readonly StaffRole[];
  /** Hours of the day at which it begins. */
  readonly hours: readonly [number, number];
  stage(day: Day, staff: Staff, start: number): void;
}

const range = (start: number, minutes: number) => [start, start + minutes * MINUTE] as const;
const at = (network: string) => () => network;
const stranger = ({ number }: Day) => `elsewhere-${number}`;

function each(
  day: Day,
  patients: readonly string[],
  minutes: number,
  start: number,
  put: (time: number, patient: string) => void,
) {
  const times = moments(day, ...range(start, minutes), patients.length);
  for (const [index, patient] of patients.entries()) put(times[index] ?? start, patient);
}

/** Twelve, of the kinds that privacy offices tell of; sizes as in such tales, not by any threshold. */
export const PLOTS: readonly Plot[] = Object.freeze([
  {
    what: 'a nurse browses charts of the whole house',
    detector: 'many-patients',
    roles: ['NURSE'],
    hours: [9, 16],
    stage: (day, staff, start) => {
      const { random, house } = day;
      const place = inHouse(day, staff);
      each(
        day,
        random.some(house.patients, random.between(70, 120)),
        random.between(40, 60),
        start,
        (time, patient) => look(day, staff, place, { time, patients: [patient], rows: 2 }),
      );
    },
  },
  {
    what: 'a clerk copies hundreds of records',
    detector: 'many-patients',
    roles: ['REGISTRATION'],
    hours: [9, 16],
    stage: (day, staff, start) => {
      const { random, house } = day;
      const place = inHouse(day, staff);
      each(
        day,
        random.some(house.patients, random.between(250, 400)),
        random.between(60, 90),
        start,
        (time, patient) =>
          look(day, staff, place, { time, patients: [patient], page: 'demographics', purpose: 'HOPERAT' }),
      );
    },
  },
  {
    what: 'a stolen sign-in at night',
    detector: 'off-hours-network',
    roles: ['REGISTRATION', 'CARE_COORDINATOR'],
    hours: [1, 4],
    stage: (day, staff, start) => {
      const { random, house } = day;
      each(
        day,
        random.some(house.patients, random.between(8, 25)),
        random.between(30, 60),
        start,
        (time, patient) => look(day, staff, at(stranger(day)), { time, patients: [patient], rows: 3 }),
      );
    },
  },
  {
    what: 'a stolen sign-in while its owner works',
    detector: 'two-networks',
    roles: ['NURSE'],
    hours: [9, 15],
    stage: (day, staff, start) => {
      const { random, house } = day;
      const place = inHouse(day, staff);
      const minutes = random.between(30, 60);
      each(day, random.some(house.patients, random.between(20, 60)), minutes, start, (time, patient) =>
        look(day, staff, at(stranger(day)), { time, patients: [patient], rows: 3 }),
      );
      const own = day.inpatients[staff.ward]?.slice(0, 6) ?? [];
      each(day, [...own, ...own], minutes, start, (time, patient) =>
        look(day, staff, place, { time, patients: [patient], rows: 3 }),
      );
    },
  },
  {
    what: 'a list of patients of another house',
    detector: 'cross-tenant',
    roles: ['PHYSICIAN', 'NURSE', 'BILLING'],
    hours: [8, 17],
    stage: (day, staff, start) => {
      const { random, house } = day;
      const place = inHouse(day, staff);
      each(
        day,
        random.some(house.foreign, random.between(6, 20)),
        random.between(20, 60),
        start,
        (time, patient) => look(day, staff, place, { time, patients: [], strangers: [patient] }),
      );
    },
  },
  {
    what: 'ids are tried one after the other',
    detector: 'denial-burst',
    roles: ['NURSE', 'PHARMACIST'],
    hours: [8, 20],
    stage: (day, staff, start) => {
      const { random, house } = day;
      const place = inHouse(day, staff);
      each(
        day,
        random.some(house.patients, random.between(25, 60)),
        random.between(10, 20),
        start,
        (time, patient) => look(day, staff, place, { time, patients: [], strangers: [patient] }),
      );
    },
  },
  {
    what: 'fields are tried one after the other',
    detector: 'denial-burst',
    roles: ['BILLING', 'REGISTRATION'],
    hours: [8, 17],
    stage: (day, staff, start) => {
      const { random, recent } = day;
      const place = inHouse(day, staff);
      const tried = Array.from({ length: random.between(15, 30) }, (_, field) => `Patient.field${field}`);
      each(day, tried, random.between(5, 15), start, (time, field) =>
        look(day, staff, place, {
          time,
          patients: [random.one(recent)],
          page: 'demographics',
          refused: [field],
        }),
      );
    },
  },
  {
    what: 'a clerk looks up somebody of whom one reads in the papers',
    detector: 'vip-access',
    roles: ['REGISTRATION', 'BILLING'],
    hours: [8, 17],
    stage: (day, staff, start) => {
      const { random, house, recent } = day;
      const patient = random.one(house.vips.filter((one) => !recent.includes(one)));
      each(day, Array<string>(random.between(1, 3)).fill(patient), 5, start, (time, one) =>
        look(day, staff, inHouse(day, staff), { time, patients: [one], page: 'demographics' }),
      );
    },
  },
  {
    what: 'a nurse reads a colleague’s chart',
    detector: 'colleague-access',
    roles: ['NURSE'],
    hours: [8, 18],
    stage: (day, staff, start) => {
      const { random, house, recent } = day;
      const known = house.staff.flatMap(({ id, patient }) =>
        id === staff.id || patient === null ? [] : patient,
      );
      const patient = random.one(known.filter((one) => !recent.includes(one)));
      each(day, Array<string>(random.between(2, 4)).fill(patient), 10, start, (time, one) =>
        look(day, staff, inHouse(day, staff), { time, patients: [one], rows: 4 }),
      );
    },
  },
  {
    what: 'glass after glass in one shift',
    detector: 'break-glass-spike',
    roles: ['PHYSICIAN'],
    hours: [8, 12],
    stage: (day, staff, start) => {
      const { random, house, number } = day;
      const place = inHouse(day, staff);
      each(day, random.some(house.patients, random.between(7, 14)), 8 * 60, start, (time, patient) => {
        const glass = `glass-${number}-${patient}`;
        look(day, staff, place, { time, patients: [patient], opens: glass, through: glass, rows: 4 });
      });
    },
  },
  {
    what: 'insights are withheld, one after the other',
    detector: 'insight-withheld-spike',
    roles: ['PHYSICIAN'],
    hours: [8, 17],
    stage: (day, staff, start) => {
      const { random, inpatients } = day;
      const place = inHouse(day, staff);
      const patients = Array.from({ length: random.between(30, 80) }, () => random.one(inpatients.flat()));
      each(day, patients, 60, start, (time, patient) =>
        look(day, staff, place, { time, patients: [patient], rows: 3, insight: 'withheld' }),
      );
    },
  },
  {
    what: 'the ledger is exported in the evening',
    detector: 'ledger-export',
    roles: ['PRIVACY_OFFICER', 'AUDITOR'],
    hours: [20, 22],
    stage: (day, staff, start) => {
      look(day, staff, inHouse(day, staff), { time: start, patients: [], act: 'ledger_exported' });
    },
  },
] satisfies readonly Plot[]);

/** Half an hour before its first look to half an hour after its last. */
export function stageIncident(day: Day, plot: Plot, staff: Staff): Incident {
  const { random, midnight, looks } = day;
  const start = midnight + (plot.hours[0] + random.next() * (plot.hours[1] - plot.hours[0])) * HOUR;
  const before = looks.length;
  plot.stage(day, staff, start);
  const times = looks.slice(before).map(({ time }: Look) => time);
  return {
    what: plot.what,
    detector: plot.detector,
    actor: plot.detector === 'insight-withheld-spike' ? null : staff.id,
    from: Math.min(...times) - HOUR / 2,
    to: Math.max(...times) + HOUR / 2,
  };
}
