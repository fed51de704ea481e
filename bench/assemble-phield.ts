import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { loadSdl } from '../directives/load-sdl.ts';
import { readAccessModel } from '../directives/read-access-model.ts';
import { readSdl } from '../directives/read-sdl.ts';
import { resolvers } from '../resolvers/resolvers.ts';
import { createTenantPolicies } from '../src/access/create-tenant-policy.ts';
import type { TenantPolicies } from '../src/access/tenant-policy.ts';
import { zip3Populous } from '../src/access/zip3.ts';
import type { DocumentSource } from '../src/documents/approved-documents.ts';
import { memoryRateCounter } from '../src/documents/memory-rate-counter.ts';
import { createRates } from '../src/documents/rates.ts';
import type { Gateway } from '../src/gateway.ts';
import { createGateway } from '../src/gateway.ts';
import { createAuthenticator } from '../src/identity/authenticate.ts';
import { developmentIssuer } from '../src/identity/development-issuer.ts';
import { developmentKey } from '../src/identity/development-key.ts';
import { createInMemoryDirectory } from '../src/identity/in-memory-directory.ts';
import { mintToken } from '../src/identity/mint-token.ts';
import { pollRevocations } from '../src/identity/poll-revocations.ts';
import { createProofs } from '../src/identity/proofs.ts';
import { createSessions } from '../src/identity/sessions.ts';
import type { Ledger } from '../src/ledger/ledger.ts';
import { createNetworkHash } from '../src/ledger/network-hash.ts';
import { createRefusalCounter } from '../src/ledger/refusal-counter.ts';
import { createUlid } from '../src/ledger/ulid.ts';
import { loadTenants } from '../src/load-tenants.ts';
import { createLog } from '../src/log.ts';
import { ROOT_RULES } from '../src/root-rules.ts';
import { SESSION_LIMITS } from '../src/session-limits.ts';
import { ACTOR, type OpenData } from './bench-data.ts';
import { GOVERNED_SCOPES } from './govern-records.ts';

const HOME = join(import.meta.dirname, '..');

/** Everybody is counted, as in production. */
const NEVER_TOO_MANY = Object.freeze({ actorPerMinute: 1e12, clientPerMinute: 1e12, costPerMinute: 1e15 });

/** Who asks Phield, and under which purpose. */
export interface Persona {
  readonly role: 'PHYSICIAN' | 'RESEARCHER';
  readonly purpose: 'TREAT' | 'HRESCH';
}

export interface AssembledPhield {
  readonly gateway: Gateway;
  readonly policies: TenantPolicies;
  /** `Bearer …`, good for an hour. */
  readonly authorization: string;
}

/** The gateway as its composition root makes it, over a data source of the yardstick's. */
export async function assemblePhield(options: {
  readonly openData: OpenData;
  readonly ledger: Ledger;
  readonly persona: Persona;
  /** Holds the key of the token's issuer. */
  readonly directory: string;
  /** With scopes on the token. */
  readonly governed?: boolean;
  /** Of its client. Default: there are none. */
  readonly documents?: DocumentSource;
}): Promise<AssembledPhield> {
  const { openData, ledger, persona, directory } = options;
  const typeDefs = await loadSdl(join(HOME, 'schema'));
  const model = readAccessModel(readSdl(typeDefs));
  const overlays = await loadTenants(join(HOME, 'tenants'), model);
  const policies = createTenantPolicies(overlays, model);
  const newId = createUlid(Date.now, randomBytes);
  const key = await developmentKey(directory);
  const revocations = pollRevocations({ log: { after: async () => [] }, clock: Date.now });
  await revocations.start();
  const authenticator = createAuthenticator({
    issuers: [developmentIssuer(key)],
    profile: 'embedded',
    clock: Date.now,
    ...createInMemoryDirectory({ users: [], clients: [] }),
    tenantRoles: () => ({ known: new Set(model.roles), groups: new Map() }),
    knownPurposes: new Set(Object.keys(model.purposeAncestors)),
    log: () => {},
    revocations,
    sessions: createSessions({
      store: { see: async ({ now }) => now },
      clock: Date.now,
      limits: SESSION_LIMITS,
    }),
    proofs: createProofs({ store: { use: async () => true }, clock: Date.now, publicUrl: () => null }),
  });
  const networkHash = createNetworkHash(randomBytes(32));
  const refusals = createRefusalCounter({
    append: (record) => ledger.append(record),
    networkHash,
    clock: Date.now,
    newId,
    policyVersion: model.version,
  });
  const gateway = await createGateway({
    typeDefs,
    resolvers,
    config: {
      authenticate: (credentials) => authenticator.authenticate(credentials),
      policies: () => policies,
      openData,
      ...(options.documents && { documents: options.documents }),
      rates: createRates(memoryRateCounter(), NEVER_TOO_MANY, Date.now),
      ledger,
      refusals,
      networkHash,
      cursorKey: randomBytes(32),
      zip3Populous,
      clock: Date.now,
      newId,
      randomBytes,
      log: createLog('warn'),
      rootRules: ROOT_RULES,
    },
  });
  const token = await mintToken(
    {
      tenant: ACTOR.tenant,
      roles: [persona.role],
      sub: ACTOR.id,
      client: ACTOR.client,
      purposes: [persona.purpose],
      fhirUser: ACTOR.fhirUser,
      patient: null,
      scope: options.governed === true ? GOVERNED_SCOPES.join(' ') : null,
      multiFactor: true,
      lifetimeSeconds: 3_600,
    },
    { key, clock: Date.now, newId },
  );
  return { gateway, policies, authorization: `Bearer ${token}` };
}
