import { ConfigError } from '../config.ts';
import type { ConsoleSettings } from '../console-settings.ts';
import { DEVELOPMENT_ISSUER } from '../identity/issuer-settings.ts';
import type { TrustedIssuer } from '../identity/trusted-issuer.ts';
import type { ConsoleClient } from './console-client.ts';

/** `development`: tokens of this machine's own issuer, for whoever sits at it. */
export interface ConsoleSignIn extends ConsoleClient {
  readonly kind: 'development' | 'oidc';
  readonly scope: string;
  /** Authentication context classes that count as more than one factor; asked for at sign-in. */
  readonly acrValues: readonly string[];
}

/**
 * How people sign in to the console.
 * @returns `null`: nobody said, and the console is not served.
 * @throws ConfigError for an issuer that is not among those trusted: its tokens would be refused.
 */
export function consoleSignIn(
  profile: 'embedded' | 'production',
  { issuer, client, scope }: ConsoleSettings,
  issuers: readonly Pick<TrustedIssuer, 'settings'>[],
): ConsoleSignIn | null {
  if (issuer === null) {
    if (profile !== 'embedded') return null;
    return Object.freeze({ kind: 'development', issuer: DEVELOPMENT_ISSUER, client, scope, acrValues: [] });
  }
  const trusted = issuers.find(({ settings }) => settings.issuer === issuer);
  if (trusted === undefined || issuer === DEVELOPMENT_ISSUER) {
    throw new ConfigError(
      'Configuration is not usable:\n  PHIELD_CONSOLE_ISSUER: expected one of PHIELD_ISSUERS_FILE',
    );
  }
  return Object.freeze({ kind: 'oidc', issuer, client, scope, acrValues: trusted.settings.assurance.acr });
}
