import { rm } from 'node:fs/promises';
import type { Config } from '../../src/config.ts';
import { loadConfig } from '../../src/config.ts';
import type { EventFilter } from '../../src/ledger/event-filter.ts';
import { ledgerDirectory } from '../../src/ledger/ledger-directory.ts';
import type { LedgerEvent } from '../../src/ledger/ledger-event.ts';
import { queryLedger } from '../../src/ledger/query-ledger.ts';
import type { Log, LogFields } from '../../src/log.ts';
import type { StartOptions } from '../../src/main.ts';
import { startGateway } from '../../src/main.ts';
import type { Answered } from './answered.ts';
import { answered } from './answered.ts';
import { copyDemo, storeEnded } from './copy-demo.ts';
import { type TokenMint, tokenMint } from './token-mint.ts';

export interface LogLine {
  readonly level: 'info' | 'warn' | 'error';
  readonly event: string;
  readonly fields: LogFields;
}

/** A whole gateway, store and ledger included, on a free port of loopback with a folder of its own. */
export interface TestGateway extends TokenMint {
  readonly url: string;
  readonly config: Config;
  readonly log: readonly LogLine[];
  ask(token: string | null, query: string, options?: AskOptions): Promise<Answered>;
  /** Any request at all. */
  send(path: string, init?: RequestInit): Promise<Answered>;
  events(filter?: EventFilter): Promise<LedgerEvent[]>;
  reloadTenants(): Promise<boolean>;
  /** Stops serving; the folder stays until `close`. */
  stop(): Promise<void>;
  close(): Promise<void>;
}

export interface AskOptions {
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly operationName?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface RunOptions extends StartOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Default: a copy of the demo tenants. */
  readonly dataDir?: string;
}

export async function runGateway({ env, dataDir, ...options }: RunOptions = {}): Promise<TestGateway> {
  const folder = dataDir ?? (await copyDemo());
  const config = loadConfig({ PORT: '0', PHIELD_DATA_DIR: folder, ...env });
  const log: LogLine[] = [];
  const running = await startGateway(config, { log: keepLog(log), ...options });
  const mint = await tokenMint(folder);
  let stopped = false;
  const stop = async () => {
    if (stopped) return;
    stopped = true;
    await running.close();
  };
  const send = async (path: string, init: RequestInit = {}) =>
    answered(await fetch(`${running.url}${path}`, init));
  return {
    url: running.url,
    config,
    log,
    ...mint,
    send,
    reloadTenants: () => running.reloadTenants(),
    ask: (token, query, { variables, operationName, headers } = {}) =>
      send('/graphql', {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          ...(token !== null && { authorization: `Bearer ${token}` }),
          ...headers,
        },
        body: JSON.stringify({
          query,
          ...(variables && { variables }),
          ...(operationName && { operationName }),
        }),
      }),
    events: async (filter = {}) => {
      const events: LedgerEvent[] = [];
      for await (const item of queryLedger(ledgerDirectory(folder), filter)) {
        if (item.kind === 'event') events.push(item.event);
      }
      return events;
    },
    stop,
    close: async () => {
      await stop();
      if (config.dynamodbEndpoint === null) await storeEnded(folder);
      await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
    },
  };
}

function keepLog(lines: LogLine[]): Log {
  const keep =
    (level: LogLine['level']) =>
    (event: string, fields: LogFields = {}) => {
      lines.push({ level, event, fields });
    };
  return { info: keep('info'), warn: keep('warn'), error: keep('error') };
}
