import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Clock } from '../clock.ts';
import type { Config } from '../config.ts';
import { developmentKey } from '../identity/development-key.ts';
import type { Clients } from '../identity/directory.ts';
import { mintToken } from '../identity/mint-token.ts';
import { PERSONAS } from '../identity/personas.ts';
import { admitLocal } from './admit-local.ts';
import { clientToken } from './client-token.ts';
import { readPageFiles } from './page-files.ts';

export interface ExplorerParts {
  readonly clock: Clock;
  /** Registered clients: machines among them get tokens here. */
  readonly clients: Pick<Clients, 'find'>;
  /** Where clients reach the gateway. */
  readonly publicUrl: () => string | null;
  /** The schema as these roles can ever use it in that tenant, as SDL. */
  readonly schemaOf: (tenant: string, roles: readonly string[]) => string;
  /** Default: where `build-page.js` puts the page. */
  readonly folder?: string | undefined;
}

/** Where the built page stands; made on installation, and by `npm run explore:build`. */
export const BUILT_PAGE = join(import.meta.dirname, 'built');

/** Where registered machines get tokens in the embedded profile. */
const CLIENT_TOKEN_PATH = '/explore/client-token';

/** Seconds; long enough to try something, and minted anew at each choice. */
const LIFETIME = 900;

/**
 * Scripts, workers and answers of this origin, no script inline and nothing of anywhere else (CSP Level 3). Styles may
 * be inline: GraphiQL's editor writes them as it goes.
 */
export const EXPLORER_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "worker-src 'self'",
  "connect-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "font-src 'self' data:",
  "img-src 'self' data:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const Choice = z.strictObject({ as: z.string().max(64) });
const REFUSED = Object.freeze({ errors: [{ message: 'Not available.', extensions: { code: 'FORBIDDEN' } }] });

/**
 * `/explore`: a page to try operations as somebody of the demo, on the developer's own machine. It MUST NOT exist
 * outside the embedded profile, since it gives tokens to whoever asks.
 * @returns where registered machines get tokens; `null`: nothing was mounted.
 */
export async function mountExplorer(
  server: FastifyInstance,
  config: Pick<Config, 'profile' | 'dataDir'>,
  { clock, clients, publicUrl, schemaOf, folder = BUILT_PAGE }: ExplorerParts,
): Promise<string | null> {
  if (config.profile !== 'embedded') return null;
  // Read when somebody first asks: most gateways are started for something else.
  let reading: ReturnType<typeof readPageFiles> | null = null;
  const schemas = new Map<string, string>();

  await server.register(async (explorer) => {
    explorer.addHook('onRequest', async (request, reply) => {
      reply.headers({ 'content-security-policy': EXPLORER_POLICY, 'cache-control': 'no-store' });
      return admitLocal(request.raw) ? undefined : reply.code(403).send(REFUSED);
    });

    explorer.get('/explore', async (_request, reply) => reply.redirect('/explore/'));
    explorer.get('/explore/people', async (_request, reply) =>
      reply.send(
        Object.entries(PERSONAS).map(([name, { tenant, roles, purposes, about }]) => ({
          ...{ name, tenant, roles, purposes, about },
        })),
      ),
    );
    explorer.post('/explore/token', async (request, reply) => {
      const persona = personaOf(request.body);
      if (persona === null) return reply.code(400).send(REFUSED);
      const token = await mintToken(
        { ...persona, scope: null, lifetimeSeconds: LIFETIME },
        { key: await developmentKey(config.dataDir), clock, newId: randomUUID },
      );
      return reply.send({ token, expiresIn: LIFETIME });
    });
    explorer.post(CLIENT_TOKEN_PATH, async (request, reply) => {
      const asked = {
        proof: request.headers.dpop,
        body: request.body,
        url: `${publicUrl() ?? ''}${CLIENT_TOKEN_PATH}`,
      };
      const key = await developmentKey(config.dataDir);
      const parts = { clients, key, clock, newId: randomUUID, lifetimeSeconds: LIFETIME };
      const granted = await clientToken(asked, parts);
      return granted === null ? reply.code(400).send({ error: 'invalid_grant' }) : reply.send(granted);
    });
    explorer.post('/explore/schema', async (request, reply) => {
      const persona = personaOf(request.body);
      if (persona === null) return reply.code(400).send(REFUSED);
      const key = JSON.stringify([persona.tenant, persona.roles]);
      const sdl = schemas.get(key) ?? schemaOf(persona.tenant, persona.roles);
      schemas.set(key, sdl);
      return reply.send({ sdl });
    });
    explorer.get<{ Params: { '*': string } }>('/explore/*', async (request, reply) => {
      reading ??= readPageFiles(folder);
      const files = await reading;
      const file = files.get(request.params['*'] === '' ? 'index.html' : request.params['*']);
      if (file !== undefined) return reply.type(file.type).send(file.body);
      const said = files.size === 0 ? 'The page is not built: npm run explore:build\n' : 'Not found\n';
      return reply.code(404).type('text/plain; charset=utf-8').send(said);
    });
  });
  return CLIENT_TOKEN_PATH;
}

function personaOf(body: unknown) {
  const choice = Choice.safeParse(body);
  if (!choice.success || !Object.hasOwn(PERSONAS, choice.data.as)) return null;
  return PERSONAS[choice.data.as] ?? null;
}
