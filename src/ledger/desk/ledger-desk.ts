import type { AccountingMode } from '../export/accounting/accounting.ts';
import type { ExportFormat } from '../export/export-lines.ts';
import type { LedgerNarrowing } from '../index/tenant-ledger.ts';
import type { LedgerVerification } from './verification-outcome.ts';

export type { LedgerVerification } from './verification-outcome.ts';

export interface AccountingAsked {
  /** FHIR logical id. */
  readonly patient: string;
  readonly mode: AccountingMode;
  readonly format: 'json' | 'pdf';
  /** Milliseconds since the epoch. Without them: six years back, and now. */
  readonly from: number | null;
  readonly until: number | null;
  /** `Phield-Request-Id` of the request that asks: what it left itself is not shown. */
  readonly request: string;
  /** Whether records of the tenant may bear pseudonyms by its policy. */
  readonly bearsNames: boolean;
}

export interface ExportAsked {
  readonly format: Exclude<ExportFormat, 'bundle'>;
  readonly narrowing: LedgerNarrowing;
  /** Records. */
  readonly first: number;
  /** `next` of a page before, or `null`. */
  readonly after: string | null;
  readonly request: string;
}

export interface ExportedPage {
  readonly text: string;
  readonly next: string | null;
  /** Events in it: of the ledger, or AuditEvents. */
  readonly count: number;
  /** False: the log has entries that cannot be read, and something may be missing. */
  readonly complete: boolean;
}

/** How a verification is put on record: that it begins, and what came of it. Each resolves once it is durable. */
export interface VerificationRecords {
  /** `null`: as the record will have it. */
  readonly by: string | null;
  readonly begin: () => Promise<void>;
  readonly end: (resource: { readonly type: string; readonly id: string }) => Promise<void>;
}

/**
 * Where files of one tenant's ledger are handed out, and the whole of it is verified. It MUST NOT give anything of another
 * tenant; whoever asks it MUST have put the asking on record before.
 *
 * All of it rejects with UpstreamUnavailableError where there is no answer for now.
 */
export interface LedgerDesk {
  /** `null`: no log is there yet. */
  trust(): Promise<Uint8Array | null>;
  /** @param event `<record id>.<ordinal>`. @returns `null`: the log has no such event of this tenant. */
  proof(event: string): Promise<Uint8Array | null>;
  /** @throws PhieldError OPERATION_TOO_COMPLEX for more than an answer holds */
  accounting(asked: AccountingAsked): Promise<Uint8Array>;
  /** @throws BadUserInputError for an `after` that is none. */
  exportPage(asked: ExportAsked): Promise<ExportedPage>;
  /**
   * Resolves when the verification has ended, or with `running` when it takes longer than a request may.
   * @throws PhieldError CONFLICT while this process verifies already.
   */
  verify(records: VerificationRecords): Promise<LedgerVerification>;
  lastVerification(): Promise<LedgerVerification | null>;
}
