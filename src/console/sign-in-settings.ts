/** Somebody of the demo, as the gateway lists them. */
export interface Person {
  readonly name: string;
  readonly tenant: string;
  readonly roles: readonly string[];
}

/** What the gateway tells the page about signing in. */
export type Settings =
  | { readonly kind: 'development'; readonly idleSeconds: number; readonly people: readonly Person[] }
  | {
      readonly kind: 'oidc';
      readonly idleSeconds: number;
      readonly client: string;
      readonly scope: string;
      readonly acrValues: readonly string[];
      readonly metadata: IssuerMetadata;
    };

/** Where an issuer signs people in (OpenID Connect Discovery 1.0 §3, RFC 8414 §2), by its own names. */
export interface IssuerMetadata {
  readonly issuer: string;
  readonly authorization_endpoint: string;
  readonly token_endpoint: string;
  readonly jwks_uri: string;
  readonly id_token_signing_alg_values_supported: readonly string[];
  readonly authorization_response_iss_parameter_supported: boolean;
}
