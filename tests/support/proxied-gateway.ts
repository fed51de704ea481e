import { connectEmbeddedStore } from '../../datasources/dynamodb/embedded-store.ts';
import { copyDemo, storeEnded } from './copy-demo.ts';
import { type FaultProxy, startFaultProxy } from './fault-proxy.ts';
import { type RunOptions, runGateway, type TestGateway } from './running-gateway.ts';

export interface ProxiedGateway extends TestGateway {
  readonly proxy: FaultProxy;
}

/** A gateway whose store stands behind a proxy that fails on demand and tells the calls that went through. */
export async function runProxiedGateway(options: RunOptions = {}): Promise<ProxiedGateway> {
  const dataDir = options.dataDir ?? (await copyDemo());
  const store = await connectEmbeddedStore(dataDir);
  const proxy = await startFaultProxy(store.endpoint());
  const gateway = await runGateway({
    ...options,
    dataDir,
    env: { ...options.env, PHIELD_DYNAMODB_ENDPOINT: proxy.endpoint },
  });
  return {
    ...gateway,
    proxy,
    close: async () => {
      await gateway.stop();
      await proxy.close();
      store.close();
      await storeEnded(dataDir);
      await gateway.close();
    },
  };
}
