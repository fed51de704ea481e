import { DEVELOPMENT_ISSUER } from './issuer-settings.ts';
import { PROOF_ALGORITHMS } from './proofs.ts';
import type { TrustedIssuer } from './trusted-issuer.ts';

export const SMART_CONFIGURATION_PATH = '/.well-known/smart-configuration';

export interface Discovered {
  /** Where clients reach the gateway, without a slash at its end. */
  readonly publicUrl: () => string | null;
  readonly issuers: readonly TrustedIssuer[];
  /** Where registered clients of the development issuer get tokens; `null`: nowhere here. */
  readonly tokenPath: string | null;
  /** The gateway's own documents, which every client may name, by what they do. */
  readonly documents: Readonly<Record<string, { readonly id: string }>>;
}

/**
 * What a client may know of this server before it has a token (SMART App Launch 2.2, "Conformance"; names of RFC 9728
 * where the server that holds the data and the one that grants access are two). The gateway grants nobody access: an
 * app asks one of `authorization_servers`, whose own metadata says where. Only the embedded profile has a
 * `token_endpoint`.
 */
export function smartConfiguration({ publicUrl, issuers, tokenPath, documents }: Discovered) {
  const names = issuers.map(({ settings }) => settings.issuer).filter((name) => name !== DEVELOPMENT_ISSUER);
  const [only] = names;
  const url = publicUrl() ?? '';
  return Object.freeze({
    resource: `${url}/graphql`,
    ...(names.length === 1 && { issuer: only }),
    authorization_servers: Object.freeze(names),
    ...(tokenPath !== null && { token_endpoint: `${url}${tokenPath}` }),
    grant_types_supported: Object.freeze(['client_credentials', 'authorization_code']),
    code_challenge_methods_supported: Object.freeze(['S256']),
    scopes_supported: Object.freeze(['patient/*.rs', 'user/*.rs', 'system/*.rs']),
    capabilities: Object.freeze(['permission-patient', 'permission-user', 'permission-v1', 'permission-v2']),
    bearer_methods_supported: Object.freeze(['header']),
    dpop_signing_alg_values_supported: PROOF_ALGORITHMS,
    associated_endpoints: Object.freeze([
      Object.freeze({
        url: `${url}/graphql`,
        capabilities: Object.freeze(['graphql-over-http', 'trusted-documents']),
      }),
    ]),
    trusted_documents: Object.fromEntries(Object.entries(documents).map(([name, { id }]) => [name, id])),
  });
}
