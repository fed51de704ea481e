import { calculateJwkThumbprint, EmbeddedJWK, jwtVerify } from 'jose';
import { z } from 'zod';
import type { Clock } from '../clock.ts';
import type { DevelopmentKey } from '../identity/development-key.ts';
import type { Clients } from '../identity/directory.ts';
import { DEVELOPMENT_ISSUER } from '../identity/issuer-settings.ts';
import { mintToken } from '../identity/mint-token.ts';
import { ProviderId } from '../identity/names.ts';
import { PROOF_WINDOW } from '../identity/proof-checks.ts';
import { sameResource } from '../identity/same-resource.ts';

/** RFC 6749 §4.4.2, as JSON: the gateway's door takes no forms. */
const Grant = z.strictObject({
  grant_type: z.literal('client_credentials'),
  client_id: ProviderId,
  scope: z.string().max(8_192),
});

export interface ClientTokenParts {
  readonly clients: Pick<Clients, 'find'>;
  readonly key: DevelopmentKey;
  readonly clock: Clock;
  readonly newId: () => string;
  readonly lifetimeSeconds: number;
}

/**
 * A token of the local development issuer for a registered machine, bound to the key that the proof shows (RFC 9449
 * §5). Stands in for the authorization server that a sandbox has not: who may ask at all is settled before.
 * @returns `null` for whoever is no registered machine of one tenant, or shows no key.
 */
export async function clientToken(
  asked: { readonly proof: unknown; readonly body: unknown; readonly url: string },
  { clients, key, clock, newId, lifetimeSeconds }: ClientTokenParts,
) {
  const grant = Grant.safeParse(asked.body);
  const thumbprint = await shownKey(asked.proof, asked.url, clock);
  if (!grant.success || thumbprint === null) return null;
  const { client_id: client, scope } = grant.data;
  const entry = await clients.find(DEVELOPMENT_ISSUER, client);
  if (entry === null || entry.suspended || entry.kind !== 'machine' || entry.tenant === null) return null;
  const token = await mintToken(
    {
      ...{
        tenant: entry.tenant,
        roles: ['SYSTEM'],
        sub: client,
        client,
        purposes: [],
        scope,
        lifetimeSeconds,
      },
      ...{ fhirUser: null, patient: null, multiFactor: false },
    },
    { key, clock, newId, proofKey: thumbprint },
  );
  return { access_token: token, token_type: 'DPoP', expires_in: lifetimeSeconds, scope };
}

/** Thumbprint of the key that made this proof for this address just now, or `null`. */
async function shownKey(proof: unknown, url: string, clock: Clock): Promise<string | null> {
  if (typeof proof !== 'string') return null;
  try {
    const { payload, protectedHeader } = await jwtVerify(proof, EmbeddedJWK, {
      ...{
        typ: 'dpop+jwt',
        algorithms: ['ES256', 'PS256', 'EdDSA', 'Ed25519'],
        currentDate: new Date(clock()),
      },
      ...{ maxTokenAge: PROOF_WINDOW, clockTolerance: PROOF_WINDOW },
    });
    const isOurs =
      payload.htm === 'POST' && typeof payload.htu === 'string' && sameResource(payload.htu, url);
    return isOurs && protectedHeader.jwk !== undefined
      ? await calculateJwkThumbprint(protectedHeader.jwk, 'sha256')
      : null;
  } catch {
    return null;
  }
}
