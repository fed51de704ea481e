import { type Chart, chartId, type Visit } from './chart.ts';
import { concept, SYSTEM } from './concept.ts';
import { type FhirResource, reference, resource } from './fhir-resource.ts';
import { DAY, dateOf, dateTimeOf, YEAR } from './moments.ts';

/** The policy, and for finished visits the claim with how it was settled. */
export function money(chart: Chart): readonly FhirResource[] {
  const coverage = chartId(chart, 'coverage');
  const finished = chart.visits.filter(({ end }) => end !== null);
  const claimed = chart.rich ? finished.slice(-3) : finished.slice(-1);
  return [policy(chart, coverage), ...claimed.flatMap((visit) => settled(chart, visit, coverage))];
}

function policy(chart: Chart, id: string): FhirResource {
  const group = `G${chart.random.int(10_000, 99_999)}`;
  return resource('Coverage', id, {
    status: chart.person.death === null ? 'active' : 'cancelled',
    type: concept(SYSTEM.actCode, 'EHCPOL', 'extended healthcare'),
    subscriberId: `SYN${chart.random.int(100_000_000, 999_999_999)}`,
    beneficiary: reference('Patient', chart.person.id),
    relationship: concept('http://terminology.hl7.org/CodeSystem/subscriber-relationship', 'self'),
    period: { start: dateOf(chart.until - 2 * YEAR) },
    payor: [reference('Organization', chart.practice.payer)],
    class: [{ type: concept('http://terminology.hl7.org/CodeSystem/coverage-class', 'group'), value: group }],
    order: 1,
    network: 'synthetic-network',
  });
}

function settled(chart: Chart, visit: Visit, coverage: string): readonly FhirResource[] {
  const charge = chart.random.int(90, 420);
  const paid = Math.round(charge * 0.8);
  const usd = (value: number) => ({ value, currency: 'USD' });
  const common = {
    status: 'active',
    type: concept('http://terminology.hl7.org/CodeSystem/claim-type', 'professional'),
    use: 'claim',
    patient: reference('Patient', chart.person.id),
    billablePeriod: { start: dateTimeOf(visit.start), end: dateTimeOf(visit.end ?? visit.start) },
    created: dateTimeOf(visit.start + 2 * DAY),
    insurer: reference('Organization', chart.practice.payer),
    provider: reference('Organization', chart.practice.hospital),
    ...(visit.reason !== null && {
      diagnosis: [{ sequence: 1, diagnosisReference: reference('Condition', visit.reason.id) }],
    }),
    item: [
      {
        sequence: 1,
        productOrService: concept(SYSTEM.snomed, '185349003', 'Encounter for check up'),
        servicedDate: dateOf(visit.start),
        net: usd(charge),
        encounter: [reference('Encounter', visit.id)],
      },
    ],
  };
  const insurance = { focal: true, coverage: reference('Coverage', coverage) };
  const category = (code: string) => concept('http://terminology.hl7.org/CodeSystem/adjudication', code);
  return [
    resource('Claim', `${visit.id}-claim`, {
      ...common,
      priority: concept('http://terminology.hl7.org/CodeSystem/processpriority', 'normal'),
      insurance: [{ sequence: 1, ...insurance }],
      total: usd(charge),
    }),
    resource('ExplanationOfBenefit', `${visit.id}-settlement`, {
      ...common,
      outcome: 'complete',
      claim: reference('Claim', `${visit.id}-claim`),
      insurance: [insurance],
      total: [
        { category: category('submitted'), amount: usd(charge) },
        { category: category('benefit'), amount: usd(paid) },
      ],
      payment: { amount: usd(paid) },
    }),
  ];
}
