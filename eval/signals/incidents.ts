import type { DetectorName } from '../../src/signals/finding.ts';
import { type Day, HOUR, inHouse, look, MINUTE, moments, type Place } from './day.ts';
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

const elsewhere =
  ({ number }: Day): Place =>
  () =>
    `elsewhere-${number}`;

/** Somewhere else in the house at each look. */
const anywhere =
  (day: Day, staff: Staff): Place =>
  () =>
    inHouse(day, staff)();

/** What is shown at a look besides the moment; its patient is the one named, unless told. */
type Shown = Partial<Omit<Look, 'time'>>;

/**
 * One person at one place: looks at the named one after the other, at moments of the minutes from `start` on.
 * `shown` is asked at each look.
 */
function sitting(day: Day, staff: Staff, start: number, place: Place = inHouse(day, staff)) {
  return (names: readonly string[], minutes: number, shown: (name: string) => Shown) => {
    const times = moments(day, start, start + minutes * MINUTE, names.length);
    for (const [index, name] of names.entries()) {
      look(day, staff, place, { time: times[index] ?? start, patients: [name], ...shown(name) });
    }
  };
}

/** Somebody who is not there for the one who asks. */
const notThere = (stranger: string): Shown => ({ patients: [], strangers: [stranger] });

/** Twelve, of the kinds that privacy offices tell of; sizes as in such tales, not by any threshold. */
export const PLOTS: readonly Plot[] = Object.freeze([
  {
    what: 'a nurse browses charts of the whole house',
    detector: 'many-patients',
    roles: ['NURSE'],
    hours: [9, 16],
    stage: (day, staff, start) => {
      const { random, house } = day;
      const looks = sitting(day, staff, start);
      looks(random.some(house.patients, random.between(70, 120)), random.between(40, 60), () => ({
        rows: 2,
      }));
    },
  },
  {
    what: 'a clerk copies hundreds of records',
    detector: 'many-patients',
    roles: ['REGISTRATION'],
    hours: [9, 16],
    stage: (day, staff, start) => {
      const { random, house } = day;
      const looks = sitting(day, staff, start);
      looks(random.some(house.patients, random.between(250, 400)), random.between(60, 90), () => ({
        page: 'demographics',
        purpose: 'HOPERAT',
      }));
    },
  },
  {
    what: 'a stolen sign-in at night',
    detector: 'off-hours-network',
    roles: ['REGISTRATION', 'CARE_COORDINATOR'],
    hours: [1, 4],
    stage: (day, staff, start) => {
      const { random, house } = day;
      const looks = sitting(day, staff, start, elsewhere(day));
      looks(random.some(house.patients, random.between(8, 25)), random.between(30, 60), () => ({ rows: 3 }));
    },
  },
  {
    what: 'a stolen sign-in while its owner works',
    detector: 'two-networks',
    roles: ['NURSE'],
    hours: [9, 15],
    stage: (day, staff, start) => {
      const { random, house } = day;
      const own = sitting(day, staff, start);
      const stolen = sitting(day, staff, start, elsewhere(day));
      const minutes = random.between(30, 60);
      stolen(random.some(house.patients, random.between(20, 60)), minutes, () => ({ rows: 3 }));
      const ward = day.inpatients[staff.ward]?.slice(0, 6) ?? [];
      own([...ward, ...ward], minutes, () => ({ rows: 3 }));
    },
  },
  {
    what: 'a list of patients of another house',
    detector: 'cross-tenant',
    roles: ['PHYSICIAN', 'NURSE', 'BILLING'],
    hours: [8, 17],
    stage: (day, staff, start) => {
      const { random, house } = day;
      const looks = sitting(day, staff, start);
      looks(random.some(house.foreign, random.between(6, 20)), random.between(20, 60), notThere);
    },
  },
  {
    what: 'ids are tried one after the other',
    detector: 'denial-burst',
    roles: ['NURSE', 'PHARMACIST'],
    hours: [8, 20],
    stage: (day, staff, start) => {
      const { random, house } = day;
      const looks = sitting(day, staff, start);
      looks(random.some(house.patients, random.between(25, 60)), random.between(10, 20), notThere);
    },
  },
  {
    what: 'fields are tried one after the other',
    detector: 'denial-burst',
    roles: ['BILLING', 'REGISTRATION'],
    hours: [8, 17],
    stage: (day, staff, start) => {
      const { random, recent } = day;
      const looks = sitting(day, staff, start);
      const tried = Array.from({ length: random.between(15, 30) }, (_, field) => `Patient.field${field}`);
      looks(tried, random.between(5, 15), (field) => ({
        patients: [random.one(recent)],
        page: 'demographics',
        refused: [field],
      }));
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
      const looks = sitting(day, staff, start, anywhere(day, staff));
      looks(Array<string>(random.between(1, 3)).fill(patient), 5, () => ({ page: 'demographics' }));
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
      const looks = sitting(day, staff, start, anywhere(day, staff));
      looks(Array<string>(random.between(2, 4)).fill(patient), 10, () => ({ rows: 4 }));
    },
  },
  {
    what: 'glass after glass in one shift',
    detector: 'break-glass-spike',
    roles: ['PHYSICIAN'],
    hours: [8, 12],
    stage: (day, staff, start) => {
      const { random, house, number } = day;
      const looks = sitting(day, staff, start);
      looks(random.some(house.patients, random.between(7, 14)), 8 * 60, (patient) => {
        const glass = `glass-${number}-${patient}`;
        return { opens: glass, through: glass, rows: 4 };
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
      const looks = sitting(day, staff, start);
      const patients = Array.from({ length: random.between(30, 80) }, () => random.one(inpatients.flat()));
      looks(patients, 60, () => ({ rows: 3, insight: 'withheld' }));
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
