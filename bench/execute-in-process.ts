import type { DocumentNode, ExecutionResult } from 'graphql';
import { execute } from 'graphql';
import { OperationAccess } from '../src/access/operation-access.ts';
import { VectorCache } from '../src/access/vector-cache.ts';
import { zip3Populous } from '../src/access/zip3.ts';
import { composeRecord } from '../src/ledger/compose-record.ts';
import { encodeRecord } from '../src/ledger/encode-record.ts';
import type { Ledger } from '../src/ledger/ledger.ts';
import type { OperationRecord } from '../src/ledger/operation-record.ts';
import type { OperationContext } from '../src/operation-context.ts';
import { assemblePhield } from './assemble-phield.ts';
import { ACTOR, type Governed, openBenchData } from './bench-data.ts';
import { GOVERNED_SCOPES } from './govern-records.ts';
import { peerContext, peerSchema } from './serve-peer.ts';

export type Variables = Readonly<Record<string, unknown>>;
export type Execution = (document: DocumentNode, variableValues: Variables) => Promise<ExecutionResult>;

export interface InProcess {
  readonly unprotected: Execution;
  readonly shield: Execution;
  /** Guards, vectors and rows; nothing recorded. */
  readonly phield: Execution;
  /** The same, with the ledger record composed and encoded, not written. */
  readonly recorded: Execution;
  /** The record of one protected execution. */
  recordOf(document: DocumentNode, variableValues: Variables): Promise<OperationRecord | null>;
}

const NO_LEDGER: Ledger = Object.freeze({
  append: async () => {},
  available: true,
  close: async () => {},
});

/**
 * The contestants' execution alone: no HTTP, no Apollo, no token.
 * @param directory a temporary folder for the token issuer's key.
 */
export async function executeInProcess(
  directory: string,
  { governed = false }: Governed = {},
): Promise<InProcess> {
  const openData = openBenchData({ governed });
  const actor = governed ? Object.freeze({ ...ACTOR, scopes: GOVERNED_SCOPES }) : ACTOR;
  const plain = await peerSchema(false);
  const shielded = await peerSchema(true);
  const { gateway, policies } = await assemblePhield({
    openData,
    ledger: NO_LEDGER,
    persona: { role: 'PHYSICIAN', purpose: 'TREAT' },
    directory,
  });
  const policy = policies(actor.tenant);
  if (policy === null) throw new Error('the tenant has no overlay');
  const vectors = new VectorCache(gateway.model);

  const openContext = (): OperationContext => {
    const { vector, token } = vectors.open(actor, policy);
    const data = openData(actor, { pseudonyms: false });
    const now = Date.now();
    const access = new OperationAccess({
      actor,
      vector,
      facts: data,
      situationOf: (facts) => policy.situationOf(actor, facts, now),
      now,
    });
    return {
      actor,
      access,
      data,
      signal: NEVER,
      request: 'request',
      accessClass: token,
      cursors: { seal: (position) => position, open: (cursor) => cursor },
      zip3Populous,
      executed: { document: null, operation: null, refusal: null },
    };
  };
  const protectedRun = async (document: DocumentNode, variableValues: Variables) => {
    const contextValue = openContext();
    const result = await execute({ schema: gateway.schema, document, contextValue, variableValues });
    return { result, record: () => composeRecord(HEADER, actor, contextValue.access) };
  };
  const peerRun =
    (schema: typeof plain): Execution =>
    async (document, variableValues) =>
      execute({ schema, document, contextValue: peerContext(openData), variableValues });

  return Object.freeze({
    unprotected: peerRun(plain),
    shield: peerRun(shielded),
    phield: async (document: DocumentNode, variables: Variables) =>
      (await protectedRun(document, variables)).result,
    recorded: async (document: DocumentNode, variables: Variables) => {
      const { result, record } = await protectedRun(document, variables);
      const composed = record();
      if (composed !== null) encodeRecord(composed);
      return result;
    },
    recordOf: async (document: DocumentNode, variables: Variables) =>
      (await protectedRun(document, variables)).record(),
  });
}

const NEVER = new AbortController().signal;

const HEADER = Object.freeze({
  id: '00000000000000000000000000',
  time: '2026-01-01T00:00:00.000Z',
  request: 'request',
  network: null,
  address: null,
  document: null,
  operation: null,
  policyVersion: 'bench',
});
