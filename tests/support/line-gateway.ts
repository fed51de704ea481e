import { assertLintClean } from '../../directives/lint-schema.ts';
import type { FactsSource } from '../../src/access/facts.ts';
import type { Gateway, GatewayConfig } from '../../src/gateway.ts';
import type { GatewayRequest } from '../../src/handle-operation.ts';
import type { LogFields } from '../../src/log.ts';
import type { Answer, RememberingLedger } from './small-gateway.ts';
import { actor, sdlWith, smallGateway } from './small-gateway.ts';

const SDL = /* GraphQL */ `
  type Query {
    patient(id: ID!): Patient
    patients(first: Int = 20, after: String, birthDate: FhirDate @phi(category: DEMOGRAPHICS, identifier: DATE),
      search: Search): PatientConnection
    waits: Boolean @notPhi
    ping: String! @notPhi
  }
  input Search { birthDate: FhirDate @phi(category: DEMOGRAPHICS, identifier: DATE) }
  type Patient @subject(field: "id") {
    id: ID! @notPhi
    birthDate: FhirDate @phi(category: DEMOGRAPHICS, identifier: DATE)
    broken: String @phi(category: DEMOGRAPHICS)
  }
  type PatientConnection { edges: [PatientEdge!]! pageInfo: PageInfo! }
  type PatientEdge { node: Patient! cursor: String! }
  type PageInfo { hasNextPage: Boolean! }
`;

const ADA = { resourceType: 'Patient', id: 'ada', birthDate: '1980-05-05' };

/** Linted once for all gateways over it. */
const CLEAN = assertLintClean(await sdlWith(SDL));

const RESOLVERS = {
  Query: {
    patient: () => ADA,
    patients: async () => ({ rows: [{ record: ADA, position: 'ada' }], hasNextPage: false }),
    waits: (_: unknown, _args: unknown, { signal }: { signal: AbortSignal }) =>
      new Promise((resolve) => {
        if (signal.aborted) resolve(true);
        else signal.addEventListener('abort', () => resolve(true));
      }),
    ping: () => 'pong',
  },
  Patient: {
    broken: () => {
      throw new Error('canary-in-a-message');
    },
  },
};

export interface LineGateway {
  readonly gateway: Gateway;
  readonly ledger: RememberingLedger;
  /** What was refused, in order, as it is counted. */
  readonly refused: readonly string[];
  readonly log: readonly (LogFields & { readonly event: string })[];
  /** A request of a tied physician, but for what is said. */
  ask(request: Partial<GatewayRequest>): Promise<{
    readonly status: number;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: Answer;
    readonly text: string;
  }>;
}

/** One patient, one tied physician, and everything around them that a test of the line looks at. */
export async function lineGateway(config: Partial<GatewayConfig<FactsSource>> = {}): Promise<LineGateway> {
  const refused: string[] = [];
  const log: (LogFields & { readonly event: string })[] = [];
  const keep = (event: string, fields: LogFields = {}) => {
    log.push({ event, ...fields });
  };
  const { gateway, ledger } = await smallGateway({
    typeDefs: CLEAN,
    resolvers: RESOLVERS,
    world: { ties: { ada: ['CARE_TEAM', 'ORG'] } },
    config: {
      refusals: { count: (address, code) => refused.push(`${address} ${code}`) },
      log: { info: keep, warn: keep, error: keep },
      ...config,
    },
  });
  return {
    gateway,
    ledger,
    refused,
    log,
    ask: async (request) => {
      const answer = await gateway.handle({
        method: 'POST',
        headers: { authorization: JSON.stringify(actor()), 'content-type': 'application/json' },
        search: '',
        body: undefined,
        remoteAddress: '192.0.2.1',
        ...request,
      });
      return { ...answer, body: JSON.parse(answer.body), text: answer.body };
    },
  };
}
