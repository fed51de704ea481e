import type { LedgerDesk } from '../desk/ledger-desk.ts';
import type { LedgerEvent } from '../ledger-event.ts';
import type { Decision, RecordKind } from '../operation-record.ts';
import type { ActivityAxis, ActivityByDay } from '../uses/activity-count.ts';
import type { CountedUsage } from '../uses/usage-tally.ts';

export type { LedgerEvent } from '../ledger-event.ts';

/** What is asked for within a tenant; what is absent does not narrow. */
export interface LedgerNarrowing {
  /** FHIR logical id. */
  readonly patient?: string;
  readonly actor?: string;
  readonly client?: string;
  readonly request?: string;
  readonly coordinate?: string;
  readonly category?: string;
  readonly purpose?: string;
  readonly decision?: Decision;
  readonly kind?: RecordKind;
  /** Milliseconds since the epoch: `since` included, `until` not. */
  readonly since?: number;
  readonly until?: number;
}

/**
 * `disclosures`: what an operation gave, whole or masked. `denials`: what was refused. `breakGlass`: what was read
 * through a glass, and the opening of glasses.
 */
export type LedgerView = 'events' | 'disclosures' | 'denials' | 'breakGlass';

export interface LedgerPage<Item> {
  /** Newest first, each with where a next page goes on behind it. */
  readonly rows: readonly { readonly record: Item; readonly position: string }[];
  readonly hasNextPage: boolean;
}

export interface PageOf {
  readonly first: number;
  /** A position that this ledger gave out for the same question, or `null`. */
  readonly after: string | null;
}

/** One operation in which something of a patient's record was read. */
export interface RecordReading {
  /** RFC 3339, UTC. */
  readonly time: string;
  readonly actor: string | null;
  readonly roles: readonly string[];
  readonly client: string | null;
  readonly purposes: readonly string[];
  /** Fields of all rows together, by category, sorted; `null`: of rows whose category nobody stated. */
  readonly fields: readonly (readonly [category: string | null, count: number])[];
  /** Something of it through an opened glass. */
  readonly breakGlass: boolean;
  /** Something of it for what a model wrote. */
  readonly insight: boolean;
}

export interface LedgerStanding {
  /** Entries of the log that answers are made from. */
  readonly size: number;
  /** RFC 3339: when the newest batch among them was sealed; `null`: there is none. */
  readonly asOf: string | null;
  /** The log's signed checkpoint as it is now, as text: of no fewer entries. `null`: none yet. */
  readonly checkpoint: string | null;
}

export interface TenantActivity extends ActivityByDay {
  /** False: something of this time may be missing: pruned, not readable, or not taken in yet. */
  readonly complete: boolean;
  /** As in LedgerStanding. */
  readonly asOf: string | null;
}

/**
 * The ledger of one tenant, as it may be asked. It MUST NOT give an event of another tenant, whatever it is asked;
 * whoever asks it MUST have put the asking on record before.
 *
 * All of it rejects with UpstreamUnavailableError where there is no answer for now.
 */
export interface TenantLedger {
  standing(): Promise<LedgerStanding>;
  events(view: LedgerView, narrowing: LedgerNarrowing, page: PageOf): Promise<LedgerPage<LedgerEvent>>;
  /** Who read something of this patient's record: operations that gave something, not readings of the ledger. */
  readings(
    patient: string,
    page: PageOf,
    period?: Pick<LedgerNarrowing, 'since' | 'until'>,
  ): Promise<LedgerPage<RecordReading>>;
  /** Fields given and refused, by day and one axis, from `since` up to `until`, milliseconds: whole days in UTC. */
  activity(by: ActivityAxis, since: number, until: number): Promise<TenantActivity>;
  /** What was used from the day of `since` on. @param mix whether for what purpose each person read, too. */
  usage(since: number, asked: { readonly mix: boolean }): Promise<CountedUsage>;
  /** Where files of it are handed out. Absent: nowhere. */
  readonly desk?: LedgerDesk;
}
