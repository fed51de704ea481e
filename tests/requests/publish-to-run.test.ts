import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openStore, type Store } from '../../datasources/open-store.ts';
import { OWN_DOCUMENTS, type OwnDocument } from '../../src/documents/own-documents.ts';
import { DEVELOPMENT_ISSUER } from '../../src/identity/issuer-settings.ts';
import { clientEntry } from '../support/client-registration.ts';
import { expectRefusal } from '../support/expect-refusal.ts';
import { runGateway, type TestGateway } from '../support/running-gateway.ts';

const TEXT = 'query Me { me { client purpose } }';
const ID = `sha256:${createHash('sha256').update(TEXT).digest('hex')}`;

let gateway: TestGateway;
let store: Store;
beforeAll(async () => {
  gateway = await runGateway();
  store = await openStore(gateway.config, Date.now);
  await store.clients.change(DEVELOPMENT_ISSUER, 'partner', () =>
    clientEntry({
      kind: 'machine',
      tenant: 'riverside',
      firstParty: false,
      agreement: { reference: 'A-1', expires: '2999' },
      defaultPurpose: 'TREAT',
      freeForm: false,
    }),
  );
});
afterAll(async () => {
  await store?.close();
  await gateway?.close();
});

const partner = () =>
  gateway.token({
    client: 'partner',
    sub: 'partner',
    roles: ['SYSTEM'],
    purposes: ['TREAT'],
    scope: 'system/Observation.rs',
    multiFactor: false,
  });
const send = (token: string, body: unknown) =>
  gateway.send('/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify(body),
  });
const own = (token: string, { id }: OwnDocument, variables: unknown) =>
  send(token, { documentId: id, variables });
const run = async () => send(await partner(), { documentId: ID });

it('goes from publishing to running and out of service again, by a client that may send no text', async () => {
  const officer = await gateway.persona('privacy-officer');
  expectRefusal(await send(await partner(), { query: TEXT }), 403, 'OPERATION_NOT_REGISTERED');

  const published = await own(await partner(), OWN_DOCUMENTS.publish, {
    documents: [{ id: ID, text: TEXT }],
  });
  expect(published.body?.data?.publishDocuments).toMatchObject({ accepted: true, documents: [{ id: ID }] });
  expectRefusal(await run(), 404, 'PERSISTED_QUERY_NOT_FOUND');

  const named = { client: 'partner', id: ID };
  const byItself = await own(await partner(), OWN_DOCUMENTS.approve, { ...named, expected: 'PROPOSED' });
  expect(byItself.body?.errors?.[0]?.extensions.code).toBe('FORBIDDEN');
  const shown = await own(officer, OWN_DOCUMENTS.show, named);
  const { footprint } = Object(shown.body?.data?.document);
  const approved = await own(officer, OWN_DOCUMENTS.approve, {
    ...named,
    footprint: footprint.hash,
    expected: 'PROPOSED',
  });
  expect(approved.body?.data?.approveDocument).toEqual({ id: ID, status: 'APPROVED' });
  await expect
    .poll(async () => (await run()).body?.data, { timeout: 15_000, interval: 250 })
    .toEqual({
      me: { client: 'partner', purpose: 'TREAT' },
    });

  const retired = await own(officer, OWN_DOCUMENTS.retire, { ...named, expected: 'APPROVED' });
  expect(retired.body?.data?.retireDocument).toEqual({ id: ID, status: 'RETIRED' });
  await expect.poll(async () => (await run()).status, { timeout: 15_000, interval: 250 }).toBe(404);

  const acts = (await gateway.events()).filter(({ resource }) => resource.type === 'RegisteredDocument');
  expect(acts.map(({ coordinate, decision, resource }) => [coordinate, decision, resource.id])).toEqual([
    ['Mutation.publishDocuments', 'PERMIT', `partner/${ID}`],
    ['Query.document', 'PERMIT', 'riverside'],
    ['Mutation.approveDocument', 'PERMIT', `partner/${ID}`],
    ['Mutation.retireDocument', 'PERMIT', `partner/${ID}`],
  ]);
}, 60_000);
