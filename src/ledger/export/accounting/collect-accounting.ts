import type { OperationRecord } from '../../operation-record.ts';
import type { Finding } from '../../segments/ledger-item.ts';
import { type DeedRow, deedsOf } from '../deeds.ts';
import type { ExportSource } from '../export-source.ts';
import type { Accounting, AccountingEntry, AccountingMode, Gap, Recipient } from './accounting.ts';
import { actText, categoryText } from './plain-words.ts';
import { type Ground, groundOf, type PurposeAncestors } from './purposes.ts';

export interface AccountingOptions {
  readonly mode: AccountingMode;
  readonly tenant: string;
  readonly patient: string;
  /** All names that the patient may stand under; see `ledger-names.ts`. */
  readonly names: readonly string[];
  /** Milliseconds since the epoch. */
  readonly from: number;
  readonly until: number;
  readonly now: number;
  readonly ancestors: PurposeAncestors;
  /** What is registered of a client that another organisation runs; `null`: the house's own. */
  readonly outsider: (
    client: string,
  ) => { readonly name: string | null; readonly contact: string | null } | null;
  readonly gaps: readonly Gap[];
  readonly onCount: (records: number) => void;
}

/** Record ids that an entry names; the rest is found by its period, recipient and purpose. */
const NAMED_RECORDS = 20;

interface OpenEntry extends Omit<AccountingEntry, 'categories' | 'records' | 'description'> {
  first: string;
  last: string;
  count: number;
  readonly found: Set<string>;
  readonly named: string[];
  readonly act: string | null;
  lastRecord: string;
}

/**
 * The accounting of one patient. A disclosure is one operation that gave something of the patient's record, whole or
 * masked; what was withheld is none. To one recipient for one purpose they are one entry, in the full report one for
 * each day. Memory holds the entries.
 */
export async function collectAccounting(
  source: ExportSource,
  options: AccountingOptions,
): Promise<Accounting> {
  const { mode, tenant, patient, from, until, now, ancestors, gaps, onCount } = options;
  const open = new Map<string, OpenEntry>();
  const findings: Finding[] = [];
  const leftOut = { careAndOperations: 0, individual: 0 };
  const lastLeftOut = { careAndOperations: '', individual: '' };
  let records = 0;
  for await (const item of source) {
    if (item.kind === 'finding') {
      findings.push(item);
      continue;
    }
    records += 1;
    onCount(records);
    const { record, firstOrdinal } = item;
    for (const given of givenOf(record, firstOrdinal, options)) {
      const ground = given.act === null ? groundOf(given.purpose, ancestors) : 'careAndOperations';
      if (mode === 'accounting' && given.act !== null) continue;
      if (mode === 'accounting' && ground !== null) {
        // Parts of one record are one use.
        if (lastLeftOut[ground] !== record.id) leftOut[ground] += 1;
        lastLeftOut[ground] = record.id;
        continue;
      }
      add(open, mode, record, given, ground);
    }
  }
  const entries = [...open.values()].map(closed).sort((a, b) => compare(a.first, b.first));
  return {
    mode,
    tenant,
    patient,
    period: { from: new Date(from).toISOString(), until: new Date(until).toISOString() },
    generated: new Date(now).toISOString(),
    entries,
    total: entries.reduce((sum, { count }) => sum + count, 0),
    leftOut,
    findings,
    gaps,
  };
}

interface Given {
  readonly purpose: string | null;
  readonly recipient: Recipient;
  readonly categories: readonly string[];
  /** Plain words of a privileged act; `null`: information was given. */
  readonly act: string | null;
}

/** What a record gave of the patient, by purpose: what was read through an opened glass has one of its own. */
function* givenOf(
  record: OperationRecord,
  firstOrdinal: number,
  { names, outsider }: AccountingOptions,
): Generator<Given> {
  const recipient = recipientOf(record, outsider);
  if (record.kind === 'refusal') return;
  if (record.kind === 'privileged') {
    if (!record.subjects.some(({ subject }) => subject !== null && names.includes(subject))) return;
    const [coordinate = null, , , , reason] = record.shapes[0]?.fields[0] ?? [];
    const purpose = reason === 'BREAK_GLASS' ? 'BTG' : record.purpose;
    yield { purpose, recipient, categories: [], act: actText(coordinate, record.operation) };
    return;
  }
  for (const { subject, outcome, rows } of deedsOf(record, firstOrdinal)) {
    if (outcome === 'denied' || subject === null || !names.includes(subject)) continue;
    const categories = categoriesOf(rows);
    if (categories.length === 0) continue;
    yield { purpose: outcome === 'glass' ? 'BTG' : record.purpose, recipient, categories, act: null };
  }
}

/** Of fields that were shown; a redacted one was not. A row of several categories has them apart by `+`. */
function categoriesOf(rows: readonly DeedRow[]): readonly string[] {
  const fields = rows.flatMap((row) => row.fields).filter(({ mask }) => mask !== 'REDACT');
  return [...new Set(fields.flatMap(({ category }) => (category ?? 'OTHER').split('+')))];
}

function recipientOf(record: OperationRecord, outsider: AccountingOptions['outsider']): Recipient {
  const { insight, actor, client, roles } = record;
  if (insight?.sent === true) {
    return { kind: 'model', id: insight.model, roles: [], client, organization: null, address: null };
  }
  const outside = client === null ? null : outsider(client);
  return {
    kind: 'person',
    id: actor ?? 'unknown',
    roles,
    client,
    organization: outside === null ? null : (outside.name ?? client),
    address: outside?.contact ?? null,
  };
}

function add(
  open: Map<string, OpenEntry>,
  mode: AccountingMode,
  { id, time }: OperationRecord,
  { purpose, recipient, categories, act }: Given,
  ground: Ground | null,
): void {
  const day = mode === 'all' ? time.slice(0, 10) : '';
  const key = JSON.stringify([recipient.kind, recipient.id, recipient.client, purpose, act, day]);
  const known = open.get(key);
  const entry: OpenEntry = known ?? {
    first: time,
    last: time,
    count: 0,
    recipient,
    purpose,
    ground,
    found: new Set<string>(),
    named: [],
    act,
    lastRecord: '',
  };
  if (known === undefined) open.set(key, entry);
  for (const category of categories) entry.found.add(category);
  if (entry.lastRecord === id) return;
  entry.lastRecord = id;
  entry.count += 1;
  if (compare(time, entry.first) < 0) entry.first = time;
  if (compare(time, entry.last) > 0) entry.last = time;
  if (entry.named.length < NAMED_RECORDS) entry.named.push(id);
}

function closed({ found, named, act, lastRecord: _, ...entry }: OpenEntry): AccountingEntry {
  const categories = [...found].sort((a, b) => compare(rank(a), rank(b)));
  return {
    ...entry,
    categories,
    description: act ?? categories.map(categoryText).join(', '),
    records: named,
  };
}

/** By name, and what is named no further last. */
function rank(category: string): string {
  return category === 'OTHER' ? '\uffff' : category;
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
