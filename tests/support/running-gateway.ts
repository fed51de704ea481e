import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import type { Config } from '../../src/config.ts';
import { loadConfig } from '../../src/config.ts';
import { developmentKey } from '../../src/identity/development-key.ts';
import type { TokenContent } from '../../src/identity/mint-token.ts';
import { mintToken } from '../../src/identity/mint-token.ts';
import { PERSONAS } from '../../src/identity/personas.ts';
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

export interface LogLine {
  readonly level: 'info' | 'warn' | 'error';
  readonly event: string;
  readonly fields: LogFields;
}

/** A whole gateway, store and ledger included, on a free port of loopback with a folder of its own. */
export interface TestGateway {
  readonly url: string;
  readonly config: Config;
  readonly log: readonly LogLine[];
  token(content?: Partial<TokenContent>): Promise<string>;
  persona(name: string): Promise<string>;
  ask(token: string | null, query: string, options?: AskOptions): Promise<Answered>;
  /** Any request at all. */
  send(path: string, init?: RequestInit): Promise<Answered>;
  events(filter?: EventFilter): Promise<LedgerEvent[]>;
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
  const key = await developmentKey(folder);
  const mint = (content: TokenContent) => mintToken(content, { key, clock: Date.now, newId: randomUUID });
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
    token: (content = {}) => mint({ ...TEST_USER, ...content }),
    persona: (name) => mint({ ...personaOf(name), scope: null, lifetimeSeconds: 600 }),
    send,
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

/** Somebody of riverside without any tie. */
const TEST_USER: TokenContent = Object.freeze({
  tenant: 'riverside',
  roles: ['PHYSICIAN'],
  sub: 'test-user',
  client: 'test-client',
  purposes: ['TREAT'],
  fhirUser: null,
  patient: null,
  scope: null,
  multiFactor: true,
  lifetimeSeconds: 600,
});

function personaOf(name: string) {
  const persona = PERSONAS[name];
  if (persona === undefined) throw new Error(`no persona ${name}`);
  return persona;
}

function keepLog(lines: LogLine[]): Log {
  const keep =
    (level: LogLine['level']) =>
    (event: string, fields: LogFields = {}) => {
      lines.push({ level, event, fields });
    };
  return { info: keep('info'), warn: keep('warn'), error: keep('error') };
}
