import { opendir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';

/** The log's objects, wherever they lie. */
export interface LogReader {
  /** @returns `null` where there is nothing. @throws LogUnreadableError when that cannot be known. */
  get(path: string): Promise<Uint8Array | null>;
  /** Paths of all objects; `null` where they cannot be listed, as over HTTP. */
  list(): AsyncIterable<string> | null;
  /** How many objects to ask for at once. */
  readonly ahead: number;
  /** Of a place that can lock: whether nobody may take an object away for now. */
  readonly isLocked?: (path: string) => Promise<boolean>;
}

export class LogUnreadableError extends Error {}

/** A log in a folder. */
export function readLogFolder(directory: string): LogReader {
  return {
    ahead: 2,
    async get(path) {
      try {
        return await readFile(join(directory, path));
      } catch (error) {
        if (isAbsent(error)) return null;
        throw error;
      }
    },
    list: () => filesIn(directory),
  };
}

async function* filesIn(directory: string): AsyncGenerator<string> {
  try {
    for await (const entry of await opendir(directory, { recursive: true, bufferSize: 256 })) {
      if (!entry.isDirectory())
        yield relative(directory, join(entry.parentPath, entry.name)).replaceAll(sep, '/');
    }
  } catch (error) {
    if (!isAbsent(error)) throw error;
  }
}

function isAbsent(error: unknown): boolean {
  return (
    error instanceof Error && 'code' in error && ['ENOENT', 'ENOTDIR', 'EISDIR'].includes(String(error.code))
  );
}

/** Larger than any full bundle: 256 entries of at most 65,535 bytes (C2SP tlog-tiles). */
const MOST_BYTES = 17 * 1024 * 1024;
const TIMEOUT = 30_000;

/** A log served over HTTP (C2SP tlog-tiles). */
export function readLogUrl(prefix: string, ask: typeof fetch = fetch): LogReader {
  const base = prefix.endsWith('/') ? prefix : `${prefix}/`;
  return {
    ahead: 8,
    async get(path) {
      const answer = await ask(new URL(path, base), { signal: AbortSignal.timeout(TIMEOUT) });
      if (answer.status === 404 || answer.status === 410) {
        await answer.body?.cancel();
        return null;
      }
      if (!answer.ok) throw new LogUnreadableError(`the log answers with status ${answer.status}`);
      return bounded(answer);
    },
    list: () => null,
  };
}

/** What it is packed in says nothing of its size. */
async function bounded(answer: Response): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of answer.body ?? []) {
    size += chunk.length;
    if (size > MOST_BYTES) throw new LogUnreadableError('the log answers with more than an object holds');
    chunks.push(chunk);
  }
  return new Uint8Array(Buffer.concat(chunks));
}
