import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';
import type { Clock } from '../clock.ts';
import type { Config } from '../config.ts';
import { admitLocal } from '../explore/admit-local.ts';
import { readPageFiles } from '../explore/page-files.ts';
import { developmentKey } from '../identity/development-key.ts';
import { mintToken } from '../identity/mint-token.ts';
import { CONSOLE_PAGES } from './console-pages.ts';
import { CONSOLE_PEOPLE } from './console-people.ts';
import { consolePolicy } from './console-policy.ts';
import type { ConsoleSignIn } from './console-sign-in.ts';
import { issuerMetadata } from './issuer-metadata.ts';
import type { Settings } from './sign-in-settings.ts';

export interface ConsoleParts {
  readonly clock: Clock;
  /** `null`: nobody can sign in, which the address says in one line. */
  readonly signIn: ConsoleSignIn | null;
  readonly fetch: typeof fetch;
  /** Default: where `build-page.js` puts the page. */
  readonly folder?: string | undefined;
}

/** Where the built page stands; made on installation, and by `npm run console:build`. */
export const BUILT_CONSOLE = join(import.meta.dirname, 'built');

/** Seconds of a token of this machine; a session that rests ends before. */
const LIFETIME = 3_600;

/** Names of files that change with what is in them. */
const HASHED = /^assets\/.+-[\w-]{8}\.\w+$/;
const FOREVER = 'public, max-age=31536000, immutable';
const NO_SIGN_IN = 'The console has no sign-in: PHIELD_CONSOLE_ISSUER says who signs people in.\n';
const NOT_BUILT = 'The page is not built: npm run console:build\n';

const Choice = z.strictObject({ as: z.string().max(64) });
const REFUSED = Object.freeze({ errors: [{ message: 'Not available.', extensions: { code: 'FORBIDDEN' } }] });

/**
 * `/console`: the auditors' page, in every profile. What it shows comes through `/graphql`; here are its files, what it
 * has to know to sign somebody in and, in the embedded profile alone and for this machine alone, tokens of the demo's
 * reviewers.
 */
export async function mountConsole(
  server: FastifyInstance,
  config: Pick<Config, 'profile' | 'dataDir' | 'sessionIdleSeconds'>,
  { clock, signIn, fetch, folder = BUILT_CONSOLE }: ConsoleParts,
): Promise<void> {
  const plain = (reply: FastifyReply, text: string) =>
    reply.code(404).type('text/plain; charset=utf-8').send(text);
  if (signIn === null) {
    for (const path of ['/console', '/console/*'])
      server.get(path, async (_request, reply) => plain(reply, NO_SIGN_IN));
    return;
  }
  const metadata =
    signIn.kind === 'oidc' ? issuerMetadata(signIn.issuer, { fetch, clock }) : async () => null;
  // Read when somebody first asks: most gateways are started for something else.
  let reading: ReturnType<typeof readPageFiles> | null = null;
  const paths = new Set<string>(['', ...CONSOLE_PAGES.map(({ path }) => path)]);

  server.get('/console', async (_request, reply) => reply.redirect('/console/'));
  server.get('/console/settings', async (_request, reply) => {
    const { kind, client, scope, acrValues } = signIn;
    const idleSeconds = config.sessionIdleSeconds;
    if (kind === 'development') return reply.send({ kind, idleSeconds, people: people() } satisfies Settings);
    const told = await metadata();
    if (told === null) return reply.code(503).send({ kind, idleSeconds });
    return reply.send({ kind, idleSeconds, client, scope, acrValues, metadata: told } satisfies Settings);
  });
  if (signIn.kind === 'development') {
    server.post('/console/token', async (request, reply) => {
      if (!admitLocal(request.raw)) return reply.code(403).send(REFUSED);
      const choice = Choice.safeParse(request.body);
      const persona = choice.success ? CONSOLE_PEOPLE.get(choice.data.as) : undefined;
      if (persona === undefined) return reply.code(400).send(REFUSED);
      const token = await mintToken(
        { ...persona, client: signIn.client, scope: null, lifetimeSeconds: LIFETIME },
        { key: await developmentKey(config.dataDir), clock, newId: randomUUID },
      );
      return reply.send({ token, expiresIn: LIFETIME });
    });
  }
  server.get<{ Params: { '*': string } }>('/console/*', async (request, reply) => {
    reading ??= readPageFiles(folder);
    const files = await reading;
    const path = request.params['*'];
    const isPage = paths.has(path);
    const file = files.get(isPage ? 'index.html' : path);
    if (files.size === 0) return plain(reply, NOT_BUILT);
    if (file === undefined || path === 'index.html') return plain(reply, 'Not found\n');
    if (isPage) {
      const told = await metadata();
      const origins = told === null ? [] : [new URL(told.token_endpoint).origin];
      reply.header('content-security-policy', consolePolicy(origins));
      reply.header('cross-origin-opener-policy', 'same-origin');
    } else if (HASHED.test(path)) {
      reply.header('cache-control', FOREVER);
    }
    return reply.type(file.type).send(file.body);
  });
}

function people() {
  return [...CONSOLE_PEOPLE].map(([name, { tenant, roles }]) => ({ name, tenant, roles }));
}
