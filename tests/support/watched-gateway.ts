import { connectEmbeddedStore } from '../../datasources/dynamodb/embedded-store.ts';
import { copyDemo, storeEnded } from './copy-demo.ts';
import { startFaultProxy } from './fault-proxy.ts';
import { WiredModel } from './insights/wired-model.ts';
import { runGateway, type TestGateway } from './running-gateway.ts';

/** What somebody's request may set in motion. */
export interface Touched {
  readonly resolvers: number;
  readonly store: number;
  readonly models: number;
}

export interface WatchedGateway extends TestGateway {
  /** Since the start. Of the store all but revocations and registrations, which are read anew at their own pace. */
  touched(): Touched;
}

/**
 * A gateway whose resolvers, store and models are counted. Resolvers are counted by who mocks them:
 * `countCalls` around what `resolvers/resolvers.ts` gives.
 */
export async function runWatchedGateway(
  counter: { resolvers: number },
  options: { readonly env?: Readonly<Record<string, string>>; readonly dataDir?: string } = {},
): Promise<WatchedGateway> {
  const dataDir = options.dataDir ?? (await copyDemo());
  const connected = await connectEmbeddedStore(dataDir);
  let store = 0;
  const proxy = await startFaultProxy(connected.endpoint(), (body) => {
    if (/"(TableName|RequestItems)":/.test(body) && !/"S":"(REVOKED"|C#)/.test(body)) store += 1;
  });
  const model = new WiredModel();
  const gateway = await runGateway({
    dataDir,
    env: { ...options.env, PHIELD_DYNAMODB_ENDPOINT: proxy.endpoint },
    models: { model, codes: async () => null, close: async () => {} },
  });
  return {
    ...gateway,
    touched: () => ({ resolvers: counter.resolvers, store, models: model.asked.length }),
    close: async () => {
      await gateway.stop();
      await proxy.close();
      connected.close();
      await storeEnded(dataDir);
      await gateway.close();
    },
  };
}

type Functions = Readonly<Record<string, unknown>>;

/** The same resolvers, each call of one counted. */
export function countCalls<R extends object>(resolvers: R, counter: { resolvers: number }): R {
  const counted = Object.entries(resolvers).map(([type, fields]: [string, Functions]) => [
    type,
    Object.getPrototypeOf(fields) === Object.prototype
      ? Object.fromEntries(
          Object.entries(fields).map(([name, field]) => [name, counting(name, field, counter)]),
        )
      : fields,
  ]);
  return Object.assign({}, resolvers, Object.fromEntries(counted));
}

function counting(name: string, field: unknown, counter: { resolvers: number }): unknown {
  if (typeof field !== 'function' || name.startsWith('__')) return field;
  return (...args: readonly unknown[]) => {
    counter.resolvers += 1;
    return field(...args);
  };
}
