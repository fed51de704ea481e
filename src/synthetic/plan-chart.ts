import { ageAt, type Chart, type Problem, type Visit } from './chart.ts';
import { DAY, HOUR, YEAR } from './moments.ts';
import type { Person } from './person.ts';
import type { Practice } from './practice.ts';
import { PROBLEM_KINDS, type ProblemKind, problemKind } from './problem-catalog.ts';
import type { Random } from './random.ts';

export interface ChartPlan {
  /** Problems the patient has for certain, by key. */
  readonly problems: readonly string[];
  readonly visits: number;
  /** The patient lies on the ward now. */
  readonly admitted: boolean;
  readonly rich: boolean;
  /** Which of the house's physicians and nurses look after the patient. */
  readonly team: number;
}

/** Draws what the parts of a record have to agree on: problems, visits, who looks after the patient. */
export function planChart(
  person: Person,
  plan: ChartPlan,
  practice: Practice,
  random: Random,
  now: number,
): Chart {
  const until = person.death ?? now;
  const problems = drawProblems(person, plan, random, until);
  const visits = drawVisits(person, plan, problems, random, until);
  const [physician] = practice.physicians.slice(plan.team % practice.physicians.length);
  const [nurse] = practice.nurses.slice(plan.team % practice.nurses.length);
  if (physician === undefined || nurse === undefined) throw new RangeError('a house without staff');
  return Object.freeze({
    person,
    random,
    practice,
    physician,
    nurse,
    visits,
    problems,
    until,
    rich: plan.rich,
  });
}

function drawProblems(person: Person, plan: ChartPlan, random: Random, until: number): readonly Problem[] {
  const age = ageAt(person, until);
  const fits = (kind: ProblemKind) => kind.from <= age && age <= kind.to && !plan.problems.includes(kind.key);
  const chronic = random.some(
    PROBLEM_KINDS.filter((kind) => kind.chronic && fits(kind)),
    random.int(0, age < 40 ? 1 : 2),
  );
  const acute = random.some(
    PROBLEM_KINDS.filter((kind) => !kind.chronic && fits(kind)),
    1,
  );
  return [...plan.problems.map(problemKind), ...chronic, ...acute].map((kind) => {
    const years = Math.max(0.1, Math.min(age - kind.from, kind.chronic ? 12 : 1) * random.next());
    const onset = kind.chronic ? until - Math.round(years * YEAR) : until - random.int(10, 300) * DAY;
    return { id: `${person.id}-condition-${kind.key}`, kind, onset: Math.max(onset, person.birth + DAY) };
  });
}

/** The newest visit lies days back, so that those who held it still treat the patient. */
function drawVisits(
  person: Person,
  plan: ChartPlan,
  problems: readonly Problem[],
  random: Random,
  until: number,
): readonly Visit[] {
  const acute = problems.filter(({ kind }) => !kind.chronic);
  const chronic = problems.filter(({ kind }) => kind.chronic);
  const visits: Visit[] = [];
  for (let back = plan.visits - 1; back >= 0; back -= 1) {
    const start = until - (back * 110 + random.int(3, 12)) * DAY - random.int(0, 5) * HOUR;
    if (start < person.birth) continue;
    const reason =
      back === 1 ? acute[0] : random.chance(0.6) ? chronic[back % Math.max(chronic.length, 1)] : null;
    const end = start + random.int(20, 50) * 60_000;
    visits.push({
      id: `${person.id}-visit-${visits.length + 1}`,
      start,
      end,
      inpatient: false,
      reason: reason ?? null,
    });
  }
  if (plan.admitted) {
    const start = until - random.int(6, 40) * HOUR;
    const reason = chronic[0] ?? acute[0] ?? null;
    visits.push({ id: `${person.id}-stay`, start, end: null, inpatient: true, reason });
  }
  if (visits.length > 0) return visits;
  const start = Math.max(until - DAY, person.birth);
  return [{ id: `${person.id}-visit-1`, start, end: start + HOUR, inpatient: false, reason: null }];
}
