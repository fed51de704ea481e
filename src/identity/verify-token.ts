import { decodeJwt, jwtVerify } from 'jose';
import type { Clock } from '../clock.ts';
import { PhieldError, UnauthenticatedError } from '../errors.ts';
import { ACCESS_TOKEN_CHECKS } from './access-token-checks.ts';
import { type Claims, oneText } from './claims.ts';
import { joseFailure } from './jose-failure.ts';
import { ProviderId } from './names.ts';
import { readsAlike } from './reads-alike.ts';
import type { TrustedIssuer } from './trusted-issuer.ts';

/** A token that proved to be an access token of a trusted issuer, for us, in force now. */
export interface VerifiedToken {
  readonly issuer: TrustedIssuer;
  readonly claims: Claims;
  readonly subject: string;
  readonly client: string;
  readonly tokenId: string | null;
  readonly issuedAt: number;
  readonly expiresAt: number;
  /** Version of the issuer's keys it was verified with. */
  readonly keyVersion: number;
}

/**
 * Verifies a compact token by RFC 8725 and RFC 9068 §4. The issuer is looked up by the token's own `iss`,
 * which then only says whose keys and rules apply.
 * @throws UnauthenticatedError for every token that is not what it must be; its detail names the check.
 * @throws UpstreamUnavailableError when the issuer's keys cannot be had.
 */
export async function verifyToken(
  token: string,
  issuers: ReadonlyMap<string, TrustedIssuer>,
  clock: Clock,
): Promise<VerifiedToken> {
  try {
    return await verify(token, issuers, clock);
  } catch (error) {
    if (error instanceof PhieldError) throw error;
    throw new UnauthenticatedError(`token does not verify: ${joseFailure(error)}`);
  }
}

async function verify(
  token: string,
  issuers: ReadonlyMap<string, TrustedIssuer>,
  clock: Clock,
): Promise<VerifiedToken> {
  if (!readsAlike(token)) throw new UnauthenticatedError('not plain JSON');
  const issuer = issuers.get(decodeJwt(token).iss ?? '');
  if (issuer === undefined) throw new UnauthenticatedError('issuer not trusted');
  const { settings, keys } = issuer;
  let keyVersion = -1;
  const { payload, protectedHeader } = await jwtVerify(
    token,
    async (header, input) => {
      const key = await keys.resolve(header, input);
      keyVersion = keys.version();
      return key;
    },
    {
      algorithms: [...settings.algorithms],
      issuer: settings.issuer,
      ...(settings.audience && { audience: [...settings.audience] }),
      requiredClaims: ['iss', 'sub', 'exp', 'iat', ...(settings.tokenId === 'required' ? ['jti'] : [])],
      maxTokenAge: settings.maxAgeSeconds,
      clockTolerance: settings.clockToleranceSeconds,
      currentDate: new Date(clock()),
    },
  );
  const subject = oneText(payload, 'sub', ProviderId);
  const client = oneText(payload, settings.claims.client, ProviderId);
  if (subject === null || client === null) throw new UnauthenticatedError('no subject or client');
  const verified = Object.freeze({
    issuer,
    claims: payload,
    subject,
    client,
    tokenId: oneText(payload, 'jti', ProviderId),
    issuedAt: payload.iat ?? 0,
    expiresAt: payload.exp ?? 0,
    keyVersion,
  });
  const subjectOfChecks = { ...verified, issuer: settings, typ: protectedHeader.typ };
  const failed = ACCESS_TOKEN_CHECKS.find((check) => !check.holds(subjectOfChecks));
  if (failed !== undefined) throw new UnauthenticatedError(`token does not verify: ${failed.name}`);
  return verified;
}
