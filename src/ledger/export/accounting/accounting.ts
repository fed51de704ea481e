import type { Finding } from '../../segments/ledger-item.ts';
import type { Ground } from './purposes.ts';

/** Who received it: a person or program by way of a client, or a model that answered for one. */
export interface Recipient {
  readonly kind: 'person' | 'model';
  /** As the ledger has it; for a model its id. */
  readonly id: string;
  readonly roles: readonly string[];
  readonly client: string | null;
  /** What the client is registered as, where another organisation runs it. */
  readonly organization: string | null;
  /** Address, where the register has a contact (164.528(b)(2)(ii): if known). */
  readonly address: string | null;
}

/** One line of the list: a disclosure, or all those to one recipient for one purpose (164.528(b)(3)). */
export interface AccountingEntry {
  /** RFC 3339, UTC. Of the first and the last; the same for a single one. */
  readonly first: string;
  readonly last: string;
  /** How many in the period. */
  readonly count: number;
  readonly recipient: Recipient;
  readonly purpose: string | null;
  /** Categories of what was given, sorted. */
  readonly categories: readonly string[];
  /** Plain words for the same. */
  readonly description: string;
  /** Ids of the first ledger records, by which each can be looked up and proved. */
  readonly records: readonly string[];
  /** Why it would not be in an accounting; only in the full report. */
  readonly ground: Ground | null;
}

/** `accounting`: what 45 CFR 164.528 asks for. `all`: every access to the patient's record. */
export type AccountingMode = 'accounting' | 'all';

/**
 * Why entries may be missing though nothing is damaged. `pruned`: records up to then may have gone, their time being past.
 * `erased`: the patient was, and with it what led to the names it has on record. `unknown`: the store has no such patient.
 */
export type Gap =
  | { readonly reason: 'pruned'; readonly until: string }
  | { readonly reason: 'erased' }
  | { readonly reason: 'unknown' };

export interface Accounting {
  readonly mode: AccountingMode;
  readonly tenant: string;
  /** FHIR logical id. */
  readonly patient: string;
  /** RFC 3339, UTC. `from` included, `until` not. */
  readonly period: { readonly from: string; readonly until: string };
  readonly generated: string;
  /** In order of the first date. */
  readonly entries: readonly AccountingEntry[];
  /** Disclosures that the entries stand for. */
  readonly total: number;
  /** Uses and disclosures that are not in the list, by why they need not be. */
  readonly leftOut: Readonly<Record<Ground, number>>;
  /** What of the ledger could not be read; the list may lack entries then. */
  readonly findings: readonly Finding[];
  readonly gaps: readonly Gap[];
}
