import { type ChangeWords, changeWords, placeWords } from './change-words.ts';
import type { DiffReport, ReportedChange } from './diff-report.ts';
import { isOpen } from './diff-report.ts';

/** A report as a terminal shows it. Without colours, so that it reads the same in a log. */
export function diffLines(report: DiffReport): string {
  const { changes, refused } = report;
  const told = changes.map((change) => ({ change, words: changeWords(change) }));
  const blocks = Map.groupBy(told, ({ words: { kind, what, touches } }) => `${kind}  ${what}\n${touches}`);
  return [
    ...[...blocks.values()].map(blockOf),
    ...refused.map(({ place, message }) => `WAIVER REFUSED  ${placeWords(place)}: ${message}`),
    ...tenantWords(report),
    summaryOf(report),
  ]
    .map((block) => `${block}\n`)
    .join('\n');
}

/** What could not be compared of tenants. */
export function tenantWords({ old, new: now, tenants, tenantsLeftOut }: DiffReport): readonly string[] {
  if (tenantsLeftOut) return [`TENANTS LEFT OUT  ${old} has tenants, and ${now} says nothing of any.`];
  return tenants ? [] : ['Tenants were not compared: one side says nothing of them.'];
}

interface Told {
  readonly change: ReportedChange;
  readonly words: ChangeWords;
}

/** What, then who and how, a line each. */
function blockOf(told: readonly Told[]): string {
  const [first] = told;
  if (first === undefined) return '';
  const { kind, what, touches } = first.words;
  const lines = told.map(({ change, words }) => {
    const state = change.waiver === null ? '' : `  waived by ${placeWords(change.waiver)}`;
    return `  ${words.who}: ${words.change}${words.where === '' ? '' : `  (${words.where})`}${state}`;
  });
  return [
    `${kind}  ${what}`,
    ...lines,
    ...(touches === '' ? [] : [`  touches ${touches}`]),
    ...(told.some(({ change }) => isOpen(change)) ? ['  needs a waiver'] : []),
  ].join('\n');
}

/** One line: how many of each kind, and whether it may pass. */
export function summaryOf({ old, new: now, counts, open, refused, tenantsLeftOut, ok }: DiffReport): string {
  const kinds = [
    [counts.WIDENED, 'widened'],
    [counts.MASK_WEAKENED, 'mask weakened'],
    [counts.NEW, 'new'],
    [counts.NARROWED, 'narrowed'],
    [counts.MASK_STRENGTHENED, 'mask strengthened'],
    [counts.REMOVED, 'removed'],
  ] as const;
  const told = kinds.filter(([count]) => count > 0).map(([count, word]) => `${count} ${word}`);
  const all = told.length === 0 ? 'no access changed' : told.join(', ');
  const waivers = [
    ...(open > 0 ? [`${open} without a waiver`] : []),
    ...(refused.length > 0 ? [`${refused.length} waivers refused`] : []),
    ...(tenantsLeftOut ? ['tenants left out'] : []),
  ];
  return `${old} → ${now}: ${all}. ${ok ? 'Passes.' : `Fails: ${waivers.join(', ')}.`}`;
}
