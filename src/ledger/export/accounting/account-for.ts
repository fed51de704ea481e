import type { EventFilter } from '../../event-filter.ts';
import type { ExportSource } from '../export-source.ts';
import { jsonLine } from '../json-line.ts';
import type { Accounting } from './accounting.ts';
import { accountingJson } from './accounting-json.ts';
import { accountingPdf } from './accounting-pdf.ts';
import { type AccountingOptions, collectAccounting } from './collect-accounting.ts';
import { gapsOf, type RecordsKnown } from './gaps-of.ts';
import { sixYearsBefore } from './six-years-before.ts';

export type AccountedFor = Omit<AccountingOptions, 'from' | 'until' | 'gaps'> & {
  /** Milliseconds since the epoch; without them six years back, and now. */
  readonly from: number | null;
  readonly until: number | null;
  readonly known: RecordsKnown;
};

/** The accounting of one patient, of what `read` has. */
export function accountFor(
  read: (filter: EventFilter) => ExportSource,
  { from: given, until: last, known, ...options }: AccountedFor,
): Promise<Accounting> {
  const until = last ?? options.now;
  const from = given ?? sixYearsBefore(until);
  const source = read({ tenant: options.tenant, patient: options.names, since: from, until });
  return collectAccounting(source, { ...options, from, until, gaps: gapsOf(known, from) });
}

/** The document, in pieces. @throws PdfTooLongError */
export async function* accountingFile(
  accounting: Accounting,
  format: 'json' | 'pdf',
  mostEntries?: number,
): AsyncGenerator<Uint8Array> {
  if (format === 'pdf') yield* accountingPdf(accounting, mostEntries);
  else yield Buffer.from(jsonLine(accountingJson(accounting)));
}
