import type { DevelopmentKey } from './development-key.ts';
import { createFixedKeys } from './fixed-keys.ts';
import { DECIDABLE, DEVELOPMENT_ISSUER, type IssuerSettings } from './issuer-settings.ts';
import type { TrustedIssuer } from './trusted-issuer.ts';

/** `aud` of development tokens. */
export const DEVELOPMENT_AUDIENCE = 'urn:phield:gateway';

/** A development token lives no longer. Seconds. */
export const DEVELOPMENT_MAX_SECONDS = 86_400;

/** `acr` of a development token that says more than one factor. */
export const DEVELOPMENT_MFA = 'urn:phield:acr:mfa';

/** Clients that need no scopes. */
export const DEVELOPMENT_CLIENTS: readonly string[] = Object.freeze([
  'demo-portal',
  'demo-patient-app',
  'phield-cli',
]);

/** Clients that are systems, each with the one purpose it has. */
export const DEVELOPMENT_SYSTEMS: Readonly<Record<string, string>> = Object.freeze({
  'demo-clinical-feed': 'TREAT',
  'demo-clearinghouse': 'HPAYMT',
  'demo-admissions': 'PATADMIN',
});

const SETTINGS: IssuerSettings = Object.freeze({
  issuer: DEVELOPMENT_ISSUER,
  audience: Object.freeze([DEVELOPMENT_AUDIENCE]),
  tokenUse: false,
  accessTokenType: 'required',
  tokenId: 'required',
  algorithms: Object.freeze(['EdDSA' as const]),
  claims: Object.freeze({
    tenant: 'tenant',
    roles: 'roles',
    purposes: 'purposes',
    fhirUser: 'fhirUser',
    patient: 'patient',
    scope: 'scope',
    client: 'client_id',
    session: 'sid',
    assurance: 'amr',
    acr: 'acr',
    authTime: 'auth_time',
  }),
  claimsWin: DECIDABLE,
  tenants: null,
  clientPurposes: DEVELOPMENT_SYSTEMS,
  firstPartyClients: DEVELOPMENT_CLIENTS,
  assurance: Object.freeze({
    amr: Object.freeze(['mfa']),
    acr: Object.freeze([DEVELOPMENT_MFA]),
    mfaEnforced: false,
  }),
  fhirBases: Object.freeze([]),
  maxAgeSeconds: DEVELOPMENT_MAX_SECONDS,
  maxLifetimeSeconds: DEVELOPMENT_MAX_SECONDS,
  clockToleranceSeconds: 5,
});

/** The issuer of `phield token`. MUST be trusted in the embedded profile only. */
export function developmentIssuer({ kty, crv, alg, use, kid, x }: DevelopmentKey): TrustedIssuer {
  return Object.freeze({
    settings: SETTINGS,
    keys: createFixedKeys({ keys: [{ kty, crv, alg, use, kid, x }] }),
  });
}
