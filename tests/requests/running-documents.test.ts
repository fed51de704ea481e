import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStore, type Store } from '../../datasources/open-store.ts';
import { OWN_DOCUMENTS } from '../../src/documents/own-documents.ts';
import type { RegisteredDocument } from '../../src/documents/registered-document.ts';
import { DEVELOPMENT_ISSUER } from '../../src/identity/issuer-settings.ts';
import { PERSONAS } from '../../src/identity/personas.ts';
import { registered, sha256 } from '../documents/registered.ts';
import type { Answered } from '../support/answered.ts';
import { clientEntry } from '../support/client-registration.ts';
import { expectRefusal } from '../support/expect-refusal.ts';
import { putDocument } from '../support/put-document.ts';
import { reviewedDocument } from '../support/reviewed-document.ts';
import { runGateway, type TestGateway } from '../support/running-gateway.ts';

const TENANTS = ['riverside', 'lakeside'] as const;
const CLIENTS = ['app-one', 'app-two'] as const;
type Tenant = (typeof TENANTS)[number];

const ME = 'query Me { me { tenant client } }';
const PATIENTS =
  'query Patients($first: Int) { patients(first: $first) { edges { node { id birthDate } } } }';

let gateway: TestGateway;
let store: Store;

beforeAll(async () => {
  gateway = await runGateway();
  store = await openStore(gateway.config, Date.now);
  for (const client of CLIENTS) {
    await store.clients.change(DEVELOPMENT_ISSUER, client, () =>
      // Of the house, so that one registration serves both tenants; documents are what it may run.
      clientEntry({ freeForm: false, scopes: 'optional' }),
    );
  }
  await store.clients.change(DEVELOPMENT_ISSUER, 'free-app', () =>
    clientEntry({ freeForm: true, scopes: 'optional' }),
  );
  await store.clients.change(DEVELOPMENT_ISSUER, 'slow-app', () =>
    clientEntry({ freeForm: true, scopes: 'optional', perMinute: 2 }),
  );
});
afterAll(async () => {
  await store?.close();
  await gateway?.close();
});

const put = (document: RegisteredDocument) => putDocument(store, document);
const token = (client: string, tenant: Tenant) =>
  gateway.token({ client, tenant, fhirUser: 'Practitioner/nobody', sub: `user-of-${client}` });

const post = (body: unknown) => ({ method: 'POST', body: JSON.stringify(body) });
const get = (parameters: Record<string, string>) => ({ search: `?${new URLSearchParams(parameters)}` });
const byHash = (sha256Hash: string) => ({ persistedQuery: { version: 1, sha256Hash } });
const FORMS: Readonly<Record<string, (id: string) => RequestInit & { search?: string }>> = {
  'POST documentId': (documentId) => post({ documentId }),
  'POST extensions': (id) => post({ extensions: byHash(id) }),
  'POST id': (id) => post({ id }),
  'GET documentId': (documentId) => get({ documentId }),
  'GET extensions': (id) => get({ extensions: JSON.stringify(byHash(id)) }),
  'GET id': (id) => get({ id }),
};

async function send(init: RequestInit & { search?: string }, bearer: string): Promise<Answered> {
  const { search = '', ...rest } = init;
  const headers = {
    authorization: `Bearer ${bearer}`,
    ...(rest.method === 'POST' && { 'content-type': 'application/json' }),
  };
  return gateway.send(`/graphql${search}`, { ...rest, headers });
}

/** All that a client can tell answers apart by. */
const NEW_EACH_TIME = new Set(['phield-request-id', 'date']);
const seen = ({ status, headers, text }: Answered) =>
  JSON.stringify([status, [...headers].filter(([name]) => !NEW_EACH_TIME.has(name)), text]);

describe('a document that was approved for one client in one tenant', () => {
  const text = `${ME} # approved once`;
  beforeAll(() => put(registered(text, { tenant: 'riverside', client: 'app-one' })));

  it.each(Object.keys(FORMS))('runs for that one, and is unknown to every other: %s', async (form) => {
    const ask = FORMS[form];
    if (ask === undefined) throw new Error('no form');
    const answers = new Map<string, string>();
    for (const client of CLIENTS) {
      for (const tenant of TENANTS) {
        const answer = await send(ask(sha256(text)), await token(client, tenant));
        if (client === 'app-one' && tenant === 'riverside') {
          expect(answer.body?.data).toEqual({ me: { tenant, client } });
        } else {
          expectRefusal(answer, 404, 'PERSISTED_QUERY_NOT_FOUND');
          answers.set(`${client} ${tenant}`, seen(answer));
        }
      }
    }
    // As is one that nobody ever registered.
    const nobodys = await send(ask(sha256('nobody’s')), await token('app-one', 'riverside'));
    answers.set('nobody', seen(nobodys));
    expect(answers.size).toBe(4);
    expect(new Set(answers.values()).size).toBe(1);
  });
});

describe('a document that may not run', () => {
  const STATUSES = ['PROPOSED', 'REJECTED', 'RETIRED'] as const;
  const textOf = (status: string) => `${ME} # ${status}`;
  beforeAll(async () => {
    for (const status of STATUSES) {
      for (const tenant of TENANTS) {
        for (const client of CLIENTS) await put(registered(textOf(status), { tenant, client, status }));
      }
    }
  });

  it.each(Object.keys(FORMS))('is like one that nobody ever registered: %s', async (form) => {
    const ask = FORMS[form];
    if (ask === undefined) throw new Error('no form');
    const answers: string[] = [];
    for (const client of CLIENTS) {
      for (const tenant of TENANTS) {
        const bearer = await token(client, tenant);
        for (const status of [...STATUSES, 'NEVER']) {
          const answer = await send(ask(sha256(textOf(status))), bearer);
          expectRefusal(answer, 404, 'PERSISTED_QUERY_NOT_FOUND');
          answers.push(seen(answer));
        }
      }
    }
    expect(answers).toHaveLength(16);
    expect(new Set(answers).size).toBe(1);
  });
});

describe('what runs', () => {
  it('is on record by the document’s hash, with what it read', async () => {
    const changes = { client: 'app-one', id: `sha256:${sha256(PATIENTS)}` };
    const document = await put(await reviewedDocument(gateway.config, registered(PATIENTS, changes)));
    const bearer = await gateway.token({ ...PERSONAS.physician, client: 'app-one' });
    const answer = await send(post({ documentId: document.id, variables: { first: 3 } }), bearer);
    expect([answer.status, answer.body?.errors]).toEqual([200, undefined]);
    const events = (await gateway.events()).filter(({ client }) => client === 'app-one');
    expect(events.map(({ coordinate }) => coordinate)).toContain('Patient.birthDate');
    expect(new Set(events.map((event) => event.document))).toEqual(new Set([`sha256:${document.sha256}`]));
  });

  it('is kept by nobody on the way', async () => {
    const text = `${ME} # kept by nobody`;
    await put(registered(text, { client: 'app-one' }));
    for (const form of Object.values(FORMS)) {
      const answer = await send(form(sha256(text)), await token('app-one', 'riverside'));
      expect([answer.status, answer.headers.get('cache-control')]).toEqual([200, 'no-store']);
    }
  });

  it('is no mutation by GET, registered or not', async () => {
    const { id } = OWN_DOCUMENTS.publish;
    const answer = await send(
      get({ documentId: id, variables: '{"documents":[]}' }),
      await token('app-one', 'riverside'),
    );
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'POST']);
  });

  it('are the operations by which documents are published, for every client', async () => {
    const { id } = OWN_DOCUMENTS.list;
    const { status, body } = await send(post({ documentId: id }), await token('app-two', 'riverside'));
    // Whether this one may, root rules say.
    expect([status, body?.errors?.[0]?.extensions.code]).toEqual([200, 'FORBIDDEN']);
  });

  it('is no text of its own, but for a client that is registered for that', async () => {
    const refused = await send(post({ query: ME }), await token('app-one', 'riverside'));
    expectRefusal(refused, 403, 'OPERATION_NOT_REGISTERED');
    expectRefusal(
      await send(get({ query: ME }), await token('app-one', 'riverside')),
      403,
      'OPERATION_NOT_REGISTERED',
    );
    const registering = post({ query: ME, extensions: byHash(sha256(ME)) });
    expectRefusal(
      await send(registering, await token('app-one', 'riverside')),
      400,
      'PERSISTED_QUERY_NOT_SUPPORTED',
    );
    const free = await token('free-app', 'riverside');
    expect((await send(post({ query: ME }), free)).status).toBe(200);
    expect((await send(registering, free)).status).toBe(200);
    expectRefusal(
      await send(post({ extensions: byHash(sha256(ME)) }), free),
      404,
      'PERSISTED_QUERY_NOT_FOUND',
    );
    const poisoned = post({ query: PATIENTS, extensions: byHash(sha256(ME)) });
    expectRefusal(await send(poisoned, free), 400, 'BAD_REQUEST');
  });
});

describe('retirement', () => {
  it('holds within five seconds', { timeout: 20_000 }, async () => {
    const text = `${ME} # retired`;
    const { id } = await put(registered(text, { client: 'app-one' }));
    const bearer = await token('app-one', 'riverside');
    const ask = () => send(post({ documentId: id }), bearer);
    expect((await ask()).status).toBe(200);
    const change = { by: 'officer', at: Date.now(), reason: null, seen: null };
    expect(await store.documents.setStatus('riverside', 'app-one', id, 'APPROVED', 'RETIRED', change)).toBe(
      'done',
    );
    // Read anew after five seconds at the latest, however often it is asked for meanwhile.
    for (let half = 0; half < 10; half += 1) {
      await ask();
      await delay(510);
    }
    expectRefusal(await ask(), 404, 'PERSISTED_QUERY_NOT_FOUND');
  });
});

describe('a client that asks too often', () => {
  it('is told when to come again, and nothing else', async () => {
    const bearer = await token('slow-app', 'riverside');
    const answers: Answered[] = [];
    for (let at = 0; at < 6; at += 1) answers.push(await send(post({ query: ME }), bearer));
    const limited = answers.filter(({ status }) => status === 429);
    // Six requests meet one full minute at least, of which two are answered.
    expect(limited.length).toBeGreaterThanOrEqual(2);
    for (const answer of limited) {
      expectRefusal(answer, 429, 'RATE_LIMITED');
      expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
      expect(Number(answer.headers.get('retry-after'))).toBeLessThanOrEqual(60);
    }
    expect((await send(post({ query: ME }), await token('slow-app', 'lakeside'))).status).toBe(200);
  });
});

describe('an operation', () => {
  it('asks for no more insights than one operation may cost', async () => {
    const summary = (count: number) =>
      Array.from({ length: count }, (_, at) => `s${at}: preVisitSummary { id }`).join(' ');
    const ask = async (count: number) =>
      send(
        post({ query: `{ patients(first: 200) { edges { node { insights { ${summary(count)} } } } } }` }),
        await token('free-app', 'riverside'),
      );
    expect((await ask(2)).status).toBe(200);
    expectRefusal(await ask(3), 400, 'OPERATION_TOO_COMPLEX');
  });
});
