import type { EngineEvidence } from '../engine-input.ts';

/** Words that stand before a value in a line of evidence. */
const LABELS = Object.freeze([
  'clinical status',
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
  /** The day of the record as its text has it; `null`: it has none. */
  readonly day: string | null;
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
  return {
    item,
    name,
    labelled,
    others,
    status: status.replace(/^(?:clinical )?status /, '').toLowerCase(),
    day: dayOf(labelled, item),
  };
}

function dayOf(labelled: RecordParts['labelled'], { date, text }: EngineEvidence): string | null {
  for (const label of ['effective', 'authored', 'onset', 'recorded', 'occurrence', 'performed'] as const) {
    const day = DAY.exec(labelled.get(label) ?? '');
    if (day !== null) return day[0];
  }
  const day = DAY.exec(date ?? '')?.[0] ?? null;
  return day !== null && text.includes(day) ? day : null;
}

/** Newest first; what has no day comes last; of equals, the one named first. */
export function newestFirst(records: readonly RecordParts[]): readonly RecordParts[] {
  return [...records].sort((a, b) => compare(b.day ?? '', a.day ?? '') || a.item.number - b.item.number);
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
