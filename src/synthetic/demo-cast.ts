import type { PersonPlan } from './person.ts';
import type { ChartPlan } from './plan-chart.ts';
import type { PracticePlan } from './practice.ts';
import type { Representative } from './relations.ts';

/** A patient with fixed id, for documentation, personas and the demonstration. */
export interface CastPatient {
  readonly person: PersonPlan;
  readonly chart: ChartPlan;
  readonly proxy: Representative | null;
}

export interface DemoTenant {
  readonly practice: PracticePlan;
  readonly patients: readonly CastPatient[];
}

const ADA: CastPatient = {
  person: {
    id: 'demo-ada',
    mrn: 'RV10000001',
    age: 58,
    deceased: false,
    given: 'Ada',
    family: 'Okonkwo',
    female: true,
  },
  chart: {
    problems: ['diabetes', 'hypertension', 'lipids'],
    visits: 5,
    admitted: false,
    rich: true,
    team: 0,
  },
  proxy: {
    id: 'demo-proxy',
    given: 'Chidi',
    family: 'Okonkwo',
    relationship: ['HPOWATT', 'healthcare power of attorney'],
    authorised: true,
  },
};

const CLEO: CastPatient = {
  person: {
    id: 'demo-cleo',
    mrn: 'RV10000002',
    age: 8,
    deceased: false,
    given: 'Cleo',
    family: 'Marchetti',
    female: true,
  },
  chart: { problems: ['asthma'], visits: 3, admitted: false, rich: false, team: 0 },
  proxy: {
    id: 'demo-cleo-parent',
    given: 'Livia',
    family: 'Marchetti',
    relationship: ['MTH', 'mother'],
    authorised: false,
  },
};

const DEV: CastPatient = {
  person: {
    id: 'demo-dev',
    mrn: 'RV10000003',
    age: 14,
    deceased: false,
    given: 'Dev',
    family: 'Bakshi',
    female: false,
  },
  chart: { problems: ['eczema'], visits: 2, admitted: false, rich: false, team: 1 },
  proxy: {
    id: 'demo-dev-parent',
    given: 'Anil',
    family: 'Bakshi',
    relationship: ['FTH', 'father'],
    authorised: false,
  },
};

const BEN: CastPatient = {
  person: {
    id: 'demo-ben',
    mrn: 'LK10000001',
    age: 71,
    deceased: false,
    given: 'Ben',
    family: 'Lindqvist',
    female: false,
  },
  chart: { problems: ['hypertension', 'rhythm'], visits: 4, admitted: false, rich: true, team: 0 },
  proxy: null,
};

/** The demonstration's tenants. Ids in here are relied on: MUST NOT change. */
export const DEMO_TENANTS: Readonly<Record<string, DemoTenant>> = Object.freeze({
  riverside: {
    practice: {
      name: 'Riverside',
      prefix: 'riverside',
      named: {
        physician: 'demo-physician',
        nurse: 'demo-nurse',
        pharmacist: 'demo-pharmacist',
        coordinator: 'demo-coordinator',
      },
      stranger: 'demo-stranger',
    },
    patients: [ADA, CLEO, DEV],
  },
  lakeside: {
    practice: {
      name: 'Lakeside',
      prefix: 'lakeside',
      named: {
        physician: 'demo-lakeside-physician',
        nurse: 'lakeside-nurse-1',
        pharmacist: 'lakeside-pharmacist',
        coordinator: 'lakeside-coordinator',
      },
      stranger: null,
    },
    patients: [BEN],
  },
});
