import type { ComparePolicies } from './create-comparer.ts';
import type { ReviewedPolicy } from './reviewed-policy.ts';

/** One policy of the tenant, and while when it was in force. */
export interface PolicyVersion {
  readonly version: string;
  /** Milliseconds since the epoch. */
  readonly from: number;
  /** `null`: it is the newest. */
  readonly to: number | null;
  /** SHA-256 (hex) over the schema's files. */
  readonly schema: string;
  /** SHA-256 (hex) over the tenant's file. */
  readonly overlay: string;
}

/**
 * What is declared for one tenant, as its reviewers may ask. It MUST NOT give anything of another tenant, and MUST NOT read
 * a file: what it tells lies in memory or in the archive of policies. Whoever asks it MUST have put the asking on record
 * before.
 */
export interface AccessReview {
  /** The same for the whole operation, whatever is read anew meanwhile. */
  readonly inForce: ReviewedPolicy;
  /**
   * @returns `null`: this tenant never had it, it is not kept, or it is of a time whose words are not read any more.
   * @throws UpstreamUnavailableError, DataIntegrityError for texts that are not what its version says.
   */
  at(version: string): Promise<ReviewedPolicy | null>;
  /** Newest first. @throws UpstreamUnavailableError */
  versions(): Promise<readonly PolicyVersion[]>;
  /** Of two policies of this tenant. */
  readonly compare: ComparePolicies;
}
