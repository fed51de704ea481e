import { PhieldError } from '../../errors.ts';
import type { LogStore } from './log-store.ts';
import { CHECKPOINT_PATH, parseTilePath } from './tile-path.ts';

export interface ServedObject {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

export interface ServeLogOptions {
  readonly store: Pick<LogStore, 'get'>;
  /** Entries hold ids of patients and actors, and what was read of whom. */
  readonly entries: boolean;
}

const NOTHING: Uint8Array = Buffer.alloc(0);
const NO_SNIFF = { 'x-content-type-options': 'nosniff' } as const;

/**
 * The log's objects for readers (C2SP tlog-tiles, "APIs"): checkpoint and tiles of hashes; entries only where that is
 * wanted; nothing else, plans neither. Never rejects for what the store does.
 * @param path without query, as it stands in the request.
 */
export function createLogServer({
  store,
  entries,
}: ServeLogOptions): (method: string, path: string) => Promise<ServedObject> {
  const answer = (status: number, headers: Record<string, string> = {}, body = NOTHING): ServedObject => ({
    status,
    headers: { ...NO_SNIFF, 'cache-control': 'no-store', ...headers },
    body,
  });

  function headersOf(path: string): Record<string, string> | null {
    if (path === CHECKPOINT_PATH) {
      return { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-cache' };
    }
    const place = parseTilePath(path);
    if (place === null || (place.level === 'entries' && !entries)) return null;
    const scope = place.level === 'entries' ? 'private' : 'public';
    return {
      'content-type': 'application/octet-stream',
      'cache-control': `${scope}, max-age=31536000, immutable`,
    };
  }

  return async (method, path) => {
    if (method !== 'GET' && method !== 'HEAD') return answer(405, { allow: 'GET, HEAD' });
    const object = path.startsWith('/') ? path.slice(1) : '';
    const headers = headersOf(object);
    if (headers === null) return answer(404);
    try {
      const bytes = await store.get(object);
      return bytes === null ? answer(404) : answer(200, headers, bytes);
    } catch (error) {
      if (error instanceof PhieldError) return answer(503);
      throw error;
    }
  };
}
