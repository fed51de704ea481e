import type { PackFacts } from './pack-facts.ts';

type Question = (facts: PackFacts) => readonly string[];

/** What a reader is told of first, in this order: what makes the pack worth less, then what somebody should answer for. */
const QUESTIONS: readonly Question[] = Object.freeze([
  ({ verification: { ok, findings, firstBad } }) =>
    ok ? [] : [`The ledger does not verify. Findings: ${findings.length}, the first is ${firstBad?.code}.`],
  ({ damage }) =>
    damage.length === 0
      ? []
      : [`Parts of the ledger that could not be read: ${damage.length}. Counts may lack something.`],
  ({ prunedUntil, header }) =>
    prunedUntil === null || prunedUntil <= header.from
      ? []
      : [`Records up to ${prunedUntil} may have been pruned: counts may lack something.`],
  ({ verification: { size } }) =>
    size === null ? ['There is no Merkle log: only what its writers signed could be checked.'] : [],
  ({ verification: { pinned } }) =>
    pinned
      ? []
      : [
          'The ledger was checked by the installation’s own word for its keys, not by a trust file kept elsewhere.',
        ],
  ({ configuration }) =>
    configuration.profile === 'embedded'
      ? ['The installation runs in the embedded profile, which is made for one machine: its keys are files.']
      : [],
  ({ periods }) =>
    periods.some(({ record }) => record !== null)
      ? []
      : [
          'No record says which policy was in force: no gateway began to serve this tenant before the end of the period.',
        ],
  ({ periods }) => {
    const unknown = periods.filter(({ record }) => record === null);
    const operations = unknown.reduce((sum, period) => sum + period.operations, 0);
    return operations === 0
      ? []
      : [`Operations decided under a policy that no record announced: ${operations}.`];
  },
  ({ periods, version }) => {
    const last = periods.findLast(({ record }) => record !== null);
    return last === undefined || last.version === version
      ? []
      : [
          'The schema and tenant’s file in this pack are not those that were in force at the end of the period.',
        ];
  },
  ({ changes }) => {
    const lost = changes.filter(({ report }) => report === null).length;
    return lost === 0
      ? []
      : [`Changes of policy that could not be compared: ${lost}. policies/changes.json says why.`];
  },
  ({ changes }) => {
    const widened = changes.filter(
      ({ report }) => (report?.counts.WIDENED ?? 0) + (report?.counts.MASK_WEAKENED ?? 0) > 0,
    );
    return widened.length === 0
      ? []
      : [`Changes of policy that gave somebody more than before: ${widened.length}.`];
  },
  ({ glasses, overdue }) => {
    const open = glasses.filter(({ awaiting }) => awaiting).length;
    return [
      ...(open === 0 ? [] : [`Opened glasses without a review on record in the period: ${open}.`]),
      ...(overdue.length === 0
        ? []
        : [`Reviews of glasses that were overdue at the end of the period: ${overdue.length}.`]),
    ];
  },
  ({ findings }) => {
    const open = findings.filter(({ state }) => state !== 'CLOSED').length;
    const breaches = findings.filter(({ verdict }) => verdict === 'BREACH').length;
    return [
      ...(open === 0 ? [] : [`Findings that are not closed: ${open}.`]),
      ...(breaches === 0 ? [] : [`Findings that were judged to be a breach: ${breaches}.`]),
    ];
  },
  ({ findings, header }) => {
    const late = findings.filter(
      ({ state, clocks }) => state !== 'CLOSED' && clocks.some(({ due }) => due < header.made),
    ).length;
    return late === 0
      ? []
      : [`Findings that are not closed and whose notice would be overdue, should they be a breach: ${late}.`];
  },
  ({ outsideMix }) =>
    outsideMix.length === 0
      ? []
      : [`People who read outside the purpose mix that the tenant’s file declares: ${outsideMix.length}.`],
  ({ unused }) =>
    unused.length === 0
      ? []
      : [`Grants that gave nothing in the period, wholly or to some role or purpose: ${unused.length}.`],
  ({ dependencies }) =>
    dependencies === null ? ['The installation has no lock file: its packages are not listed.'] : [],
]);

/** What an assessor may want to ask about. None: nothing that this pack can see. */
export function attention(facts: PackFacts): readonly string[] {
  return QUESTIONS.flatMap((question) => question(facts));
}

/** What the period came to: a name and a figure. */
export function figures(facts: PackFacts): readonly (readonly [name: string, figure: string])[] {
  const { tally, glasses, findings, periods, changes, cells, verification, dependencies } = facts;
  const count = (number: number) => number.toLocaleString('en-US');
  const acts = tally.acts.acts().reduce((sum, act) => sum + act.count, 0);
  return [
    ['Records of the tenant in the period', count(tally.records)],
    ['Operations that touched protected health information', count(tally.operations)],
    ['Patients of whose record something was given', count(tally.people.patients)],
    ['Staff and programs that acted', count(tally.people.staff().length)],
    ['Patients and representatives who acted', count(tally.people.individuals)],
    ['Privileged acts', count(acts)],
    ['Emergency glasses opened', count(glasses.length)],
    ['Findings', count(findings.length)],
    ['Policy versions in force', count(new Set(periods.map(({ version }) => version)).size)],
    ['Changes of policy', count(changes.length)],
    [
      'Cells of the matrix: whole, masked, emergencies only, denied',
      [cells.WHOLE, cells.MASKED, cells.BREAK_GLASS, cells.DENIED].map(count).join(', '),
    ],
    [
      'Records of the whole ledger, all tenants, verified',
      `${count(verification.records)}: ${verification.ok ? 'whole' : 'NOT WHOLE'}`,
    ],
    ['Packages', dependencies === null ? 'unknown' : count(dependencies.dependencies.length)],
  ];
}

/** What no pack shows, whatever the period. */
export const NOT_SHOWN: readonly string[] = Object.freeze([
  'Anything that does not pass through Phield: other applications, databases, backups, paper.',
  'Values and ids of patients. What a record was about is looked up in the ledger by the record’s id; a finding names who did something, and that may be somebody who is a patient.',
  'Sign-ins that failed before a tenant was known, and whatever the identity provider records.',
  'Policies, procedures, training and risk analysis of the organisation.',
  'Whether what was permitted was needed. A person must judge.',
]);
