import { type CastPatient, DEMO_TENANTS, type DemoTenant } from './demo-cast.ts';
import type { FhirResource } from './fhir-resource.ts';
import { patientRecord } from './patient-record.ts';
import { generatePerson } from './person.ts';
import { planChart } from './plan-chart.ts';
import { generatePractice } from './practice.ts';
import { createRandom, type Random } from './random.ts';

export interface TenantPlan {
  readonly tenant: string;
  /** The same seed, plan and `now` give the same bytes. */
  readonly seed: number;
  /** How many patients, the fixed ones of the demonstration among them. */
  readonly patients: number;
  /** Milliseconds since the epoch: visits lie just before it. */
  readonly now: number;
}

/**
 * A house with its staff and synthetic patients, as FHIR R4 resources with relative references. Plausible, and about
 * nobody: every resource bears the tag HTEST, numbers lie in ranges that are never issued.
 */
export function* generateTenant(plan: TenantPlan): Generator<FhirResource, void, undefined> {
  const { tenant, seed, now } = plan;
  const demo = Object.hasOwn(DEMO_TENANTS, tenant) ? DEMO_TENANTS[tenant] : undefined;
  const { practice: practicePlan, patients: cast } = demo ?? plainTenant(tenant);
  const practice = generatePractice(practicePlan, createRandom(`${seed}/${tenant}/practice`));
  yield* practice.resources;
  for (let index = 0; index < plan.patients; index += 1) {
    const random = createRandom(`${seed}/${tenant}/${index}`);
    const { person: personPlan, chart: chartPlan, proxy } = cast[index] ?? drawPatient(tenant, index, random);
    const person = generatePerson(personPlan, random, now);
    const chart = planChart(person, chartPlan, practice, random, now);
    yield* patientRecord(chart, { wholeTeam: chartPlan.team === 0, proxy });
  }
}

/** Ages over the whole of life: every sixth a minor, every fifteenth 90 or older, every eleventh dead. */
function drawPatient(tenant: string, index: number, random: Random): CastPatient {
  const age =
    index % 15 === 7
      ? random.int(90, 97)
      : index % 6 === 3
        ? random.int(0, 17)
        : Math.max(18, random.near(52, 34));
  const number = String(index + 1).padStart(3, '0');
  return {
    person: {
      id: `${tenant}-patient-${number}`,
      mrn: `${tenant.slice(0, 2).toUpperCase()}2${number.padStart(7, '0')}`,
      age,
      deceased: index % 11 === 5,
    },
    chart: {
      problems: [],
      visits: random.int(2, 3),
      admitted: index % 13 === 4,
      rich: false,
      team: index % 3,
    },
    proxy: null,
  };
}

/** A tenant that is none of the demonstration's. */
function plainTenant(tenant: string): DemoTenant {
  const named = {
    physician: `${tenant}-physician-1`,
    nurse: `${tenant}-nurse-1`,
    pharmacist: `${tenant}-pharmacist`,
    coordinator: `${tenant}-coordinator`,
  };
  return { practice: { name: tenant, prefix: tenant, named, stranger: null }, patients: [] };
}
