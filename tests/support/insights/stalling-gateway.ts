import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type {
  BedrockLimits,
  BreakerChange,
  ModelCall,
} from '../../../datasources/bedrock/bedrock-options.ts';
import { createBedrockModel } from '../../../datasources/bedrock/create-bedrock-model.ts';
import { answerRequest } from '../../../src/bedrock-local/answer-request.ts';
import { extract } from '../../../src/bedrock-local/engine/extract.ts';
import {
  type Reply,
  stalls,
  startWireServer,
  type WireServer,
} from '../../datasources/bedrock/wire-server.ts';
import { runGateway, type TestGateway } from '../running-gateway.ts';
import { tenantFile } from './insight-world.ts';

/** A whole gateway whose Bedrock is a server that a test holds in its hands. */
export interface StallingGateway {
  readonly gateway: TestGateway;
  readonly server: WireServer;
  readonly calls: readonly ModelCall[];
  readonly breaker: readonly BreakerChange['state'][];
  close(): Promise<void>;
}

export async function stallingGateway(
  limits: Partial<BedrockLimits>,
  settings: Readonly<Record<string, string>>,
): Promise<StallingGateway> {
  const folder = await mkdtemp(join(tmpdir(), 'tenants-'));
  await writeFile(join(folder, 'riverside.yaml'), tenantFile(settings));
  await writeFile(join(folder, 'lakeside.yaml'), 'tenant: lakeside\n');
  const server = await startWireServer(stalls);
  const calls: ModelCall[] = [];
  const breaker: BreakerChange['state'][] = [];
  const model = createBedrockModel({
    localEndpoint: () => server.url,
    clock: Date.now,
    random: Math.random,
    onCall: (call) => calls.push(call),
    onBreaker: ({ state }) => breaker.push(state),
    limits,
  });
  const gateway = await runGateway({
    env: { PHIELD_TENANTS_DIR: folder },
    models: { model, codes: async () => null, close: async () => model.close() },
  });
  return {
    gateway,
    server,
    calls,
    breaker,
    close: async () => {
      await gateway.close();
      await server.close();
      await rm(folder, { recursive: true });
    },
  };
}

/** Answers as the engine of this machine does. */
export const well: Reply = (response, { method, path, headers: { authorization = null }, body }) => {
  const answer = answerRequest({ method, path, authorization, body: Buffer.from(body) }, extract, () =>
    performance.now(),
  );
  response.writeHead(answer.status, answer.headers).end(Buffer.concat(answer.chunks));
};
