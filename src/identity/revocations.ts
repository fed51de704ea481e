import type { Identity } from './identity.ts';

/**
 * Tokens and sessions that ended before their time. Asked for every request, also for tokens that were
 * verified before, so an answer MUST be cheap and MUST reject when it cannot be known.
 */
export interface Revocations {
  isRevoked(identity: Identity): boolean | Promise<boolean>;
}
