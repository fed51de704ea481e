import { type Claims, claimAt } from './claims.ts';
import type { IssuerSettings } from './issuer-settings.ts';

/** What a check looks at: signature, `iss`, `aud`, `exp`, `nbf`, `iat` already hold. */
export interface CheckedToken {
  readonly typ: unknown;
  readonly claims: Claims;
  readonly issuer: IssuerSettings;
  readonly client: string;
  readonly issuedAt: number;
  readonly expiresAt: number;
}

export interface AccessTokenCheck {
  /** For logs. */
  readonly name: string;
  readonly rule: string;
  readonly holds: (token: CheckedToken) => boolean;
}

/** Claims that only an ID token bears (OpenID Connect Core §2, §3.3.2.11; FAPI 1 part 2 for `s_hash`). */
const ID_TOKEN_CLAIMS = Object.freeze(['nonce', 'at_hash', 'c_hash', 's_hash']);

/** `typ` values that say nothing, for issuers that do not set one of their own. */
const WEAK_TYPES = new Set(['jwt', 'at+jwt']);

function typeOf(typ: unknown): string {
  return typeof typ === 'string' ? typ.toLowerCase().replace(/^application\//, '') : '';
}

/** Marks by which a provider says itself that this is an access token. */
function saysAccessToken({ typ, claims }: CheckedToken): boolean {
  return typeOf(typ) === 'at+jwt' || claims.token_use === 'access' || claims.typ === 'Bearer';
}

/** Any other confirmation (RFC 8705's `x5t#S256` among them) is one that nobody here looks at. */
function bindsKeyAlone(confirmation: unknown): boolean {
  return (
    typeof confirmation === 'object' &&
    confirmation !== null &&
    Object.keys(confirmation).join() === 'jkt' &&
    Object.values(confirmation).every((thumbprint) => typeof thumbprint === 'string')
  );
}

/** In order; the first that does not hold refuses the token. */
export const ACCESS_TOKEN_CHECKS: readonly AccessTokenCheck[] = Object.freeze([
  {
    name: 'typ',
    rule: 'RFC 9068 §4: the type is at+jwt; RFC 8725 §3.11: explicit types keep kinds of token apart',
    holds: ({ typ, issuer }) =>
      issuer.accessTokenType === 'required'
        ? typeOf(typ) === 'at+jwt'
        : typ === undefined || (typeof typ === 'string' && WEAK_TYPES.has(typeOf(typ))),
  },
  {
    name: 'token_use',
    rule: 'Amazon Cognito, verifying tokens: token_use is access',
    holds: ({ claims, issuer }) =>
      claims.token_use === 'access' || (claims.token_use === undefined && !issuer.tokenUse),
  },
  {
    name: 'payload typ',
    rule: 'Keycloak writes the kind of token (ID, Refresh, Bearer) into the payload',
    holds: ({ claims }) => claims.typ === undefined || claims.typ === 'Bearer',
  },
  {
    name: 'id token',
    rule: 'OpenID Connect Core §2: an ID token is for the client, never for a resource server',
    holds: (token) =>
      saysAccessToken(token) ||
      (!ID_TOKEN_CLAIMS.some((name) => Object.hasOwn(token.claims, name)) &&
        claimAt(token.claims, token.issuer.claims.scope) !== undefined),
  },
  {
    name: 'bound token',
    rule: 'RFC 7800 §3.1: bound by nothing, or by a key thumbprint alone (RFC 9449 §6.1), which is what we can confirm',
    holds: ({ claims }) => !Object.hasOwn(claims, 'cnf') || bindsKeyAlone(claims.cnf),
  },
  {
    name: 'client',
    rule: 'Amazon Cognito, verifying tokens: client_id is one of ours',
    holds: ({ client, issuer }) => issuer.clients === undefined || issuer.clients.includes(client),
  },
  {
    name: 'lifetime',
    rule: 'RFC 9700 §4.10: short lifetimes; the issuer may not grant more than its entry allows',
    holds: ({ issuedAt, expiresAt, issuer }) =>
      expiresAt > issuedAt && expiresAt - issuedAt <= issuer.maxLifetimeSeconds,
  },
]);
