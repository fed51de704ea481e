/**
 * An app of somebody else's, from knowing an address to its first call: it finds out what the server is, gets a token
 * that only its own key can use (DPoP, RFC 9449), proposes the one operation it needs, waits until a privacy officer
 * has approved exactly that, and runs it by its id. Nothing of Phield is imported: `fetch`,
 * `jose` for keys and `zod` for what comes back are enough.
 */
import { createHash, randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { type CryptoKey, calculateJwkThumbprint, exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose';
import { z } from 'zod';

const Server = z.object({
  resource: z.url(),
  token_endpoint: z.url(),
  /** Ids of the operations by which documents are published and looked at. */
  trusted_documents: z.object({ publish: z.string(), show: z.string() }),
});
export type Server = z.output<typeof Server>;

const Granted = z.object({ access_token: z.string(), token_type: z.literal('DPoP') });

const Body = z.object({
  data: z.record(z.string(), z.unknown()).nullish(),
  errors: z.array(z.object({ extensions: z.object({ code: z.string() }) })).optional(),
});

/** What the app is registered as. It keeps no secret: its key is what its tokens are bound to. */
export interface App {
  readonly client: string;
  readonly scope: string;
  readonly key: { readonly privateKey: CryptoKey; readonly publicJwk: JWK };
}

export async function createApp(client: string, scope: string): Promise<App> {
  const { privateKey, publicKey } = await generateKeyPair('ES256');
  return { client, scope, key: { privateKey, publicJwk: await exportJWK(publicKey) } };
}

/** SMART App Launch 2.2: what a server says of itself. */
export async function discover(base: string): Promise<Server> {
  const answer = await fetch(`${base}/.well-known/smart-configuration`, {
    headers: { accept: 'application/json' },
  });
  if (!answer.ok) throw new Error(`discovery: ${answer.status}`);
  return Server.parse(await answer.json());
}

/** RFC 6749 §4.4: a token for the app itself, bound to its key. */
export async function getToken(server: Server, app: App): Promise<string> {
  const answer = await fetch(server.token_endpoint, {
    method: 'POST',
    headers: { 'content-type': 'application/json', dpop: await prove(app, server.token_endpoint, null) },
    body: JSON.stringify({ grant_type: 'client_credentials', client_id: app.client, scope: app.scope }),
  });
  if (!answer.ok) throw new Error(`token: ${answer.status}. Is ${app.client} registered as a machine?`);
  return Granted.parse(await answer.json()).access_token;
}

export interface Answer {
  readonly status: number;
  readonly data: Readonly<Record<string, unknown>> | null;
  readonly code: string | null;
}

/** Runs a document by its id; no text of an operation travels. Each request has a proof of its own. */
export async function runDocument(
  server: Server,
  app: App,
  token: string,
  documentId: string,
  variables: Readonly<Record<string, unknown>>,
): Promise<Answer> {
  const answer = await fetch(server.resource, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `DPoP ${token}`,
      dpop: await prove(app, server.resource, token),
    },
    body: JSON.stringify({ documentId, variables }),
  });
  const { data = null, errors = [] } = Body.parse(await answer.json());
  return { status: answer.status, data, code: errors[0]?.extensions.code ?? null };
}

/** The id is the hash of the text, so that nobody can mean another text by it. */
export function idOf(text: string): string {
  return `sha256:${createHash('sha256').update(text).digest('hex')}`;
}

export async function publish(server: Server, app: App, token: string, text: string): Promise<string> {
  const id = idOf(text);
  const documents = [{ id, text }];
  const answer = await runDocument(server, app, token, server.trusted_documents.publish, { documents });
  const published = answer.data?.publishDocuments;
  if (!isRecord(published) || published.accepted !== true) {
    const findings = isRecord(published) ? JSON.stringify(published.findings) : answer.code;
    throw new Error(`not published: ${findings}`);
  }
  return id;
}

/** Asks every now and then until somebody has decided. @returns whether the document may run. */
export async function awaitReview(
  server: Server,
  app: App,
  token: string,
  id: string,
  { everyMs, times }: { readonly everyMs: number; readonly times: number },
): Promise<boolean> {
  for (let asked = 0; asked < times; asked += 1) {
    const { data } = await runDocument(server, app, token, server.trusted_documents.show, { id });
    const document = data?.document;
    const status = isRecord(document) ? document.status : null;
    if (status !== 'PROPOSED') return status === 'APPROVED';
    await delay(everyMs);
  }
  return false;
}

/** RFC 9449 §4.2: made for one method, one address, one moment and, where there is one, one token. */
async function prove({ key }: App, address: string, token: string | null): Promise<string> {
  const ath = token === null ? {} : { ath: createHash('sha256').update(token).digest('base64url') };
  return new SignJWT({ htm: 'POST', htu: address, jti: randomUUID(), ...ath })
    .setProtectedHeader({ typ: 'dpop+jwt', alg: 'ES256', jwk: key.publicJwk })
    .setIssuedAt()
    .sign(key.privateKey);
}

/** What tokens are bound to; shown so that a person may compare. */
export function thumbprintOf({ key }: App): Promise<string> {
  return calculateJwkThumbprint(key.publicJwk);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
