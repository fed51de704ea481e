import type { Place } from '../access/access-model.ts';
import { ALL } from './access-change.ts';
import type { ReportedChange } from './diff-report.ts';

const KINDS = Object.freeze({
  WIDENED: 'WIDENED',
  MASK_WEAKENED: 'MASK-WEAKENED',
  NEW: 'NEW',
  NARROWED: 'NARROWED',
  MASK_STRENGTHENED: 'MASK-STRENGTHENED',
  REMOVED: 'REMOVED',
});

/** Names that are told of a long list; the rest is counted, and stands in the JSON. */
const MOST = 6;
/** Labels are many, and read alike. */
const MOST_LABELS = 3;

export interface ChangeWords {
  readonly kind: string;
  readonly what: string;
  readonly who: string;
  readonly change: string;
  readonly where: string;
  /** Empty where nothing does. */
  readonly touches: string;
}

/** One change in the words of a report: kind, what, who, from and to, where. */
export function changeWords(change: ReportedChange): ChangeWords {
  const { kind, coordinates, categories, roles, purposes, relationships, tenants } = change;
  const about = categories.every((name) => name === ALL) ? '' : ` [${listed(categories)}]`;
  const everybody = roles.includes(ALL);
  const ties = relationships.filter((tie) => tie !== ALL);
  const who = everybody
    ? 'everybody'
    : `${listed(roles)} for ${listed(purposes)}${ties.length > 0 ? ` by ${listed(ties)}` : ''}`;
  const told = tenants.filter((tenant) => tenant !== null);
  const inTenants = told.length === 0 || tenants.includes(null) ? '' : ` in ${listed(told)}`;
  return {
    kind: KINDS[kind],
    what: `${listed(coordinates)}${about}`,
    who: `${who}${inTenants}`,
    change: effectOf(change),
    where: whereOf(change.old, change.new),
    touches: touchesOf(change),
  };
}

function effectOf({ from, to, opens, closes, revealed }: ReportedChange): string {
  const effect = from === to ? from : `${from} → ${to}`;
  const labels = [
    ...(opens.length > 0 ? [`opens ${listed(opens, MOST_LABELS)}`] : []),
    ...(closes.length > 0 ? [`closes ${listed(closes, MOST_LABELS)}`] : []),
  ];
  return [effect, ...labels, ...(revealed ? ['when revealed'] : [])].join(', ');
}

function touchesOf({ documents, insights }: ReportedChange): string {
  return [
    ...(documents.length > 0 ? [`documents: ${listed(documents)}`] : []),
    ...(insights.length > 0 ? [`insights: ${listed(insights)}`] : []),
  ].join('; ');
}

export function placeWords({ file, line }: Place): string {
  return `${file}:${line}`;
}

function whereOf(old: Place | null, now: Place | null): string {
  const [from, to] = [old === null ? '' : placeWords(old), now === null ? '' : placeWords(now)];
  if (from === to) return to;
  if (from === '') return to;
  return to === '' ? `was ${from}` : `${from} → ${to}`;
}

function listed(names: readonly (string | null)[], most = MOST): string {
  const shown = names.slice(0, most).join(', ');
  return names.length <= most ? shown : `${shown} and ${names.length - most} more`;
}
