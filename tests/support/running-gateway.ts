import { randomUUID } from 'node:crypto';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inject } from 'vitest';
import { queryLedger } from '../../src/ledger/query-ledger.ts';
import type { EventFilter } from '../../src/ledger/event-filter.ts';
import type { LedgerEvent } from '../../src/ledger/ledger-event.ts';
import { ledgerDirectory } from '../../src/ledger/ledger-directory.ts';
import { loadConfig } from '../../src/config.ts';
import type { Config } from '../../src/config.ts';
import { developmentKey } from '../../src/identity/development-key.ts';
import { mintToken } from '../../src/identity/mint-token.ts';
import type { TokenContent } from '../../src/identity/mint-token.ts';
import { PERSONAS } from '../../src/identity/personas.ts';
import type { Log, LogFields } from '../../src/log.ts';
import type { StartOptions } from '../../src/main.ts';
import { startGateway } from '../../src/main.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** A data folder with the demo tenants, stopped; copied for each gateway. */
    demoFolder: string;
  }
}

export interface LogLine {
  readonly level: 'info' | 'warn' | 'error';
  readonly event: string;
  readonly fields: LogFields;
}

export interface Answered {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** Parsed; `null` when it is no JSON. */
  readonly body: {
    readonly data?: Record<string, unknown> | null;
    readonly errors?: readonly { message: string; path?: readonly unknown[]; extensions: Record<string, unknown> }[];
    readonly extensions?: Record<string, unknown>;
  } | null;
}

/** A whole gateway, store and ledger included, on a free port of loopback with a folder of its own. */
export interface TestGateway {
  readonly url: string;
  readonly config: Config;
  readonly log: readonly LogLine[];
  token(content?: Partial<TokenContent>): Promise<string>;
  persona(name: string): Promise<string>;
  ask(token: string | null, query: string, options?: { variables?: Record<string, unknown>; headers?: Record<string, string> }): Promise<Answered>;
  events(filter?: EventFilter): Promise<LedgerEvent[]>;
  close(): Promise<void>;
}

export async function runGateway(options: StartOptions & { env?: Record<string, string> } = {}): Promise<TestGateway> {
  const dataDir = await mkdtemp(join(tmpdir(), 'phield-test-'));
  await cp(inject('demoFolder'), dataDir, { recursive: true });
  const config = loadConfig({ PORT: '0', PHIELD_DATA_DIR: dataDir, ...options.env });
  const log: LogLine[] = [];
  const keep = (level: LogLine['level']) => (event: string, fields: LogFields = {}) => {
    log.push({ level, event, fields });
  };
  const logger: Log = { info: keep('info'), warn: keep('warn'), error: keep('error') };
  const running = await startGateway(config, { log: logger, ...options });
  const key = await developmentKey(dataDir);
  const mint = (content: TokenContent) => mintToken(content, { key, clock: Date.now, newId: randomUUID });
  return {
    url: running.url,
    config,
    log,
    token: (content = {}) =>
      mint({
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
        ...content,
      }),
    persona: (name) => {
      const persona = PERSONAS[name];
      if (persona === undefined) throw new Error(`no persona ${name}`);
      return mint({ ...persona, scope: null, lifetimeSeconds: 600 });
    },
    ask: async (token, query, { variables, headers } = {}) => {
      const answer = await fetch(`${running.url}/graphql`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          ...(token !== null && { authorization: `Bearer ${token}` }),
          ...headers,
        },
        body: JSON.stringify({ query, ...(variables && { variables }) }),
      });
      return answered(answer);
    },
    events: async (filter = {}) => {
      const events: LedgerEvent[] = [];
      for await (const item of queryLedger(ledgerDirectory(dataDir), filter)) {
        if (item.kind === 'event') events.push(item.event);
      }
      return events;
    },
    close: async () => {
      await running.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

export async function answered(answer: Response): Promise<Answered> {
  const text = await answer.text();
  return { status: answer.status, headers: answer.headers, text, body: parsed(text) };
}

function parsed(text: string): Answered['body'] {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
