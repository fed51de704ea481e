import { BoundTokenError, UnauthenticatedError } from '../errors.ts';
import type { Actor } from './actor.ts';
import { choosePurpose } from './choose-purpose.ts';
import { ClientMemo } from './client-memo.ts';
import type { ClientEntry } from './directory.ts';
import type { Identity } from './identity.ts';
import { assertCompact, type PresentedToken, presentedToken } from './presented-token.ts';
import type { Proofs } from './proofs.ts';
import { type IdentitySources, resolveIdentity } from './resolve-identity.ts';
import type { Revocations } from './revocations.ts';
import type { Sessions } from './sessions.ts';
import { type MemoLimits, type RememberedToken, TokenMemo } from './token-memo.ts';
import type { TrustedIssuer } from './trusted-issuer.ts';
import { verifyToken } from './verify-token.ts';

export interface AuthenticatorOptions extends IdentitySources {
  readonly issuers: readonly TrustedIssuer[];
  readonly revocations: Revocations;
  readonly sessions: Sessions;
  readonly proofs: Proofs;
  /** Default: 10,000 tokens, 60 seconds. */
  readonly memo?: MemoLimits;
}

/** What of a request bears on identity. */
export interface Credentials {
  /** `Authorization`. */
  readonly authorization: string | undefined;
  /** `Phield-Purpose`. */
  readonly purpose: string | undefined;
  /** `DPoP`. Needed for tokens that are bound to a key, like the next. */
  readonly proof?: string | undefined;
  /** HTTP method. Not known: no proof holds. */
  readonly method?: string | undefined;
  /** Default: `/graphql`. */
  readonly path?: string | undefined;
}

/** The one place where an actor is made. */
export interface Authenticator {
  /**
   * @throws UnauthenticatedError for no token or one that does not hold, was revoked, or whose session has ended;
   * BoundTokenError and InvalidProofError where token, key and proof do not come together.
   * @throws ForbiddenError for a user without a known role or purpose, or a purpose that is not theirs, and for a
   * client that is not let in.
   * @throws UpstreamUnavailableError when keys, directory, revocations, sessions or used proofs cannot be asked.
   */
  authenticate(credentials: Credentials): Promise<Actor>;
  /** Makes the next request of matching users be verified and looked up anew. */
  forget(match: (identity: Identity) => boolean): void;
}

const DEFAULT_MEMO: MemoLimits = Object.freeze({ size: 10_000, seconds: 60 });

export function createAuthenticator(options: AuthenticatorOptions): Authenticator {
  const issuers = new Map(options.issuers.map((issuer) => [issuer.settings.issuer, issuer]));
  const memo = new TokenMemo(options.memo ?? DEFAULT_MEMO, options.clock);
  const clients = new ClientMemo(options.clients, options.clock);

  const verifyAnew = async (token: string): Promise<RememberedToken> => {
    assertCompact(token);
    const verified = await verifyToken(token, issuers, options.clock);
    const identity = await resolveIdentity(verified, { ...options, clients });
    return memo.keep(token, identity, verified);
  };

  /** What is remembered counts while its client is registered as it was. */
  const rememberedOf = (token: string): RememberedToken | null | Promise<RememberedToken | null> => {
    const found = memo.find(token);
    if (found === null) return null;
    const { issuer, client, entry } = found.identity;
    const ifCurrent = (current: ClientEntry | null) => {
      return current === entry ? found : null;
    };
    const known = clients.known(issuer, client);
    return known === undefined ? clients.find(issuer, client).then(ifCurrent) : ifCurrent(known);
  };

  return Object.freeze({
    async authenticate(credentials: Credentials): Promise<Actor> {
      const presented = presentedToken(credentials.authorization);
      const recalled = rememberedOf(presented.token);
      const known = recalled instanceof Promise ? await recalled : recalled;
      const remembered = known ?? (await verifyAnew(presented.token));
      const { identity } = remembered;
      if (options.revocations.isRevoked(remembered.keys)) throw new UnauthenticatedError('token revoked');
      if (presented.withProof || identity.proofKey !== null || identity.binding === 'dpop') {
        await prove(options.proofs, identity, presented, credentials);
      }
      // Last: only a request that holds otherwise keeps its session awake.
      const asked = options.sessions.check(remembered);
      if (asked !== undefined) await asked;
      return actorFor(remembered, choosePurpose(identity, credentials.purpose));
    },
    forget: (match: (identity: Identity) => boolean) => memo.forget(match),
  });
}

/** RFC 9449 §7: a bound token comes as DPoP with a proof, and never as Bearer; one that is not bound proves nothing. */
async function prove(
  proofs: Proofs,
  { proofKey, binding }: Identity,
  { token, withProof }: PresentedToken,
  { proof, method, path = '/graphql' }: Credentials,
): Promise<void> {
  if (proofKey === null) {
    throw new BoundTokenError(binding === 'dpop' ? 'the client’s tokens must be bound' : 'token not bound');
  }
  if (!withProof) throw new BoundTokenError('a bound token is no bearer token');
  await proofs.verify({ proof, method, path, token, boundTo: proofKey });
}

function actorFor({ identity, actors }: RememberedToken, purpose: string): Actor {
  const known = actors.get(purpose);
  if (known !== undefined) return known;
  const { defaultPurpose: _, binding: __, entry: ___, ...rest } = identity;
  const actor: Actor = Object.freeze({ ...rest, purpose });
  actors.set(purpose, actor);
  return actor;
}
