import type { EventFilter } from '../event-filter.ts';
import type { AccountingMode } from '../export/accounting/accounting.ts';
import type { PatientStanding } from '../export/accounting/gaps-of.ts';
import type { PurposeAncestors } from '../export/accounting/purposes.ts';
import type { OutsideClients } from '../export/outside-clients.ts';
import type { RowPosition } from '../index/select-rows.ts';
import type { AccountingAsked, ExportAsked } from './ledger-desk.ts';

export interface AccountingJob
  extends Pick<AccountingAsked, 'patient' | 'format' | 'from' | 'until' | 'request' | 'bearsNames'> {
  readonly kind: 'accounting';
  readonly tenant: string;
  readonly mode: AccountingMode;
  /** All names that the patient may stand under. */
  readonly names: readonly string[];
  readonly standing: PatientStanding;
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly ancestors: PurposeAncestors;
  readonly clients: OutsideClients;
}

/** Where an export goes on: behind a record, in the log as long as it was at the first page. */
export interface ExportPosition extends RowPosition {
  readonly size: number;
}

export interface ExportJob extends Pick<ExportAsked, 'format' | 'first' | 'request'> {
  readonly kind: 'export';
  /** Bound to the tenant. */
  readonly filter: EventFilter;
  readonly after: ExportPosition | null;
  readonly clients: OutsideClients;
}

/** What is asked of the desk's thread. */
export type DeskJob =
  | { readonly kind: 'trust' }
  | { readonly kind: 'proof'; readonly tenant: string; readonly event: string }
  | AccountingJob
  | ExportJob;

export type DeskAnswer =
  | { readonly kind: 'file'; readonly bytes: Uint8Array | null }
  | {
      readonly kind: 'page';
      readonly text: string;
      readonly count: number;
      readonly next: ExportPosition | null;
      readonly complete: boolean;
    }
  /** `tooLong`: it is more than an answer holds. */
  | { readonly kind: 'failed'; readonly tooLong: boolean; readonly name: string };
