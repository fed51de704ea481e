import type { JWTVerifyGetKey } from 'jose';
import type { IssuerSettings } from './issuer-settings.ts';

/**
 * Where the public keys of one issuer come from. `resolve` MUST take keys from the configured set only,
 * never from a token's header (`jwk`, `jku`, `x5u`, `x5c` are ignored), and MUST reject with
 * UpstreamUnavailableError when it has no usable set.
 */
export interface IssuerKeys {
  readonly resolve: JWTVerifyGetKey;
  /** Grows whenever the set of keys changes, so that what was verified with an older set can be dropped. */
  version(): number;
}

/** An issuer and its keys. */
export interface TrustedIssuer {
  readonly settings: IssuerSettings;
  readonly keys: IssuerKeys;
}
