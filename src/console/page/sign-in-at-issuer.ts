import type { AuthorizationServer, TokenEndpointResponse } from 'oauth4webapi';
import type { Settings } from '../sign-in-settings.ts';
import type { Session } from './session.ts';

type OidcSettings = Extract<Settings, { kind: 'oidc' }>;

/** What has to outlast the way to the issuer and back. Neither of it opens anything by itself. */
interface Pending {
  readonly verifier: string;
  readonly state: string;
  readonly nonce: string;
  /** Where the page was, to return to. */
  readonly place: string;
}

const KEPT = 'phield-console-sign-in';
const RETURN_PATH = '/console/';

const redirectUri = () => `${window.location.origin}${RETURN_PATH}`;
const library = () => import('oauth4webapi');

/**
 * Leaves for the issuer: authorization code with PKCE (RFC 9700 §2.1.1), state and nonce.
 * @param anew whoever sits there has to show who they are, though the issuer may still know somebody (OpenID Connect Core
 * §3.1.2.1, `prompt`): else a page that was left would open for the next person.
 */
export async function leaveForIssuer(
  { metadata, client, scope, acrValues }: OidcSettings,
  anew: boolean,
): Promise<void> {
  const oauth = await library();
  const { pathname, search } = window.location;
  const pending: Pending = {
    verifier: oauth.generateRandomCodeVerifier(),
    state: oauth.generateRandomState(),
    nonce: oauth.generateRandomNonce(),
    place: pathname.slice(RETURN_PATH.length) + search,
  };
  const address = new URL(metadata.authorization_endpoint);
  const parameters: Record<string, string> = {
    response_type: 'code',
    client_id: client,
    redirect_uri: redirectUri(),
    scope,
    code_challenge: await oauth.calculatePKCECodeChallenge(pending.verifier),
    code_challenge_method: 'S256',
    state: pending.state,
    nonce: pending.nonce,
    ...(anew && { prompt: 'login' }),
    ...(acrValues.length > 0 && { acr_values: acrValues.join(' ') }),
  };
  for (const [name, value] of Object.entries(parameters)) address.searchParams.set(name, value);
  window.sessionStorage.setItem(KEPT, JSON.stringify(pending));
  window.location.assign(address);
}

/** What an issuer brings back, taken out of the address and the browser's storage before anything is done with it. */
export interface Returned {
  readonly address: URL;
  readonly pending: Pending;
}

/** @returns `null` when nobody comes back from an issuer. */
export function takeReturned(): Returned | null {
  const address = new URL(window.location.href);
  const { pathname, searchParams: brought } = address;
  const isReturn = pathname === RETURN_PATH && (brought.has('code') || brought.has('error'));
  const kept = window.sessionStorage.getItem(KEPT);
  window.sessionStorage.removeItem(KEPT);
  if (!isReturn) return null;
  const pending: Pending | null = kept === null ? null : JSON.parse(kept);
  window.history.replaceState(null, '', RETURN_PATH + (pending?.place ?? ''));
  return pending === null ? null : { address, pending };
}

/** @returns `null` when the issuer refused, or what it brought is not what was asked for. */
export async function finishSignIn(
  { address, pending }: Returned,
  { metadata, client }: OidcSettings,
): Promise<Session | null> {
  const oauth = await library();
  const issuer = serverOf(metadata);
  const page = { client_id: client };
  // The gateway names plain HTTP on its own machine alone.
  const options = { [oauth.allowInsecureRequests]: new URL(metadata.token_endpoint).protocol === 'http:' };
  /** Asks for the next token before this one ends, where the issuer gave leave to (RFC 6749 §6). */
  const renewal = (refresh: string | undefined): Session['renew'] =>
    refresh === undefined
      ? null
      : async () => {
          try {
            const answer = await oauth.refreshTokenGrantRequest(issuer, page, oauth.None(), refresh, options);
            const granted = await oauth.processRefreshTokenResponse(issuer, page, answer);
            return sessionOf(granted, renewal(granted.refresh_token ?? refresh));
          } catch {
            return null;
          }
        };
  try {
    const parameters = oauth.validateAuthResponse(issuer, page, address, pending.state);
    const answer = await oauth.authorizationCodeGrantRequest(
      ...([issuer, page, oauth.None(), parameters, redirectUri(), pending.verifier, options] as const),
    );
    const granted = await oauth.processAuthorizationCodeResponse(issuer, page, answer, {
      expectedNonce: pending.nonce,
    });
    return sessionOf(granted, renewal(granted.refresh_token));
  } catch {
    return null;
  }
}

/** Seconds, for an issuer that does not say; the gateway knows better and refuses in time. */
const DEFAULT_LIFETIME = 3_600;

function sessionOf(
  { access_token: token, expires_in: seconds = DEFAULT_LIFETIME }: TokenEndpointResponse,
  renew: Session['renew'],
): Session {
  return { token, expiresAt: Date.now() + seconds * 1000, renew };
}

function serverOf(metadata: OidcSettings['metadata']): AuthorizationServer {
  const algorithms = [...metadata.id_token_signing_alg_values_supported];
  return { ...metadata, id_token_signing_alg_values_supported: algorithms };
}
