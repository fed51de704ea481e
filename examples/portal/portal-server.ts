import { randomBytes } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import fastify, { type FastifyInstance, type FastifyRequest } from 'fastify';

/** Scripts, styles and answers of this origin, and nothing else of anywhere. */
export const CONTENT_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
};

const COOKIE = 'portal-session';

export interface PortalParts {
  /** Built files. */
  readonly folder: string;
  /** Such as `http://127.0.0.1:4000`. */
  readonly gateway: string;
  /** An access token for somebody of the demo; rejects for anybody else. A real portal asks its identity provider. */
  readonly tokenFor: (name: string) => Promise<string>;
}

/**
 * The portal's own server: it holds each user's token in memory, gives the browser a cookie that no script reads and
 * no other site sends, and passes operations on. So a script that slips into the page finds no token to take along.
 */
export async function createPortalServer({
  folder,
  gateway,
  tokenFor,
}: PortalParts): Promise<FastifyInstance> {
  const tokens = new Map<string, string>();
  const files = await readFolder(folder);
  const server = fastify({ bodyLimit: 64 * 1024 });

  server.addHook('onRequest', async (request, reply) => {
    reply.headers({
      'content-security-policy': CONTENT_POLICY,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cache-control': 'no-store',
    });
    // Another name for this machine would make another site's page ours (DNS rebinding).
    if (!/^(127\.0\.0\.1|localhost):\d+$/.test(request.headers.host ?? '')) return reply.code(421).send();
    return undefined;
  });

  server.post<{ Body: { as?: unknown } }>('/sign-in', async (request, reply) => {
    const name = request.body?.as;
    const token = typeof name === 'string' ? await tokenFor(name).catch(() => null) : null;
    if (token === null) return reply.code(401).send();
    const before = sessionOf(request);
    if (before !== null) tokens.delete(before);
    const session = randomBytes(32).toString('base64url');
    tokens.set(session, token);
    return reply
      .header('set-cookie', `${COOKIE}=${session}; Path=/; HttpOnly; SameSite=Strict`)
      .code(204)
      .send();
  });

  server.post('/graphql', async (request, reply) => {
    const token = tokens.get(sessionOf(request) ?? '');
    if (token === undefined) return reply.code(401).send({ errors: [] });
    const answer = await fetch(`${gateway}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify(request.body),
      redirect: 'error',
    });
    return reply
      .code(answer.status)
      .type('application/json')
      .send(await answer.text());
  });

  server.get('/favicon.ico', async (_request, reply) => reply.code(204).send());
  server.get('/*', async (request, reply) => {
    const path = new URL(request.url, 'http://portal').pathname;
    const file = files.get(path === '/' ? '/index.html' : path);
    if (file === undefined) return reply.code(404).send();
    return reply.type(file.type).send(file.body);
  });
  return server;
}

function sessionOf(request: FastifyRequest): string | null {
  const cookie = (request.headers.cookie ?? '').split('; ').find((one) => one.startsWith(`${COOKIE}=`));
  return cookie?.slice(COOKIE.length + 1) ?? null;
}

/** Read once: what is served is what was there at the start, and no path leads elsewhere. */
async function readFolder(folder: string): Promise<ReadonlyMap<string, { type: string; body: Buffer }>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const read = entries
    .filter((entry) => entry.isFile())
    .map(async (entry): Promise<[string, { type: string; body: Buffer }]> => {
      const path = join(entry.parentPath, entry.name);
      const type = TYPES[extname(path)] ?? 'application/octet-stream';
      return [path.slice(folder.length).replaceAll('\\', '/'), { type, body: await readFile(path) }];
    });
  return new Map(await Promise.all(read));
}
