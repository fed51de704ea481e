import { z } from 'zod';
import type { Clock } from '../clock.ts';
import { isLoopbackName } from '../is-loopback-name.ts';
import type { IssuerMetadata } from './sign-in-settings.ts';

/** Codes and tokens travel over TLS; plain HTTP only on this machine. */
const Endpoint = z.url().refine((address) => {
  const { protocol, hostname } = new URL(address);
  return protocol === 'https:' || (protocol === 'http:' && isLoopbackName(hostname));
});

const Metadata = z.object({
  issuer: z.string(),
  authorization_endpoint: Endpoint,
  token_endpoint: Endpoint,
  jwks_uri: Endpoint,
  id_token_signing_alg_values_supported: z.array(z.string()).default(['RS256']).readonly(),
  authorization_response_iss_parameter_supported: z.boolean().default(false),
});

/** Milliseconds. */
const KEPT = 300_000;
const KEPT_FAILURE = 5_000;
const PATIENCE = 3_000;

export interface MetadataParts {
  readonly fetch: typeof fetch;
  readonly clock: Clock;
}

/**
 * What an issuer says of itself, looked up when it is asked for and kept for five minutes. What is not an issuer of that
 * very name is none (RFC 8414 §3.3).
 * @returns a function that gives `null` while the issuer does not answer, and asks again after five seconds.
 */
export function issuerMetadata(
  issuer: string,
  { fetch: ask, clock }: MetadataParts,
): () => Promise<IssuerMetadata | null> {
  let known: { readonly metadata: Promise<IssuerMetadata | null>; readonly since: number } | null = null;
  let failed = false;
  const read = async (): Promise<IssuerMetadata | null> => {
    try {
      const address = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
      const answer = await ask(address, { redirect: 'error', signal: AbortSignal.timeout(PATIENCE) });
      const metadata = Metadata.parse(await answer.json());
      failed = metadata.issuer !== issuer;
      return failed ? null : Object.freeze(metadata);
    } catch {
      failed = true;
      return null;
    }
  };
  return () => {
    const age = clock() - (known?.since ?? Number.NEGATIVE_INFINITY);
    if (known === null || age < 0 || age >= (failed ? KEPT_FAILURE : KEPT)) {
      known = { metadata: read(), since: clock() };
    }
    return known.metadata;
  };
}
