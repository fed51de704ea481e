import { importJWK, SignJWT } from 'jose';
import type { Clock } from '../clock.ts';
import { DEVELOPMENT_AUDIENCE, DEVELOPMENT_MFA } from './development-issuer.ts';
import type { DevelopmentKey } from './development-key.ts';
import { DEVELOPMENT_ISSUER } from './issuer-settings.ts';

/** What a development token says. `null`, and a list of no purposes, leave the claim out. */
export interface TokenContent {
  readonly tenant: string;
  readonly roles: readonly string[];
  readonly sub: string;
  readonly client: string;
  readonly purposes: readonly string[];
  readonly fhirUser: string | null;
  readonly patient: string | null;
  readonly scope: string | null;
  readonly multiFactor: boolean;
  readonly lifetimeSeconds: number;
}

export interface MintOptions {
  readonly key: DevelopmentKey;
  readonly clock: Clock;
  /** A new `jti`. */
  readonly newId: () => string;
  /** `sid`; default: a new one, since each token is a sign-in of its own. */
  readonly session?: string;
  /** SHA-256 thumbprint of the key that the token is bound to (RFC 9449 §6.1). */
  readonly proofKey?: string;
}

/** A signed access token of the development issuer (RFC 9068), in compact form. */
export async function mintToken(
  content: TokenContent,
  { key, clock, newId, session, proofKey }: MintOptions,
): Promise<string> {
  const issuedAt = Math.floor(clock() / 1000);
  const claims = {
    tenant: content.tenant,
    roles: content.roles,
    client_id: content.client,
    ...(content.purposes.length > 0 && { purposes: content.purposes }),
    sid: session ?? newId(),
    auth_time: issuedAt,
    amr: content.multiFactor ? ['mfa', 'otp', 'pwd'] : ['pwd'],
    ...(content.multiFactor && { acr: DEVELOPMENT_MFA }),
    ...(content.fhirUser !== null && { fhirUser: content.fhirUser }),
    ...(content.patient !== null && { patient: content.patient }),
    ...(content.scope !== null && { scope: content.scope }),
    ...(proofKey !== undefined && { cnf: { jkt: proofKey } }),
  };
  return new SignJWT(claims)
    .setProtectedHeader({ alg: key.alg, kid: key.kid, typ: 'at+jwt' })
    .setIssuer(DEVELOPMENT_ISSUER)
    .setAudience(DEVELOPMENT_AUDIENCE)
    .setSubject(content.sub)
    .setJti(newId())
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + content.lifetimeSeconds)
    .sign(await importJWK({ ...key }, key.alg));
}
