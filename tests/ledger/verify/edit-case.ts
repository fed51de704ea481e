import type { Finding } from '../../../src/ledger/verify/findings.ts';
import type { Trust } from '../../../src/ledger/verify/trust.ts';
import type { LogObjects } from './reference-log.ts';

/** One edit of a ledger, and what a verifier must say of it. */
export interface EditCase {
  readonly what: string;
  readonly trust: Trust;
  readonly log: LogObjects | null;
  readonly segments: ReadonlyMap<string, Buffer> | null;
  readonly table: readonly string[] | null;
  /** @returns whether this names the place that was edited. */
  readonly isThere: (finding: Finding) => boolean;
  /** Nothing that is recorded was changed: what a kill may leave as well is a notice. */
  readonly harmless?: boolean;
  readonly expected: string;
}
