import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStore, type Store } from '../../datasources/open-store.ts';
import type { RegisteredDocument } from '../../src/documents/registered-document.ts';
import { DEVELOPMENT_ISSUER } from '../../src/identity/issuer-settings.ts';
import { registered } from '../documents/registered.ts';
import { clientEntry } from '../support/client-registration.ts';
import { expectRefusal } from '../support/expect-refusal.ts';
import { putDocument } from '../support/put-document.ts';
import { runGateway, type TestGateway } from '../support/running-gateway.ts';

const ME = 'query Me { me { tenant client } }';

let gateway: TestGateway;
let store: Store;

beforeAll(async () => {
  gateway = await runGateway();
  store = await openStore(gateway.config, Date.now);
  // Of the house, and documents are what it may run.
  await store.clients.change(DEVELOPMENT_ISSUER, 'app-two', () =>
    clientEntry({ freeForm: false, scopes: 'optional' }),
  );
});
afterAll(async () => {
  await store?.close();
  await gateway?.close();
});

const put = (document: RegisteredDocument) => putDocument(store, document);
const tokenOfTwo = () =>
  gateway.token({
    client: 'app-two',
    tenant: 'riverside',
    fhirUser: 'Practitioner/nobody',
    sub: 'user-of-two',
  });
const ask = async (documentId: string) =>
  gateway.send('/graphql', {
    method: 'POST',
    headers: { authorization: `Bearer ${await tokenOfTwo()}`, 'content-type': 'application/json' },
    body: JSON.stringify({ documentId, variables: { id: 'x' } }),
  });

describe('a document that reaches further than was approved', () => {
  it('waits for review again once tenants are taken anew, on record', { timeout: 20_000 }, async () => {
    const text = 'query Wide($id: ID!) { patient(id: $id) { ssn } }';
    // Approved with an empty footprint, under a policy of which nothing is known any more.
    const { id } = await put(registered(text, { client: 'app-two', checkedUnder: 'another version' }));
    expect(await gateway.reloadTenants()).toBe(true);
    const found = await store.documents.find('riverside', 'app-two', id);
    expect([found?.status, found?.reason]).toEqual(['PROPOSED', 'FOOTPRINT_WIDENED']);
    expectRefusal(await ask(id), 404, 'PERSISTED_QUERY_NOT_FOUND');
    const events = await gateway.events();
    const sentBack = events.filter(({ coordinate }) => coordinate === 'RegisteredDocument.status');
    expect(sentBack.map(({ resource }) => resource.id)).toContain(`app-two/${id}`);
    expect(gateway.log.map(({ event }) => event)).toContain('documents.sent_back');
  });
});

describe('a document that was approved under another policy, while this one is in force', () => {
  it('runs if it reaches no further, and nobody’s is what does', async () => {
    const other = { client: 'app-two', checkedUnder: 'another version' };
    const wide = await put(
      registered('query Late($id: ID!) { patient(id: $id) { ssn name { family } } }', other),
    );
    const narrow = await put(registered(`${ME} # late`, other));
    expectRefusal(await ask(wide.id), 404, 'PERSISTED_QUERY_NOT_FOUND');
    expect((await ask(narrow.id)).status).toBe(200);
  });
});

describe('a gateway that starts', () => {
  it('has looked at every document before it serves one', { timeout: 60_000 }, async () => {
    const wide = registered('query Wider($id: ID!) { patient(id: $id) { ssn mrn } }', {
      client: 'app-two',
      checkedUnder: 'another version',
    });
    const narrow = registered(`${ME} # another version`, {
      client: 'app-two',
      checkedUnder: 'another version',
    });
    await put(wide);
    await put(narrow);
    await gateway.stop();
    const again = await runGateway({ dataDir: gateway.config.dataDir });
    try {
      const bearer = await tokenOfTwo();
      const ask = (id: string) =>
        again.send('/graphql', {
          method: 'POST',
          headers: { authorization: `Bearer ${bearer}`, 'content-type': 'application/json' },
          body: JSON.stringify({ documentId: id, variables: { id: 'x' } }),
        });
      expectRefusal(await ask(wide.id), 404, 'PERSISTED_QUERY_NOT_FOUND');
      expect((await ask(narrow.id)).status).toBe(200);
      const waiting = await store.documents.list('riverside', { client: 'app-two', status: 'PROPOSED' });
      expect(waiting.map(({ id }) => id)).toContain(wide.id);
    } finally {
      await again.stop();
    }
  });
});
