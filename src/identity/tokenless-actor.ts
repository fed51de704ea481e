import type { Actor } from './actor.ts';

/** What only a token says, and what the command line says of itself. */
type Said =
  | 'issuer'
  | 'client'
  | 'fhirUser'
  | 'assurance'
  | 'acr'
  | 'authTime'
  | 'proofKey'
  | 'tokenId'
  | 'session';
type Dated = 'issuedAt' | 'expiresAt';

/**
 * An actor of the command line's own: nobody signed in, so no token says anything of them. It MUST NOT be handed to
 * anything that answers a request.
 */
export function tokenlessActor(given: Omit<Actor, Said | Dated>): Actor {
  return Object.freeze({
    issuer: 'phield-cli',
    client: 'phield-cli',
    fhirUser: null,
    assurance: [],
    acr: null,
    authTime: null,
    proofKey: null,
    tokenId: null,
    session: null,
    issuedAt: 0,
    expiresAt: 0,
    ...given,
  });
}
