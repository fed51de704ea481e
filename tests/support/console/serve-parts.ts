import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'vite';
import { consolePolicy } from '../../../src/console/console-policy.ts';
import { readPageFiles } from '../../../src/explore/page-files.ts';

/** A page of all parts, built as the console is and served under its policy. */
export async function serveParts(): Promise<{ readonly url: string; close(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'console-parts-'));
  await build({
    ...{ root: join(import.meta.dirname, 'parts-page'), configFile: false, logLevel: 'error' },
    oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
    build: { outDir: folder, emptyOutDir: true, modulePreload: false, assetsInlineLimit: 0 },
  });
  const files = await readPageFiles(folder);
  const server = createServer((request, response) => {
    const file = files.get(request.url === '/' ? 'index.html' : (request.url ?? '').slice(1));
    response.writeHead(file === undefined ? 204 : 200, {
      'content-type': file?.type ?? 'text/plain',
      'content-security-policy': consolePolicy(),
    });
    response.end(file?.body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    url: `http://127.0.0.1:${address.port}/`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await rm(folder, { recursive: true, force: true });
    },
  };
}
