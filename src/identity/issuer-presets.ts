/**
 * What providers really mint, so that an issuer's entry need not spell it out. An entry's own settings
 * stand above its preset's; claim names are merged one by one. A preset never sets `claimsWin`, `tenants`,
 * `audience` or `clients`: whom to believe is the operator's decision.
 */
export const ISSUER_PRESETS = Object.freeze({
  /**
   * Amazon Cognito user pool access tokens: `token_use` is `access`, the client stands in `client_id`, there
   * is no `aud` and no `typ`, groups stand in `cognito:groups`. Custom attributes are there only when a
   * pre-token-generation trigger (version 2) puts them there.
   */
  cognito: Object.freeze({
    algorithms: Object.freeze(['RS256']),
    accessTokenType: 'optional',
    tokenUse: true,
    claims: Object.freeze({
      tenant: 'custom:tenant_id',
      roles: 'cognito:groups',
      purposes: 'custom:purposes',
      fhirUser: 'custom:fhir_user',
      scope: 'scope',
      client: 'client_id',
      session: 'origin_jti',
    }),
  }),
  /**
   * SMART App Launch 2 servers: `aud` is the FHIR base address, `scope` and `patient` are launch context,
   * `typ` and `jti` are often missing, `fhirUser` is promised in ID tokens only.
   */
  smart: Object.freeze({
    accessTokenType: 'optional',
    tokenId: 'optional',
    claims: Object.freeze({ scope: 'scope', fhirUser: 'fhirUser', patient: 'patient', client: 'client_id' }),
  }),
});
