import type { HealthData } from '../datasources/health-data.ts';
import type { Actor } from '../src/identity/actor.ts';
import { governRecords } from './govern-records.ts';
import { openInMemoryHealthData } from './in-memory-health-data.ts';
import { indexResources } from './index-resources.ts';
import { makeRecords, PHYSICIAN, TENANT } from './make-records.ts';

/** Who asks the peers: they take everybody at their word. */
export const ACTOR: Actor = Object.freeze({
  issuer: 'urn:bench',
  id: 'bench',
  tenant: TENANT,
  roles: Object.freeze(['PHYSICIAN']),
  client: 'phield-cli',
  registration: { firstParty: true, freeForm: true, perMinute: null, costPerMinute: null },
  purpose: 'TREAT',
  purposes: Object.freeze(['TREAT']),
  scopes: null,
  fhirUser: PHYSICIAN,
  patient: null,
  assurance: Object.freeze(['mfa']),
  multiFactor: true,
  acr: null,
  authTime: null,
  proofKey: null,
  tokenId: null,
  session: null,
  issuedAt: 0,
  expiresAt: Number.MAX_SAFE_INTEGER,
});

/** Opens a view for one operation, bound to the actor's tenant. */
export type OpenData = (actor: Actor, needs: { readonly pseudonyms: boolean }) => HealthData;

/** Whether consents, labels and scopes are at work, too. */
export interface Governed {
  readonly governed?: boolean;
}

/** The one data source behind every contestant: records in memory. */
export function openBenchData({ governed = false }: Governed = {}): OpenData {
  const resources = indexResources(governed ? governRecords(makeRecords()) : makeRecords());
  return (actor, needs) =>
    openInMemoryHealthData(resources, {
      fhirUser: actor.fhirUser,
      purpose: actor.purpose,
      needsPseudonyms: needs.pseudonyms,
      tiedSince: Date.now,
      clock: Date.now,
    });
}
