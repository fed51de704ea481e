import { BoundTokenError, InvalidProofError } from '../errors.ts';
import { PROOF_ALGORITHMS } from './proofs.ts';

const ALGORITHMS = `algs="${PROOF_ALGORITHMS.join(' ')}"`;

/**
 * `WWW-Authenticate` of a 401 answer, constant for each case. RFC 6750 §3: no error code for a request that bore no
 * token; §3.1 for one that did; RFC 9449 §7.1 under the scheme DPoP.
 */
export function challengeFor(error: unknown, authorization: string | string[] | undefined): string {
  if (error instanceof InvalidProofError) return `DPoP error="invalid_dpop_proof", ${ALGORITHMS}`;
  const scheme = typeof authorization === 'string' ? /^(bearer|dpop) +\S/i.exec(authorization)?.[1] : null;
  if (error instanceof BoundTokenError || scheme?.toLowerCase() === 'dpop') {
    return `DPoP error="invalid_token", ${ALGORITHMS}`;
  }
  return scheme ? 'Bearer error="invalid_token"' : 'Bearer';
}
