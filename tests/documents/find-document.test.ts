import { describe, expect, it } from 'vitest';
import { UpstreamUnavailableError } from '../../src/errors.ts';
import type { GatewayRequest } from '../../src/handle-operation.ts';
import type { Actor } from '../../src/identity/actor.ts';
import { lineGateway } from '../support/line-gateway.ts';
import { actor, TEST_NOW } from '../support/small-gateway.ts';
import { DocumentShelf, registered, sha256 } from './registered.ts';

const TEXT = 'query Birth($id: ID!) { patient(id: $id) { birthDate } }';
const OTHER_TEXT = 'query Other { ping }';
const HASH = sha256(TEXT);
const VARIABLES = { id: 'ada' };
const DOCUMENTS_ONLY = { firstParty: false, freeForm: false, perMinute: null, costPerMinute: null };

const app = (changes: Partial<Actor> = {}) => actor({ registration: DOCUMENTS_ONLY, ...changes });
const as = (who: Actor) => ({ authorization: JSON.stringify(who), 'content-type': 'application/json' });
const post = (body: unknown): Partial<GatewayRequest> => ({ method: 'POST', body });
const get = (parameters: Record<string, string>): Partial<GatewayRequest> => ({
  method: 'GET',
  search: `?${new URLSearchParams(parameters)}`,
  body: undefined,
});
const byHash = (sha256Hash: string) => ({ persistedQuery: { version: 1, sha256Hash } });

/** Every way to name a document. */
const FORMS: readonly (readonly [string, (id: string, query?: string) => Partial<GatewayRequest>])[] = [
  ['POST documentId', (documentId, query) => post({ documentId, query, variables: VARIABLES })],
  ['POST extensions', (id, query) => post({ extensions: byHash(id), query, variables: VARIABLES })],
  ['POST id', (id, query) => post({ id, query, variables: VARIABLES })],
  ['GET documentId', (documentId, query) => get({ documentId, ...search(query) })],
  ['GET extensions', (id, query) => get({ extensions: JSON.stringify(byHash(id)), ...search(query) })],
  ['GET id', (id, query) => get({ id, ...search(query) })],
];
const search = (query: string | undefined) => ({
  variables: JSON.stringify(VARIABLES),
  ...(query !== undefined && { query }),
});

async function line(...shelf: readonly Parameters<DocumentShelf['put']>[0][]) {
  const documents = new DocumentShelf(...shelf);
  const time = { now: TEST_NOW };
  const gateway = await lineGateway({ documents, clock: () => time.now });
  const ask = (request: Partial<GatewayRequest>, who = app()) =>
    gateway.ask({ headers: as(who), ...request });
  return { ...gateway, ask, documents, time };
}

describe.each(FORMS)('%s', (_form, form) => {
  it('runs the approved document, and the record names it', async () => {
    const { ask, ledger } = await line(registered(TEXT));
    const { status, body } = await ask(form(HASH));
    expect([status, body.data]).toEqual([200, { patient: { birthDate: '1980-05-05' } }]);
    expect(ledger.records.map(({ document }) => document)).toEqual([`sha256:${HASH}`]);
  });

  it('takes either notation of a hash, and ids that are none', async () => {
    for (const id of [`sha256:${HASH}`, 'a4f6b2c8d0e1f2a3b4c5d6e7f8091a2b', 'Birth.v1:final']) {
      const { ask } = await line(registered(TEXT, { id }));
      expect((await ask(form(id))).status).toBe(200);
    }
    expect((await (await line(registered(TEXT, { id: `sha256:${HASH}` }))).ask(form(HASH))).status).toBe(200);
    expect((await (await line(registered(TEXT))).ask(form(`sha256:${HASH}`))).status).toBe(200);
  });

  it('takes the document’s own text beside it, and no other', async () => {
    const { ask, ledger } = await line(registered(TEXT), registered(OTHER_TEXT));
    expect((await ask(form(HASH, TEXT))).status).toBe(200);
    const { status, text } = await ask(form(HASH, OTHER_TEXT));
    expect([status, text]).toEqual([400, refusal('BAD_REQUEST', 'The request is malformed.')]);
    expect(ledger.records).toHaveLength(1);
  });

  it('tells nothing of why a document is not there: the same bytes for all', async () => {
    const { ask, documents } = await line();
    const others = [{ client: 'another-app' }, { tenant: 'lakeside' }, { id: 'other' }] as const;
    for (const changes of others) documents.put(registered(TEXT, changes));
    const texts = new Set<string>();
    const seen = async (who: Actor, id = HASH) => {
      const { status, headers, text } = await ask(form(id), who);
      const { 'phield-request-id': _, ...constant } = headers;
      texts.add(JSON.stringify([status, constant, text]));
    };
    await seen(app());
    await seen(app({ client: 'another-app', tenant: 'lakeside' }));
    await seen(app(), 'no id at all!');
    await seen(app(), 'x'.repeat(129));
    await seen(app(), '');
    for (const [at, status] of (['PROPOSED', 'REJECTED', 'RETIRED'] as const).entries()) {
      documents.put(registered(TEXT, { id: `id-${at}`, status }));
      await seen(app(), `id-${at}`);
    }
    // For whom texts are for, too, as long as there is none.
    await seen(actor());
    expect(texts.size).toBe(1);
    expect([...texts][0]).toContain('PersistedQueryNotFound');
    expect(JSON.parse([...texts][0] ?? '')[0]).toBe(404);
  });

  it('registers nothing', async () => {
    const { ask, documents } = await line();
    const answer = await ask(form(HASH, TEXT));
    const code = _form.endsWith('extensions') ? 'PERSISTED_QUERY_NOT_SUPPORTED' : 'PERSISTED_QUERY_NOT_FOUND';
    expect(answer.body.errors?.map(({ extensions }) => extensions.code)).toEqual([code]);
    // Whom texts are for may run it, and it is forgotten.
    expect((await ask(form(HASH, TEXT), actor())).status).toBe(200);
    expect((await ask(form(HASH), actor())).status).toBe(404);
    expect((await ask(form(HASH))).status).toBe(404);
    expect(documents.asked.length).toBeGreaterThan(0);
  });

  it('lets no text pass as another’s hash', async () => {
    const { ask, ledger } = await line();
    const { status, text } = await ask(form(HASH, OTHER_TEXT), actor());
    expect([status, text]).toEqual([400, refusal('BAD_REQUEST', 'The request is malformed.')]);
    expect(ledger.records).toEqual([]);
  });
});

const refusal = (code: string, message: string) =>
  `${JSON.stringify({ errors: [{ message, extensions: { code } }] })}\n`;

describe('a text of its own', () => {
  const NOT_REGISTERED = refusal(
    'OPERATION_NOT_REGISTERED',
    'This operation is not registered for this client.',
  );

  it.each([
    ['POST', post({ query: TEXT, variables: VARIABLES })],
    ['GET', get({ query: OTHER_TEXT })],
    ['no string', post({ query: { kind: 'Document' } })],
    ['of an approved document', post({ query: TEXT, variables: VARIABLES })],
  ])('is refused from a client that runs documents: %s', async (_name, request) => {
    const { ask, ledger, refused } = await line(registered(TEXT));
    const { status, text } = await ask(request);
    expect([status, text]).toEqual([403, NOT_REGISTERED]);
    expect(ledger.records).toEqual([]);
    expect(refused).toEqual(['192.0.2.1 OPERATION_NOT_REGISTERED']);
  });

  it('runs for a client that is registered for it', async () => {
    const { ask } = await line();
    expect((await ask(post({ query: TEXT, variables: VARIABLES }), actor())).status).toBe(200);
  });

  it.each([
    ['nothing', post(undefined)],
    ['an empty object', post({})],
    ['an empty text', post({ query: '' })],
    ['a batch', post([{ query: TEXT }, { query: TEXT }])],
    ['a string', post('{ ping }')],
  ])('nor does %s run', async (_name, request) => {
    const { ask, ledger } = await line(registered(TEXT));
    const { status, text } = await ask(request);
    expect([status, text]).toEqual([400, refusal('BAD_REQUEST', 'The request is malformed.')]);
    expect(ledger.records).toEqual([]);
  });
});

describe('a request that names documents in a way that two readers would read unlike', () => {
  it.each([
    ['two names', post({ documentId: HASH, id: 'other' })],
    ['a hash and another name', post({ documentId: 'other', extensions: byHash(HASH) })],
    ['a number', post({ documentId: 5 })],
    ['a list', post({ id: [HASH] })],
    [
      'a hash that is none',
      post({ extensions: { persistedQuery: { version: 1, sha256Hash: { hex: HASH } } } }),
    ],
    ['no hash', post({ extensions: { persistedQuery: { version: 1 } } })],
    ['another version', post({ extensions: { persistedQuery: { version: 2, sha256Hash: HASH } } })],
    ['a list of hashes', post({ extensions: { persistedQuery: [HASH] } })],
    ['the name twice', { method: 'GET', search: `?documentId=${HASH}&documentId=${HASH}`, body: undefined }],
    ['extensions that are no JSON', { method: 'GET', search: '?extensions=%7B', body: undefined }],
    ['a text that is none', post({ documentId: HASH, query: { kind: 'Document' } })],
  ])('is refused: %s', async (_name, request) => {
    const { ask, ledger } = await line(registered(TEXT));
    for (const who of [app(), actor()]) {
      const { status, text } = await ask(request, who);
      expect([status, text]).toEqual([400, refusal('BAD_REQUEST', 'The request is malformed.')]);
    }
    expect(ledger.records).toEqual([]);
  });

  it('is not one that names it twice alike', async () => {
    const { ask } = await line(registered(TEXT));
    const body = { documentId: `sha256:${HASH}`, extensions: byHash(HASH), id: HASH, variables: VARIABLES };
    expect((await ask(post(body))).status).toBe(200);
  });

  it('nor one whose query string says something else than its body', async () => {
    const { ask } = await line(registered(TEXT));
    const { body } = await ask({
      ...post({ documentId: HASH, variables: VARIABLES }),
      search: '?query={ping}',
    });
    expect(body.data).toEqual({ patient: { birthDate: '1980-05-05' } });
  });
});

describe('a document that is retired', () => {
  it('runs nowhere five seconds later, however often it is asked for', async () => {
    const document = registered(TEXT);
    const { ask, documents, time } = await line(document);
    const status = async () => (await ask(post({ documentId: HASH, variables: VARIABLES }))).status;
    expect(await status()).toBe(200);
    documents.setStatus(document, 'RETIRED');
    for (let second = 1; second < 5; second += 1) {
      time.now = TEST_NOW + second * 1000;
      expect(await status()).toBe(200);
    }
    time.now = TEST_NOW + 5_000;
    expect(await status()).toBe(404);
    documents.setStatus(document, 'APPROVED');
    time.now += 5_000;
    expect(await status()).toBe(200);
  });

  it('is asked of the store once for all who ask within that time', async () => {
    const { ask, documents } = await line(registered(TEXT));
    const requests = Array.from({ length: 5 }, () => ask(post({ documentId: HASH, variables: VARIABLES })));
    await Promise.all(requests);
    await ask(post({ documentId: HASH, variables: VARIABLES }));
    expect(documents.asked).toHaveLength(1);
    await ask(post({ documentId: 'nobody', variables: VARIABLES }));
    await ask(post({ documentId: 'nobody', variables: VARIABLES }));
    expect(documents.asked).toHaveLength(2);
  });

  it('is known to nobody else by having been run', async () => {
    const { ask } = await line(registered(TEXT));
    const request = post({ documentId: HASH, variables: VARIABLES });
    expect((await ask(request)).status).toBe(200);
    expect((await ask(request, app({ tenant: 'lakeside' }))).status).toBe(404);
    expect((await ask(request, app({ client: 'another-app' }))).status).toBe(404);
    expect((await ask(request)).status).toBe(200);
  });

  it('is not run by an answer that took longer to come', async () => {
    const { ask, documents, time } = await line(registered(TEXT));
    const find = documents.find.bind(documents);
    documents.find = async (...which) => {
      const found = await find(...which);
      time.now += 5_000;
      return found;
    };
    const { status, text } = await ask(post({ documentId: HASH, variables: VARIABLES }));
    expect([status, text.includes('UPSTREAM_UNAVAILABLE')]).toEqual([503, true]);
  });
});

describe('a store', () => {
  it('that cannot be asked runs nothing, and is asked again', async () => {
    const { ask, documents } = await line(registered(TEXT));
    const find = documents.find.bind(documents);
    documents.find = async () => {
      throw new UpstreamUnavailableError('gone');
    };
    expect((await ask(post({ documentId: HASH, variables: VARIABLES }))).status).toBe(503);
    documents.find = find;
    expect((await ask(post({ documentId: HASH, variables: VARIABLES }))).status).toBe(200);
  });

  it('that gives another document than was asked for runs nothing', async () => {
    for (const changes of [{ tenant: 'lakeside' }, { client: 'another-app' }, { id: 'other' }]) {
      const { ask, documents } = await line();
      documents.find = async () => registered(TEXT, changes);
      expect((await ask(post({ documentId: HASH, variables: VARIABLES }))).status).toBe(404);
    }
  });
});
