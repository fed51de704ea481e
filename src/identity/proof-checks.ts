import { hash } from 'node:crypto';
import { ProviderId } from './names.ts';
import { sameResource } from './same-resource.ts';

/** A proof whose signature holds under the key in its header. */
export interface CheckedProof {
  readonly claims: Readonly<Record<string, unknown>>;
  /** SHA-256 thumbprint of the key that signed it (RFC 7638). */
  readonly thumbprint: string;
  /** HTTP method of the request. */
  readonly method: string;
  /** Address of the request as clients know it, without query. */
  readonly resource: string;
  /** The access token, compact. */
  readonly token: string;
  /** Thumbprint that the access token is bound to. */
  readonly boundTo: string;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

export interface ProofCheck {
  /** For logs. */
  readonly name: string;
  readonly rule: string;
  readonly holds: (proof: CheckedProof) => boolean;
}

/** A proof is good for so long before and after its `iat`. Seconds. */
export const PROOF_WINDOW = 60;

/** In order; the first that does not hold refuses the proof. */
export const PROOF_CHECKS: readonly ProofCheck[] = Object.freeze([
  {
    name: 'key',
    rule: 'RFC 9449 §4.3 (12): the key is the one that the token is bound to',
    holds: ({ thumbprint, boundTo }) => thumbprint === boundTo,
  },
  {
    name: 'htm',
    rule: 'RFC 9449 §4.3 (8): the method of this request, exactly',
    holds: ({ claims, method }) => claims.htm === method,
  },
  {
    name: 'htu',
    rule: 'RFC 9449 §4.3 (9): the address of this request, without query and fragment',
    holds: ({ claims, resource }) => typeof claims.htu === 'string' && sameResource(claims.htu, resource),
  },
  {
    name: 'iat',
    rule: 'RFC 9449 §4.3 (11): made just now',
    holds: ({ claims, now }) =>
      typeof claims.iat === 'number' && Math.abs(now / 1000 - claims.iat) <= PROOF_WINDOW,
  },
  {
    name: 'jti',
    rule: 'RFC 9449 §4.2: an id by which a second use is known',
    holds: ({ claims }) => ProviderId.safeParse(claims.jti).success,
  },
  {
    name: 'ath',
    rule: 'RFC 9449 §4.3 (12): the hash of this very token',
    holds: ({ claims, token }) => claims.ath === hash('sha256', token, 'base64url'),
  },
]);
