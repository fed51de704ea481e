import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { type Answered, answered } from './answered.ts';

const MAIN = join(import.meta.dirname, '..', '..', 'src', 'cli', 'main.ts');

/** What `phield serve --json` prints when it serves. */
const Serving = z.object({ url: z.url(), tokens: z.record(z.string(), z.string()) });

export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** The gateway as its operator runs it: `phield serve` in a process of its own. */
export interface GatewayProcess {
  readonly url: string;
  readonly pid: number;
  /** By persona; those of the banner. */
  readonly tokens: Readonly<Record<string, string>>;
  ask(token: string | null, query: string): Promise<Answered>;
  send(path: string, init?: RequestInit): Promise<Answered>;
  kill(signal: NodeJS.Signals): void;
  readonly exited: Promise<Exit>;
  /** Everything it has written so far. */
  written(): { readonly stdout: string; readonly stderr: string };
}

export async function startProcess(env: Readonly<Record<string, string>>): Promise<GatewayProcess> {
  const child = spawn(process.execPath, [MAIN, 'serve', '--json'], {
    env: { PATH: process.env.PATH, PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text) => {
    stderr += text;
  });
  child.stdout.setEncoding('utf8').on('data', (text) => {
    stdout += text;
  });
  const exited = once(child, 'close').then(([code, signal]): Exit => ({ code, signal }));
  const first = await Promise.race([firstLine(child.stdout), exited.then(() => null)]);
  if (first === null) throw new Error(`the gateway did not start: ${stderr}`);
  const { url, tokens } = Serving.parse(JSON.parse(first));
  const send = async (path: string, init?: RequestInit) => answered(await fetch(`${url}${path}`, init));
  return {
    url,
    pid: child.pid ?? 0,
    tokens,
    send,
    ask: (token, query) =>
      send('/graphql', {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          ...(token !== null && { authorization: `Bearer ${token}` }),
        },
        body: JSON.stringify({ query }),
      }),
    kill: (signal) => void child.kill(signal),
    exited,
    written: () => ({ stdout, stderr }),
  };
}

async function firstLine(input: NodeJS.ReadableStream): Promise<string | null> {
  for await (const line of createInterface({ input })) return line;
  return null;
}

/** One command of the command line, to its end. */
export async function runCommand(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<Exit & { readonly stdout: string; readonly stderr: string }> {
  const child = spawn(process.execPath, [MAIN, ...args], {
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    // A command that should have ended must not outlive its test.
    timeout: 60_000,
    killSignal: 'SIGKILL',
  });
  let stdout = '';
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text) => {
    stderr += text;
  });
  child.stdout.setEncoding('utf8').on('data', (text) => {
    stdout += text;
  });
  const [code, signal] = await once(child, 'close');
  return { code, signal, stdout, stderr };
}
