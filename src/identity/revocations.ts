import type { SessionKeys } from './session-key.ts';

/**
 * Tokens and sessions that ended before their time. Asked for every request, also for tokens that were
 * verified before.
 */
export interface Revocations {
  /** MUST answer at once. @throws UpstreamUnavailableError when it cannot be known. */
  isRevoked(keys: SessionKeys): boolean;
}
