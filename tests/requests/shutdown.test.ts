import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { connectEmbeddedStore } from '../../datasources/dynamodb/embedded-store.ts';
import { ledgerDirectory } from '../../src/ledger/ledger-directory.ts';
import { verifyDataDir } from '../ledger/support/verify-data-dir.ts';
import { type Answered, codesOf } from '../support/answered.ts';
import { copyDemo, eventually, storeEnded } from '../support/copy-demo.ts';
import { DISCLOSING_QUERY, disclosed } from '../support/disclosed.ts';
import { startFaultProxy } from '../support/fault-proxy.ts';
import { type GatewayProcess, runCommand, startProcess } from '../support/gateway-process.ts';

const Verified = z.object({
  ok: z.boolean(),
  findings: z.array(z.unknown()),
  notices: z.array(z.object({ code: z.string() })),
});

let dataDir: string;
beforeEach(async () => {
  dataDir = await copyDemo();
});
afterEach(async () => {
  await storeEnded(dataDir);
  await rm(dataDir, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
});

const env = (more: Record<string, string> = {}) => ({
  PHIELD_DATA_DIR: dataDir,
  PHIELD_LOG_LEVEL: 'info',
  ...more,
});

async function started(more: Record<string, string> = {}): Promise<GatewayProcess> {
  const gateway = await startProcess(env(more));
  onTestFinished(() => gateway.kill('SIGKILL'));
  return gateway;
}

/** What a client gets that asks until nobody listens any more: whole answers and how its last request failed. */
async function askUntilRefused(gateway: GatewayProcess, answers: Answered[]): Promise<string> {
  for (;;) {
    try {
      answers.push(await gateway.ask(gateway.tokens.physician ?? '', DISCLOSING_QUERY));
    } catch (error) {
      return causeOf(error);
    }
  }
}

function causeOf(error: unknown): string {
  // What fetch says when a body ends before its length.
  if (error instanceof Error && error.message === 'terminated') return 'an answer was cut';
  const cause = error instanceof Error ? error.cause : undefined;
  return cause instanceof Error && 'code' in cause ? String(cause.code) : String(error);
}

async function expectLedgerWhole(answers: readonly Answered[]): Promise<void> {
  expect((await disclosed(dataDir, answers)).missing).toEqual([]);
  expect((await verifyDataDir(dataDir)).findings).toEqual([]);
}

describe('SIGTERM under load', () => {
  it('every answer that arrives is whole and recorded, and the process ends in order', async () => {
    const gateway = await started();
    const answers: Answered[] = [];
    const clients = Array.from({ length: 8 }, () => askUntilRefused(gateway, answers));
    await eventually(async () => answers.length > 60, 'no answers');
    const checkpoint = join(ledgerDirectory(dataDir), 'log', 'checkpoint');
    await eventually(async () => existsSync(checkpoint), 'the log has no checkpoint');
    gateway.kill('SIGTERM');
    // Refused, or the connection was given up between two requests: never in the middle of an answer.
    for (const failure of await Promise.all(clients))
      expect(['ECONNREFUSED', 'ECONNRESET', 'UND_ERR_SOCKET']).toContain(failure);
    expect(await gateway.exited).toEqual({ code: 0, signal: null });

    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect(new Set(answers.flatMap(codesOf))).toEqual(new Set());
    await expectLedgerWhole(answers);
    // Its closing frame is written, so nobody needs to guess whether the end is missing.
    const verified = await runCommand(['ledger', 'verify', '--json'], env());
    expect(verified.code).toBe(0);
    const { ok, findings, notices } = Verified.parse(JSON.parse(verified.stdout));
    expect({ ok, findings }).toEqual({ ok: true, findings: [] });
    // Nobody keeps its keys elsewhere, and what came last is not in the log yet; nothing was cut off.
    expect(notices.filter(({ code }) => code !== 'NOT_PINNED' && code !== 'UNSEQUENCED')).toEqual([]);
    expect(gateway.written().stderr.trim().split('\n').at(-1)).toContain('gateway.stopped');
  });
});

describe('SIGTERM', () => {
  it('waits for what is under way, and takes nothing new', async () => {
    const store = await connectEmbeddedStore(dataDir);
    const proxy = await startFaultProxy(store.endpoint());
    const gateway = await started({ PHIELD_DYNAMODB_ENDPOINT: proxy.endpoint });
    const token = gateway.tokens.physician ?? '';
    await gateway.ask(token, DISCLOSING_QUERY);
    proxy.set({ kind: 'slow', delay: 300 });
    proxy.take();
    const underWay = [1, 2, 3].map(() => gateway.ask(token, DISCLOSING_QUERY));
    let calls = 0;
    await eventually(async () => {
      calls += proxy.take().length;
      return calls >= 3;
    }, 'nothing is under way');
    gateway.kill('SIGTERM');
    await eventually(async () => {
      const { hostname, port } = new URL(gateway.url);
      return (await failureToConnect(Number(port), hostname)) === 'ECONNREFUSED';
    }, 'new connections are still taken');
    const answers = await Promise.all(underWay);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(answers.flatMap(codesOf)).toEqual([]);
    expect(answers.map(({ headers }) => headers.get('connection'))).toEqual(['close', 'close', 'close']);
    expect(await gateway.exited).toEqual({ code: 0, signal: null });
    await proxy.close();
    store.close();
    await expectLedgerWhole(answers);
  });

  it('or SIGINT is not held up by connections on which nothing runs', async () => {
    const gateway = await started();
    const head = 'POST /graphql HTTP/1.1\r\nhost: x\r\n';
    const sockets = await Promise.all(
      [
        '',
        head,
        `${head}content-type: application/json\r\ncontent-length: 50\r\n\r\n{"qu`,
        'GET /health/live HTTP/1.1\r\nhost: x\r\n\r\n',
      ].map((bytes) => leaveOpen(gateway.url, bytes)),
    );
    // Answered after them, so they have arrived.
    await gateway.send('/health/live');
    gateway.kill('SIGINT');
    expect(await gateway.exited).toEqual({ code: 0, signal: null });
    for (const socket of sockets) socket.destroy();
    await expectLedgerWhole([]);
  });

  it('twice ends it at once, and nothing acknowledged is lost', async () => {
    const gateway = await started();
    const answers: Answered[] = [];
    const clients = Array.from({ length: 8 }, () => askUntilRefused(gateway, answers));
    await eventually(async () => answers.length > 30, 'no answers');
    gateway.kill('SIGTERM');
    gateway.kill('SIGTERM');
    await Promise.all(clients);
    expect((await gateway.exited).signal).toBeNull();
    await expectLedgerWhole(answers);
  });
});

/** A connection whose client sends this and then nothing. */
async function leaveOpen(url: string, bytes: string): Promise<Socket> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  await once(socket, 'connect');
  socket.on('error', () => {});
  socket.resume();
  socket.write(bytes);
  return socket;
}

function failureToConnect(port: number, host: string): Promise<string | null> {
  return new Promise((resolve) => {
    const socket = connect(port, host);
    socket.on('connect', () => {
      socket.destroy();
      resolve(null);
    });
    socket.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? 'unknown'));
  });
}
