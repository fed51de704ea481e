import { rm } from 'node:fs/promises';
import { connectEmbeddedStore } from '../../datasources/dynamodb/embedded-store.ts';
import { copyDemo, storeEnded } from './copy-demo.ts';
import { type FaultProxy, startFaultProxy } from './fault-proxy.ts';
import { runGateway, type TestGateway } from './running-gateway.ts';

export interface Replica extends TestGateway {
  readonly proxy: FaultProxy;
}

export interface TwoReplicas {
  readonly one: Replica;
  readonly other: Replica;
  readonly dataDir: string;
  /** Moves the clock of both. */
  advance(seconds: number): void;
  close(): Promise<void>;
}

/** Two gateways over one store, each behind a proxy of its own that fails on demand. */
export async function twoReplicas(env: Readonly<Record<string, string>> = {}): Promise<TwoReplicas> {
  const dataDir = await copyDemo();
  const store = await connectEmbeddedStore(dataDir);
  let ahead = 0;
  const clock = () => Date.now() + ahead;
  const replica = async (): Promise<Replica> => {
    const proxy = await startFaultProxy(store.endpoint());
    const gateway = await runGateway({
      dataDir,
      clock,
      env: { ...env, PHIELD_DYNAMODB_ENDPOINT: proxy.endpoint },
    });
    return { ...gateway, proxy };
  };
  const [one, other] = [await replica(), await replica()];
  return {
    one,
    other,
    dataDir,
    advance(seconds) {
      ahead += seconds * 1000;
    },
    async close() {
      for (const { stop, proxy } of [one, other]) {
        await stop();
        await proxy.close();
      }
      store.close();
      await storeEnded(dataDir);
      await rm(dataDir, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
    },
  };
}
