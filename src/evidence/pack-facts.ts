import type { CountedUsage } from '../ledger/uses/usage-tally.ts';
import type { TrustFile } from '../ledger/verify/trust.ts';
import type { Verification } from '../ledger/verify/verify-ledger.ts';
import type { OverdueReview } from '../review/overdue-reviews.ts';
import type { PurposeUse } from '../review/purpose-mix.ts';
import type { UnusedGrant } from '../review/usage-unused.ts';
import type { ConfigurationFacts } from './configuration-facts.ts';
import type { DependencyFacts } from './dependency-facts.ts';
import type { FindingFact } from './finding-facts.ts';
import type { OpenedGlass } from './glass-count.ts';
import type { LedgerTally } from './ledger-tally.ts';
import type { CellCounts } from './matrix-files.ts';
import type { PolicyChange } from './policy-changes.ts';
import type { PolicyPeriod } from './policy-periods.ts';

/** Whose, of when, and by what. Times RFC 3339, UTC; `to` is not included. */
export interface PackHeader {
  readonly tenant: string;
  readonly from: string;
  readonly to: string;
  readonly made: string;
  readonly build: string;
}

/** All that a pack is made of. MUST hold ids, counts, constants and declared texts only. */
export interface PackFacts {
  readonly header: PackHeader;
  /** Version of the policy that schema and tenant's file of this pack make up. */
  readonly version: string;
  readonly cells: CellCounts;
  readonly periods: readonly PolicyPeriod[];
  readonly changes: readonly PolicyChange[];
  /** How long it took is no fact of the ledger. */
  readonly verification: Omit<Verification, 'took'>;
  readonly trust: TrustFile;
  readonly tally: Pick<LedgerTally, 'records' | 'operations' | 'acts' | 'people' | 'refusals'>;
  readonly usage: Pick<CountedUsage, 'cells' | 'denials'>;
  readonly glasses: readonly OpenedGlass[];
  /** Of glasses, by the tenant's days, at the end of the period. */
  readonly overdue: readonly OverdueReview[];
  /** Outside the declared purpose mix: staff and programs. */
  readonly outsideMix: readonly PurposeUse[];
  /** Things wrong with the ledger that were met while it was read. */
  readonly damage: readonly string[];
  /** Up to when records may have been pruned; `null`: none were. */
  readonly prunedUntil: string | null;
  readonly findings: readonly FindingFact[];
  readonly unused: readonly UnusedGrant[];
  readonly configuration: ConfigurationFacts;
  /** `null`: the installation has no lock file. */
  readonly dependencies: DependencyFacts | null;
}
