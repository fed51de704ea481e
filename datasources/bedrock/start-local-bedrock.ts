import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { Socket } from 'node:net';
import { extname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { UpstreamUnavailableError } from '../../src/errors.ts';

/** The local Bedrock, a child of this process that ends with it. */
export interface LocalBedrock {
  /**
   * URL on the loopback interface. Starts the process at the first call, and anew when it has died: the address
   * then changes. @throws UpstreamUnavailableError when it does not come up.
   */
  endpoint(): Promise<string>;
  /** `null`: not running. */
  pid(): number | null;
  /** Ends the process and waits for it. `endpoint` rejects from then on. */
  close(): Promise<void>;
}

export interface LocalBedrockOptions {
  /** Milliseconds until it must serve. */
  readonly patience?: number;
}

/** What the process prints when it serves. */
const Serving = z.object({ url: z.url({ protocol: /^http$/, hostname: /^127\.0\.0\.1$/ }) });
/** Milliseconds from the order to end to the end by force. */
const GRACE = 3_000;

export function startLocalBedrock({ patience = 10_000 }: LocalBedrockOptions = {}): LocalBedrock {
  let running: { readonly child: ChildProcess; readonly url: Promise<string> } | null = null;
  let closed = false;

  function start() {
    const child = spawnServer();
    const url = addressOf(child, patience);
    const made = { child, url };
    const forget = () => {
      if (running === made) running = null;
    };
    child.once('exit', forget);
    url.catch(() => {
      child.kill('SIGKILL');
      forget();
    });
    return made;
  }

  return Object.freeze({
    async endpoint() {
      if (closed) throw new UpstreamUnavailableError('the local model is closed');
      running ??= start();
      return running.url;
    },
    pid: () => running?.child.pid ?? null,
    async close() {
      closed = true;
      const child = running?.child;
      if (child === undefined || hasEnded(child)) return;
      child.ref();
      const force = setTimeout(() => child.kill('SIGKILL'), GRACE);
      const ended = once(child, 'exit');
      child.stdin?.destroy();
      await ended;
      clearTimeout(force);
    },
  });
}

/** In a session of its own, so that Ctrl-C lets the gateway finish first; its standard input ties it to us. */
function spawnServer(): ChildProcess {
  const folder = join(import.meta.dirname, '..', '..', 'src', 'bedrock-local');
  const child = spawn(process.execPath, [join(folder, `bedrock-process${extname(import.meta.filename)}`)], {
    detached: true,
    stdio: ['pipe', 'pipe', 'ignore'],
    cwd: '/',
    env: {},
  });
  child.on('error', () => undefined);
  child.stdin?.on('error', () => undefined);
  child.unref();
  for (const pipe of [child.stdin, child.stdout]) if (pipe instanceof Socket) pipe.unref();
  return child;
}

async function addressOf(child: ChildProcess, patience: number): Promise<string> {
  const failed = () => new UpstreamUnavailableError('the local model does not start');
  const { stdout } = child;
  if (stdout === null) throw failed();
  return new Promise((resolve, reject) => {
    const lines = createInterface({ input: stdout });
    const timer = setTimeout(() => reject(failed()), patience);
    const settle = () => {
      clearTimeout(timer);
      lines.close();
      stdout.resume();
    };
    lines.once('line', (line) => {
      settle();
      const parsed = Serving.safeParse(readJson(line));
      if (parsed.success) resolve(parsed.data.url);
      else reject(failed());
    });
    const lost = () => {
      settle();
      reject(failed());
    };
    child.once('exit', lost);
    child.once('error', lost);
  });
}

function hasEnded({ exitCode, signalCode, pid }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null || pid === undefined;
}

function readJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}
