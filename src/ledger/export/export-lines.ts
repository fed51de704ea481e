import { type EventFilter, eventMatches } from '../event-filter.ts';
import { expandRecord } from '../expand-record.ts';
import type { OperationRecord } from '../operation-record.ts';
import type { Finding } from '../segments/ledger-item.ts';
import type { ExportSite } from './agents.ts';
import type { AuditEvent } from './audit-event.ts';
import { auditBundle, type BundleType } from './bundle.ts';
import { csvHeader, csvLines } from './csv-lines.ts';
import type { ExportSource } from './export-source.ts';
import { jsonLine } from './json-line.ts';
import { rollUp } from './roll-up.ts';

export const EXPORT_FORMATS = Object.freeze(['auditevent', 'bundle', 'ndjson', 'csv'] as const);
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

export interface ExportOptions {
  readonly format: ExportFormat;
  readonly filter: EventFilter;
  /** Only AuditEvents have use for it. */
  readonly site: ExportSite;
  readonly bundleType: BundleType;
  /** AuditEvents in a bundle. */
  readonly bundleSize: number;
  readonly onFinding: (finding: Finding) => void;
  /** Told as it goes on. */
  readonly onCount: (count: ExportCount) => void;
}

export interface ExportCount {
  readonly records: number;
  /** Ledger events, or AuditEvents. */
  readonly events: number;
}

/** Text of the export, piece by piece: memory holds one record, or one bundle, however long the ledger is. */
export async function* exportLines(source: ExportSource, options: ExportOptions): AsyncGenerator<string> {
  const { format, filter, site, bundleType, bundleSize, onFinding, onCount } = options;
  let records = 0;
  let events = 0;
  let waiting: AuditEvent[] = [];
  if (format === 'csv') yield csvHeader();
  for await (const item of source) {
    if (item.kind === 'finding') {
      onFinding(item);
      continue;
    }
    const { record, firstOrdinal } = item;
    records += 1;
    if (format === 'ndjson' || format === 'csv') {
      const passed = [...expandRecord(record, firstOrdinal)].filter((event) => eventMatches(event, filter));
      events += passed.length;
      if (passed.length > 0) yield format === 'csv' ? csvLines(passed) : passed.map(jsonLine).join('');
    } else {
      const made = auditEvents(record, firstOrdinal, filter, site);
      events += made.length;
      if (format === 'auditevent') {
        if (made.length > 0) yield made.map(jsonLine).join('');
      } else {
        waiting.push(...made);
        while (waiting.length >= bundleSize) {
          yield jsonLine(auditBundle(bundleType, waiting.slice(0, bundleSize)));
          waiting = waiting.slice(bundleSize);
        }
      }
    }
    onCount({ records, events });
  }
  if (waiting.length > 0) yield jsonLine(auditBundle(bundleType, waiting));
  onCount({ records, events });
}

/**
 * An operation's events are made of its whole record and chosen afterwards, so that an event is the same whatever else
 * was asked for. One is chosen when any of the ledger events it stands for would be.
 */
function auditEvents(
  record: OperationRecord,
  firstOrdinal: number,
  filter: EventFilter,
  site: ExportSite,
): readonly AuditEvent[] {
  const { patient } = filter;
  const all = rollUp(record, site, firstOrdinal);
  if (patient === undefined) return all;
  const names = new Set(typeof patient === 'string' ? [patient] : patient);
  return all.filter(({ entity = [] }) =>
    entity.some(({ role, what }) => {
      if (role?.code !== '1') return false;
      return names.has(what?.reference?.replace(/^Patient\//, '') ?? what?.identifier?.value ?? '');
    }),
  );
}
