import { doubtsOf } from '../../insight/verification.ts';
import type { EngineEvidence } from '../engine-input.ts';

/** Words that stand before a value in a line of evidence. */
const LABELS = Object.freeze([
  'clinical status',
  'verification status',
  'status',
  'onset',
  'recorded',
  'authored',
  'reason',
  'criticality',
  'reaction',
  'effective',
  'interpretation',
  'reference range',
  'occurrence',
  'performed',
  'payor',
  'from',
  'to',
] as const);
export type Label = (typeof LABELS)[number];

const DAY = /\d{4}(?:-\d{2}(?:-\d{2})?)?/;

/** A line of evidence, read apart. */
export interface RecordParts {
  readonly item: EngineEvidence;
  /** What the record is of: its first part. */
  readonly name: string;
  /** Parts with a label, as they stand: `onset 2010-03-02`. */
  readonly labelled: ReadonlyMap<Label, string>;
  /** Parts without one, in order: values, dosages. */
  readonly others: readonly string[];
  /** Lower case, without its label; empty: none. */
  readonly status: string;
  /** Confirmed, or nothing is said of it. */
  readonly confirmed: boolean;
  /** The day that a labelled part has; `null`: none has one. */
  readonly day: string | null;
  /** By which it is ordered: its own day, else that of the block; empty: none. */
  readonly order: string;
}

export function recordParts(item: EngineEvidence): RecordParts {
  const [name = '', ...parts] = item.text.split('; ').map((part) => part.trim());
  const labelled = new Map<Label, string>();
  const others: string[] = [];
  for (const part of parts.filter((each) => each !== '')) {
    const label = LABELS.find((each) => part.startsWith(`${each} `));
    if (label === undefined || labelled.has(label)) others.push(part);
    else labelled.set(label, part);
  }
  const status = labelled.get('clinical status') ?? labelled.get('status') ?? '';
  const day = dayOf(labelled);
  return {
    item,
    name,
    labelled,
    others,
    status: status.replace(/^(?:clinical )?status /, '').toLowerCase(),
    confirmed: doubtsOf(item).length === 0,
    day,
    order: day ?? item.date ?? '',
  };
}

function dayOf(labelled: RecordParts['labelled']): string | null {
  for (const label of ['effective', 'authored', 'onset', 'recorded', 'occurrence', 'performed'] as const) {
    const day = DAY.exec(labelled.get(label) ?? '');
    if (day !== null) return day[0];
  }
  return null;
}

/** Newest first; what has no day comes last; of equals, the one named first. */
export function newestFirst(records: readonly RecordParts[]): readonly RecordParts[] {
  return [...records].sort((a, b) => compare(b.order, a.order) || a.item.number - b.item.number);
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** Groups by name, in the order in which names are first met. */
export function byName(records: readonly RecordParts[]): readonly (readonly RecordParts[])[] {
  const groups = new Map<string, RecordParts[]>();
  for (const record of records) {
    const key = record.name.toLowerCase();
    groups.set(key, [...(groups.get(key) ?? []), record]);
  }
  return [...groups.values()];
}
