import type { Actor } from '../identity/actor.ts';

/** Nobody: only what an access class is made of counts. */
export function supposedActor(supposed: {
  readonly roles: readonly string[];
  readonly purpose: string;
  readonly scopes: readonly string[] | null;
  readonly launched: boolean;
  readonly multiFactor: boolean;
}): Actor {
  const { roles, purpose, scopes, launched, multiFactor } = supposed;
  return Object.freeze({
    issuer: 'phield-cli',
    id: 'supposed',
    tenant: 'declared',
    roles,
    client: 'phield-cli',
    registration: { firstParty: true, freeForm: false, perMinute: null, costPerMinute: null },
    purpose,
    purposes: [purpose],
    scopes,
    fhirUser: null,
    patient: launched ? 'supposed' : null,
    assurance: [],
    multiFactor,
    acr: null,
    authTime: null,
    proofKey: null,
    tokenId: null,
    session: null,
    issuedAt: 0,
    expiresAt: 0,
  });
}
