import { hash } from 'node:crypto';
import { calculateJwkThumbprint, EmbeddedJWK, jwtVerify } from 'jose';
import { z } from 'zod';
import type { Clock } from '../clock.ts';
import { InvalidProofError, PhieldError, UpstreamUnavailableError } from '../errors.ts';
import { joseFailure } from './jose-failure.ts';
import { type CheckedProof, PROOF_CHECKS, PROOF_WINDOW } from './proof-checks.ts';

/** Asymmetric ones (RFC 9449 §11.6), without PKCS#1 v1.5. In the order in which clients are told them. */
export const PROOF_ALGORITHMS: readonly string[] = Object.freeze([
  'ES256',
  'ES384',
  'ES512',
  'PS256',
  'PS384',
  'PS512',
  'EdDSA',
  'Ed25519',
]);

/** One compact JWT and nothing else: two headers joined with a comma are none. */
const COMPACT_JWT = /^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$/;
const MAX_PROOF_LENGTH = 8 * 1024;

/** Beyond the window in which a proof is good, by whichever clock. Milliseconds. */
const KEPT_LONGER_MS = 3_600_000;

/** A public key: one that comes with its private part, or a secret, is not taken (RFC 9449 §4.3 (7)). */
const PublicJwk = z
  .looseObject({ kty: z.enum(['EC', 'RSA', 'OKP']) })
  .refine((jwk) => !['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'].some((name) => Object.hasOwn(jwk, name)));

/**
 * Proofs that were used, as all replicas share them. `use` MUST note and judge in one step, and MUST reject when it
 * cannot know.
 */
export interface ProofStore {
  /**
   * @param until Milliseconds since the epoch: kept at least so long.
   * @returns false: it was used before.
   */
  use(key: string, until: number): Promise<boolean>;
}

/** What a proof must prove. */
export interface ProvenRequest {
  /** The header `DPoP`. */
  readonly proof: string | undefined;
  readonly method: string | undefined;
  /** Such as `/graphql`. */
  readonly path: string;
  readonly token: string;
  readonly boundTo: string;
}

export interface Proofs {
  /**
   * That whoever sends this request holds the key its token is bound to, now and for this request alone (RFC 9449).
   * @throws InvalidProofError, UpstreamUnavailableError when it cannot be known whether the proof was used before.
   */
  verify(request: ProvenRequest): Promise<void>;
}

export interface ProofOptions {
  readonly store: ProofStore;
  readonly clock: Clock;
  /** Address under which clients reach the gateway, without a slash at its end; `null`: not known, so nothing holds. */
  readonly publicUrl: () => string | null;
}

export function createProofs({ store, clock, publicUrl }: ProofOptions): Proofs {
  return Object.freeze({
    async verify(request: ProvenRequest): Promise<void> {
      const base = publicUrl();
      if (base === null || request.method === undefined) throw new InvalidProofError('request not known');
      const now = clock();
      const { claims, thumbprint } = await signed(request.proof, now);
      const { method, token, boundTo } = request;
      const proof: CheckedProof = {
        claims,
        thumbprint,
        method,
        resource: `${base}${request.path}`,
        token,
        boundTo,
        now,
      };
      const failed = PROOF_CHECKS.find((check) => !check.holds(proof));
      if (failed !== undefined) throw new InvalidProofError(`proof does not hold: ${failed.name}`);
      const key = hash('sha256', JSON.stringify([thumbprint, claims.jti]), 'base64url');
      if (!(await firstUse(store, key, now + 2 * PROOF_WINDOW * 1000 + KEPT_LONGER_MS))) {
        throw new InvalidProofError('proof was used before');
      }
    },
  });
}

async function signed(
  proof: string | undefined,
  now: number,
): Promise<Pick<CheckedProof, 'claims' | 'thumbprint'>> {
  if (proof === undefined) throw new InvalidProofError('no proof');
  if (proof.length > MAX_PROOF_LENGTH || !COMPACT_JWT.test(proof)) {
    throw new InvalidProofError('not one proof in compact form');
  }
  try {
    const { payload, protectedHeader } = await jwtVerify(proof, EmbeddedJWK, {
      typ: 'dpop+jwt',
      algorithms: [...PROOF_ALGORITHMS],
      requiredClaims: ['jti', 'htm', 'htu', 'iat', 'ath'],
      currentDate: new Date(now),
    });
    const jwk = PublicJwk.safeParse(protectedHeader.jwk);
    if (!jwk.success) throw new InvalidProofError('proof does not hold: public key');
    return { claims: payload, thumbprint: await calculateJwkThumbprint(jwk.data, 'sha256') };
  } catch (error) {
    if (error instanceof PhieldError) throw error;
    throw new InvalidProofError(`proof does not verify: ${joseFailure(error)}`);
  }
}

async function firstUse(store: ProofStore, key: string, until: number): Promise<boolean> {
  try {
    return await store.use(key, until);
  } catch (error) {
    if (error instanceof PhieldError) throw error;
    throw new UpstreamUnavailableError('used proofs cannot be asked');
  }
}
