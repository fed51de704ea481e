import type { Clock } from '../clock.ts';
import { PhieldError, UnauthenticatedError, UpstreamUnavailableError } from '../errors.ts';
import type { Actor } from './actor.ts';
import { bearerToken } from './bearer-token.ts';
import { choosePurpose } from './choose-purpose.ts';
import type { Identity } from './identity.ts';
import { type IdentitySources, resolveIdentity } from './resolve-identity.ts';
import type { Revocations } from './revocations.ts';
import { type MemoLimits, type RememberedToken, TokenMemo } from './token-memo.ts';
import type { TrustedIssuer } from './trusted-issuer.ts';
import { verifyToken } from './verify-token.ts';

export interface AuthenticatorOptions extends IdentitySources {
  readonly issuers: readonly TrustedIssuer[];
  readonly clock: Clock;
  /** Default: nothing is revoked before it expires. */
  readonly revocations?: Revocations;
  /** Default: 10,000 tokens, 60 seconds. */
  readonly memo?: MemoLimits;
}

/** The two headers that bear on identity. */
export interface Credentials {
  /** `Authorization`. */
  readonly authorization: string | undefined;
  /** `Phield-Purpose`. */
  readonly purpose: string | undefined;
}

/** The one place where an actor is made. */
export interface Authenticator {
  /**
   * @throws UnauthenticatedError for no token or one that does not hold.
   * @throws ForbiddenError for a user without a known role or purpose, or a purpose that is not theirs.
   * @throws UpstreamUnavailableError when keys, directory or revocations cannot be asked.
   */
  authenticate(credentials: Credentials): Promise<Actor>;
  /** Makes the next request of matching users be verified and looked up anew. */
  forget(match: (identity: Identity) => boolean): void;
}

const DEFAULT_MEMO: MemoLimits = Object.freeze({ size: 10_000, seconds: 60 });

export function createAuthenticator(options: AuthenticatorOptions): Authenticator {
  const issuers = new Map(options.issuers.map((issuer) => [issuer.settings.issuer, issuer]));
  const memo = new TokenMemo(options.memo ?? DEFAULT_MEMO, options.clock);

  const verifyAnew = async (token: string): Promise<RememberedToken> => {
    const verified = await verifyToken(token, issuers, options.clock);
    const identity = await resolveIdentity(verified, options);
    return memo.keep(token, identity, verified);
  };

  return Object.freeze({
    async authenticate({ authorization, purpose }: Credentials): Promise<Actor> {
      const token = bearerToken(authorization);
      const remembered = memo.find(token) ?? (await verifyAnew(token));
      if (await isRevoked(options.revocations, remembered.identity)) {
        throw new UnauthenticatedError('token revoked');
      }
      return actorFor(remembered, choosePurpose(remembered.identity, purpose));
    },
    forget: (match: (identity: Identity) => boolean) => memo.forget(match),
  });
}

async function isRevoked(revocations: Revocations | undefined, identity: Identity): Promise<boolean> {
  try {
    return (await revocations?.isRevoked(identity)) ?? false;
  } catch (error) {
    if (error instanceof PhieldError) throw error;
    throw new UpstreamUnavailableError('revocations do not answer');
  }
}

function actorFor({ identity, actors }: RememberedToken, purpose: string): Actor {
  const known = actors.get(purpose);
  if (known !== undefined) return known;
  const { defaultPurpose: _, ...rest } = identity;
  const actor: Actor = Object.freeze({ ...rest, purpose });
  actors.set(purpose, actor);
  return actor;
}
