import { randomBytes } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import type { GraphQLSchema } from 'graphql';
import { loadSdl } from '../../directives/load-sdl.ts';
import { resolvers } from '../../resolvers/resolvers.ts';
import { createTenantPolicies } from '../../src/access/create-tenant-policy.ts';
import { parseTenantOverlay } from '../../src/access/parse-tenant-overlay.ts';
import { UnauthenticatedError } from '../../src/errors.ts';
import type { Gateway } from '../../src/gateway.ts';
import { createHttpServer } from '../../src/http/create-http-server.ts';
import { DEFAULT_BOUNDS } from '../../src/http/door-bounds.ts';
import type { Actor } from '../../src/identity/actor.ts';
import { createMetrics } from '../../src/metrics.ts';
import { RECENT_SIGN_IN, ROOT_RULES } from '../../src/root-rules.ts';
import { DocumentShelf, registered } from '../documents/registered.ts';
import {
  fixedIssuer,
  goodClaims,
  type SigningKey,
  START,
  signingKey,
  testAuthenticator,
} from '../identity/test-issuer.ts';
import { createCanaries, findCanary } from '../support/canary/canaries.ts';
import { canaryPatient } from '../support/canary/canary-patient.ts';
import { CANARY_PATIENT } from '../support/canary/elements.ts';
import { MemoryWorld } from '../support/memory-world.ts';
import { actor, smallGateway, TEST_NOW } from '../support/small-gateway.ts';
import { ECHO } from './nasty.ts';

/** A gateway over the shipped schema with a patient full of planted values whom nobody asking may see. */
export interface FuzzWorld {
  readonly gateway: Gateway;
  readonly schema: GraphQLSchema;
  readonly url: string;
  /** `Authorization` of each actor, and of none. */
  readonly authorizations: readonly string[];
  readonly key: SigningKey;
  /** `Authorization` of a client that runs documents alone, and the one document it has. */
  readonly documentsOnly: string;
  readonly approved: string;
  /** Claims of a token that holds. */
  readonly claims: () => Record<string, unknown>;
  /** Puts the data back to where they began. */
  reset(): void;
  /** Complaints about log lines since the last call. */
  takeComplaints(): readonly string[];
  close(): Promise<void>;
}

export async function openFuzzWorld(): Promise<FuzzWorld> {
  const world = new MemoryWorld(() => TEST_NOW);
  const key = await signingKey('EdDSA', 'fuzz-1');
  const authenticator = testAuthenticator({ issuers: [fixedIssuer([key])], clock: () => START });
  const actors = ACTORS.map((changes) => actor({ authTime: TEST_NOW / 1000, ...changes }));
  const registration = { firstParty: false, freeForm: false, perMinute: null, costPerMinute: null };
  const documentsOnly = actor({ registration });
  const complaints: string[] = [];
  const look = (event: string, fields: unknown = {}) => {
    const line = JSON.stringify([event, fields]);
    if (line.includes(ECHO) || findCanary(line) !== null) complaints.push(`a log line: ${event}`);
    if (event === 'operation.refused' && line.includes('"errorName"')) complaints.push(`a fault: ${line}`);
    if (event === 'operation.field.failed' && !line.includes('UPSTREAM')) complaints.push(`a fault: ${line}`);
  };
  const { gateway } = await smallGateway({
    typeDefs: await loadSdl('schema'),
    resolvers,
    world: {},
    config: {
      authenticate: async (credentials) => {
        const given = credentials.authorization ?? '';
        if (!given.startsWith('Actor ')) return authenticator.authenticate(credentials);
        const known = given === 'Actor documents' ? documentsOnly : actors[Number(given.slice(6))];
        if (known === undefined) throw new UnauthenticatedError('nobody of that number');
        return known;
      },
      policies: (model) =>
        createTenantPolicies(
          new Map([['riverside', parseTenantOverlay('tenant: riverside\n', 'riverside.yaml', model)]]),
          model,
        ),
      documents: new DocumentShelf(
        registered(APPROVED),
        registered(RETIRED, { status: 'RETIRED' }),
        registered(OTHERS, { client: 'other' }),
      ),
      openData: (who) => world.data(who),
      openCommands: (who) => world.commands(who),
      rootRules: ROOT_RULES,
      recentSignIn: RECENT_SIGN_IN,
      introspection: true,
      randomBytes,
      ledger: { available: true, append: async () => {}, close: async () => {} },
      log: { info: look, warn: look, error: look },
    },
  });
  let count = 0;
  const server: FastifyInstance = createHttpServer({
    handle: gateway.handle,
    away: async () => [],
    metrics: createMetrics(),
    exposeMetrics: false,
    bounds: { ...DEFAULT_BOUNDS, headersMs: 400, requestMs: 800, checkEveryMs: 100, connectionMs: 2_000 },
    newId: () => `s-${++count}`,
    clock: Date.now,
  });
  const url = await server.listen({ port: 0, host: '127.0.0.1' });
  const reset = () => {
    world.clear();
    fill(world);
  };
  reset();
  return {
    gateway,
    schema: gateway.schema,
    url,
    authorizations: [...actors.keys()].map((at) => `Actor ${at}`),
    key,
    documentsOnly: 'Actor documents',
    approved: APPROVED,
    claims: goodClaims,
    reset,
    takeComplaints: () => {
      world.calls.length = 0;
      return complaints.splice(0);
    },
    close: async () => {
      await server.close();
      await gateway.stop();
    },
  };
}

/** Nobody is tied to the planted patient, nor of a role that has any patient of its house; the first and the patient herself are to the plain one. */
const ACTORS: readonly Partial<Actor>[] = Object.freeze([
  {},
  { id: 'stranger', fhirUser: 'Practitioner/p9' },
  { id: 'nurse', roles: ['NURSE'], fhirUser: 'Practitioner/p8' },
  { id: 'desk', roles: ['REGISTRATION'], purpose: 'TREAT', fhirUser: null },
  {
    id: 'self',
    roles: ['PATIENT'],
    purpose: 'PATRQT',
    purposes: ['PATRQT'],
    fhirUser: 'Patient/ada',
    patient: 'ada',
  },
  { id: 'officer', roles: ['PRIVACY_OFFICER'], purpose: 'HOPERAT', purposes: ['HOPERAT'], fhirUser: null },
  { id: 'auditor', roles: ['AUDITOR'], purpose: 'HOPERAT', purposes: ['HOPERAT'], fhirUser: null },
  { id: 'scoped', scopes: [] },
]);

/** What a client of documents may run, what it might, and what another may. */
const APPROVED = 'query Approved($id: ID!) { approved: patient(id: $id) { birthDate } }';
export const RETIRED = 'query Retired { retired: me { id } }';
export const OTHERS = 'query Others { others: me { id } }';

const CATEGORY_OF: Readonly<Record<string, string>> = Object.freeze({
  Condition: 'PROBLEM',
  Observation: 'LAB',
  DocumentReference: 'CLINICAL_NOTE',
});

function fill(world: MemoryWorld): void {
  for (const resource of canaryPatient(createCanaries())) {
    const { resourceType, id } = resource;
    if (typeof resourceType !== 'string' || typeof id !== 'string') continue;
    const category = CATEGORY_OF[resourceType];
    const row = {
      ...resource,
      resourceType,
      id,
      subjectId: CANARY_PATIENT,
      rowCategories: category ? [category] : [],
      labels: [],
    };
    if (resourceType === 'Patient') world.patients.set(id, row);
    else world.addRow(row);
  }
  // A glass would open what is planted, rightly.
  world.failing.add('openGlass');
  world.addPatient('ada', { care: ['Practitioner/p1'] });
  world.addRow({
    resourceType: 'Condition',
    id: 'ada-1',
    subjectId: 'ada',
    rowCategories: ['PROBLEM'],
    code: { text: 'Asthma' },
  });
  world.addRow({
    resourceType: 'Observation',
    id: 'ada-1',
    subjectId: 'ada',
    rowCategories: ['LAB'],
    valueString: '5.4',
  });
  const secret = createCanaries().text();
  world.addRow({
    resourceType: 'DocumentReference',
    id: 'ada-2',
    subjectId: 'ada',
    rowCategories: ['PSYCHOTHERAPY'],
    labels: ['PSYTHPN'],
    description: secret,
  });
}
