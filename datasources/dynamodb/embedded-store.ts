import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import type { Socket } from 'node:net';
import { extname, join, resolve } from 'node:path';
import { UpstreamUnavailableError } from '../../src/errors.ts';
import { readStoreFile, type StoreFile } from './store-file.ts';
import { openStoreLine } from './store-line.ts';

/** A client's hold on the embedded store: while it is open the store lives. */
export interface EmbeddedStore {
  /** URL of the store now. A store that was killed is started anew and may come back elsewhere. */
  endpoint(): string;
  /** Process id of the store now. */
  pid(): number;
  /** Lets go. The store ends when nobody holds it any more. */
  close(): void;
}

export interface EmbeddedStoreOptions {
  /** Milliseconds until a store must answer. */
  readonly patience?: number;
  /** Milliseconds the store stays after its last client. */
  readonly linger?: number;
}

interface Held {
  readonly file: StoreFile;
  readonly line: Socket;
}

/**
 * Finds the store of a data folder or starts it. Starters may race: each may spawn a process, one of these
 * gets the folder's lock, and all starters end with that one.
 *
 * @throws UpstreamUnavailableError when no store answers in time.
 */
export async function connectEmbeddedStore(
  dataDir: string,
  { patience = 10_000, linger = 1_000 }: EmbeddedStoreOptions = {},
): Promise<EmbeddedStore> {
  const folder = resolve(dataDir);
  let closed = false;
  let held = await holdStore(folder, patience, linger);
  watch(held);

  function watch({ line }: Held): void {
    line.unref();
    line.on('close', () => {
      if (!closed) void holdAgain();
    });
  }

  async function holdAgain(): Promise<void> {
    while (!closed) {
      try {
        const next = await holdStore(folder, patience, linger);
        if (closed) next.line.destroy();
        held = next;
        watch(next);
        return;
      } catch {
        await pause(1_000);
      }
    }
  }

  return Object.freeze({
    endpoint: () => `http://127.0.0.1:${held.file.port}`,
    pid: () => held.file.pid,
    close() {
      closed = true;
      held.line.destroy();
    },
  });
}

async function holdStore(folder: string, patience: number, linger: number): Promise<Held> {
  try {
    await mkdir(join(folder, 'store'), { recursive: true, mode: 0o700 });
  } catch {
    throw new UpstreamUnavailableError("the embedded store's folder cannot be made");
  }
  const deadline = performance.now() + patience;
  let child: ChildProcess | null = null;
  for (let wait = 10; performance.now() < deadline; wait = Math.min(100, wait * 2)) {
    const file = await readStoreFile(folder);
    const line = file === null ? null : await openStoreLine(file, 1_000);
    if (file !== null && line !== null) return { file, line };
    if (child === null || child.exitCode !== null || child.signalCode !== null) {
      if (child !== null) await pause(50);
      child = startStore(folder, patience, linger);
    }
    await pause(wait);
  }
  throw new UpstreamUnavailableError('the embedded store does not start');
}

/** In a session of its own: it outlives its starter, and Ctrl-C in its starter's terminal does not reach it. */
function startStore(folder: string, patience: number, linger: number): ChildProcess {
  const program = join(import.meta.dirname, `store-process${extname(import.meta.filename)}`);
  const child = spawn(process.execPath, [program, folder, String(patience), String(linger)], {
    detached: true,
    stdio: 'ignore',
    cwd: '/',
    env: {},
  });
  child.on('error', () => undefined);
  child.unref();
  return child;
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
