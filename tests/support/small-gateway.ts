import { createHash, randomBytes } from 'node:crypto';
import { loadSdl } from '../../directives/load-sdl.ts';
import type { SdlFile } from '../../directives/read-sdl.ts';
import type { Relationship } from '../../src/access/access-model.ts';
import { relationshipBit } from '../../src/access/decide.ts';
import type { FactsSource, SubjectFacts, Tie } from '../../src/access/facts.ts';
import { DEFAULT_ACCESS_SETTINGS } from '../../src/access/tenant-settings.ts';
import { UnauthenticatedError } from '../../src/errors.ts';
import type { Gateway, GatewayConfig } from '../../src/gateway.ts';
import { createGateway } from '../../src/gateway.ts';
import type { Actor } from '../../src/identity/actor.ts';
import type { Ledger } from '../../src/ledger/ledger.ts';
import type { OperationRecord } from '../../src/ledger/operation-record.ts';
import { situation } from '../access/clinic-model.ts';
import { REGISTRATION } from './client-registration.ts';

/** A ledger that keeps records in memory and can be told to fail; for tests of the engine, not of the ledger. */
export class RememberingLedger implements Ledger {
  readonly records: OperationRecord[] = [];
  available = true;
  failWith: Error | null = null;

  async append(record: OperationRecord): Promise<void> {
    if (this.failWith) throw this.failWith;
    this.records.push(structuredClone(record));
  }

  async close(): Promise<void> {}
}

export const TEST_NOW = Date.parse('2026-03-01T12:00:00Z');

export function actor(overrides: Partial<Actor> = {}): Actor {
  return {
    issuer: 'urn:test',
    id: 'user-1',
    tenant: 'riverside',
    roles: ['PHYSICIAN'],
    client: 'portal',
    registration: REGISTRATION,
    purpose: 'TREAT',
    purposes: ['TREAT'],
    scopes: null,
    fhirUser: 'Practitioner/p1',
    patient: null,
    assurance: [],
    multiFactor: true,
    acr: null,
    authTime: null,
    proofKey: null,
    tokenId: null,
    session: null,
    issuedAt: 0,
    expiresAt: 4_000_000_000,
    ...overrides,
  };
}

/** The directives as shipped, with a schema of one's own below them. */
export async function sdlWith(own: string): Promise<readonly SdlFile[]> {
  const shipped = await loadSdl('schema');
  const words = shipped.filter(({ name }) => /(directives|access|scalars)\.graphql$/.test(name));
  return [...words, { name: 'own.graphql', body: own }];
}

export interface SmallWorld {
  readonly ties?: Readonly<Record<string, readonly Relationship[]>>;
  readonly facts?: (subjectId: string) => Partial<SubjectFacts>;
}

/** A gateway over a schema of one's own: real engine, tokens that are the actor as JSON, facts as given. */
export async function smallGateway(options: {
  readonly typeDefs: Parameters<typeof createGateway>[0]['typeDefs'];
  readonly resolvers: Parameters<typeof createGateway>[0]['resolvers'];
  readonly world: SmallWorld;
  readonly config?: Partial<GatewayConfig<FactsSource>>;
}): Promise<{ gateway: Gateway; ledger: RememberingLedger; run: Run }> {
  const ledger = new RememberingLedger();
  let count = 0;
  const gateway = await createGateway({
    typeDefs: options.typeDefs,
    resolvers: options.resolvers,
    config: {
      authenticate: async ({ authorization }) => {
        if (authorization === undefined) throw new UnauthenticatedError('no token');
        return JSON.parse(authorization);
      },
      policies: () => () => ({
        version: 'v1',
        narrow: (grants) => grants,
        grantsRole: (role, grant) => grant.roles.includes(role),
        settings: DEFAULT_ACCESS_SETTINGS,
        isAssured: () => true,
        situationOf: (_actor, facts) =>
          situation(
            (options.world.ties?.[facts.subjectId] ?? []).reduce((set, tie) => set | relationshipBit(tie), 0),
          ),
        revealSeconds: () => null,
        insights: null,
      }),
      openData: () => ({
        facts: async (subjectId) => ({
          subjectId,
          exists: true,
          ties: [] satisfies Tie[],
          actors: [],
          birthDate: '1980-05-05',
          deceasedDate: null,
          labels: [],
          consents: [],
          glass: null,
          reveals: [],
          pseudonymKey: createHash('sha256').update(subjectId).digest(),
          ...options.world.facts?.(subjectId),
        }),
      }),
      ledger,
      refusals: { count: () => {} },
      networkHash: () => null,
      cursorKey: Buffer.alloc(32, 1),
      zip3Populous: () => true,
      clock: () => TEST_NOW,
      newId: () => `id-${++count}`,
      randomBytes,
      log: { info: () => {}, warn: () => {}, error: () => {} },
      ...options.config,
    },
  });
  const run: Run = async (query, as = actor(), variables = {}) => {
    const response = await gateway.handle({
      method: 'POST',
      headers: { authorization: JSON.stringify(as), 'content-type': 'application/json' },
      search: '',
      body: { query, variables },
      remoteAddress: '127.0.0.1',
    });
    return { status: response.status, body: JSON.parse(response.body), text: response.body };
  };
  return { gateway, ledger, run };
}

export type Run = (
  query: string,
  as?: Actor,
  variables?: Record<string, unknown>,
) => Promise<{ status: number; body: Answer; text: string }>;

export interface Answer {
  readonly data?: Record<string, unknown> | null;
  readonly errors?: readonly {
    message: string;
    path?: readonly (string | number)[];
    extensions: Record<string, unknown>;
  }[];
  readonly extensions?: Record<string, unknown>;
}
