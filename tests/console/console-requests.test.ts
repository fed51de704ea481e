import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { generateConsoleTypes } from '../../src/console/codegen.ts';
import { withConsoleClient } from '../../src/console/console-client.ts';
import { withConsoleDocuments } from '../../src/console/console-documents.ts';
import { readConsoleDocuments } from '../../src/console/read-console-documents.ts';
import type { ClientEntry } from '../../src/identity/directory.ts';
import type { Answered } from '../support/answered.ts';
import { runGateway, type TestGateway } from '../support/running-gateway.ts';

const GENERATED = 'src/console/page/generated';
const UNKNOWN = `sha256:${'0'.repeat(64)}`;

let gateway: TestGateway;
let token: string;
beforeAll(async () => {
  gateway = await runGateway();
  token = await signIn('auditor');
});
afterAll(() => gateway?.close());

async function signIn(as: string): Promise<string> {
  const answer = await fetch(`${gateway.url}/console/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ as }),
  });
  return z.object({ token: z.string() }).parse(await answer.json()).token;
}

const post = (body: unknown, by = token): Promise<Answered> =>
  gateway.send('/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${by}` },
    body: JSON.stringify(body),
  });
const idOf = async (name: string) =>
  (await readConsoleDocuments()).find((document) => document.name === name)?.id ?? 'none';
const codeOf = ({ body }: Answered) => body?.errors?.[0]?.extensions?.code ?? null;

it('types and ids of the page are those of documents and schema as they stand', async () => {
  const { files, findings } = await generateConsoleTypes();
  expect(findings).toEqual([]);
  expect((await readdir(GENERATED)).sort()).toEqual([...files.keys()].sort());
  for (const [name, text] of files) expect(await readFile(join(GENERATED, name), 'utf8')).toBe(text);
});

describe('a token of the console', () => {
  it('runs the console’s documents by id, as the person who signed in', async () => {
    const me = await post({ documentId: await idOf('console-me') });
    expect(me.body?.data).toMatchObject({
      me: { roles: ['AUDITOR'], tenant: 'riverside', client: 'phield-console', purpose: 'HOPERAT' },
    });
    const events = await post({ documentId: await idOf('ledger-events'), variables: {} });
    expect([codeOf(events), Object.keys(events.body?.data ?? {})]).toEqual([null, ['ledger']]);
  });

  it('runs no text, whether of its own or beside an id', async () => {
    expect(codeOf(await post({ query: '{ me { id } }' }))).toBe('OPERATION_NOT_REGISTERED');
    const beside = await post({ documentId: await idOf('console-me'), query: '{ me { id } }' });
    expect(codeOf(beside)).toBe('BAD_REQUEST');
    expect(codeOf(await post({ documentId: UNKNOWN, query: '{ me { id } }' }))).toBe(
      'PERSISTED_QUERY_NOT_FOUND',
    );
  });

  it('keeps to documents whatever is registered of its client', async () => {
    const entry = { ...REGISTERED, freeForm: true, perMinute: 7 };
    const console = { issuer: 'issuer', client: 'console' };
    const clients = withConsoleClient({ find: async () => entry }, console);
    expect(await clients.find('issuer', 'console')).toEqual({ ...entry, freeForm: false });
    expect(await clients.find('issuer', 'another')).toBe(entry);
    expect(await clients.find('another', 'console')).toBe(entry);
    const nothing = withConsoleClient({ find: async () => null }, console);
    expect(await nothing.find('issuer', 'another')).toBeNull();
  });

  it('is of no use to whoever is no reviewer: the console works for operations of the house alone', async () => {
    const physician = await gateway.token({ client: 'phield-console' });
    expect(codeOf(await post({ documentId: await idOf('console-me') }, physician))).toBe('FORBIDDEN');
    const system = await gateway.token({
      client: 'phield-console',
      roles: ['SYSTEM'],
      purposes: ['HOPERAT'],
    });
    expect(codeOf(await post({ documentId: await idOf('console-me') }, system))).toBe('FORBIDDEN');
    const nurse = await gateway.token({ client: 'phield-console', roles: ['NURSE'], purposes: ['HOPERAT'] });
    expect(codeOf(await post({ documentId: await idOf('ledger-events') }, nurse))).toBe('FORBIDDEN');
  });
});

it('gives any other client the very answer of an id that nobody knows', async () => {
  const other = await gateway.token({ roles: ['AUDITOR'], purposes: ['HOPERAT'], client: 'some-app' });
  const [known, unknown] = [
    await post({ documentId: await idOf('ledger-events') }, other),
    await post({ documentId: UNKNOWN }, other),
  ];
  expect(codeOf(known)).toBe('PERSISTED_QUERY_NOT_FOUND');
  expect([known.status, known.body]).toEqual([unknown.status, unknown.body]);
});

it('puts every look on record, with the client and the document', async () => {
  const id = await idOf('ledger-events');
  await post({ documentId: id, variables: {} });
  const looked = await gateway.events({ actor: 'demo-auditor' });
  expect(looked).toContainEqual(
    expect.objectContaining({
      coordinate: 'Ledger.events',
      client: 'phield-console',
      document: expect.stringContaining(id.slice('sha256:'.length)),
    }),
  );
});

it('states what each document really reaches', async () => {
  const documents = await readConsoleDocuments();
  const asked: string[] = [];
  const footprint = { ...NOTHING, worstRows: 7 };
  const source = withConsoleDocuments(
    { find: async () => null },
    {
      documents,
      client: 'console',
      footprintOf: (tenant, text) => {
        asked.push(`${tenant} ${text.split(/\W/, 2).join(' ')}`);
        return footprint;
      },
    },
  );
  const found = await source.find('riverside', 'console', await idOf('console-me'));
  expect(found).toMatchObject({ status: 'APPROVED', footprint, approvedFootprint: footprint });
  expect(asked).toEqual(['riverside query ConsoleMe']);
  expect(await source.find('riverside', 'another', await idOf('console-me'))).toBeNull();
});

const REGISTERED: ClientEntry = {
  ...{ name: null, contact: null, kind: 'user', tenant: null, firstParty: true, agreement: null },
  ...{ suspended: false, roles: null, purposes: null, allowedScopes: null, defaultPurpose: null },
  ...{ scopes: 'optional', binding: 'bearer', freeForm: null, perMinute: null, costPerMinute: null },
};
const NOTHING = {
  ...{ coordinates: [], filters: [], insights: [], mutations: [], worstPatients: 0, worstRows: 0 },
  ...{ byRole: {}, hash: '' },
};
