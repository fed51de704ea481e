import { createHash } from 'node:crypto';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Actor } from '../../src/identity/actor.ts';
import type { ActingGateway } from '../support/acting-gateway.ts';
import { actingGateway, OFFICER, signedIn } from '../support/acting-gateway.ts';

const PUBLISH = `mutation($documents: [DocumentInput!]!) { publishDocuments(documents: $documents) {
  accepted documents { id name status proposed } findings { id place message } } }`;
const LIST = `query($client: String, $status: DocumentStatus) { documents(client: $client, status: $status) {
  id client name status kind proposedBy reviewedBy reason footprint { hash } difference { widened added removed } } }`;
const SHOW = `query($client: String, $id: ID!) { document(client: $client, id: $id) {
  id text sha256 status footprint { hash coordinates { coordinate category } filters mutations worstPatients worstRows
  byRole { role whole masked denied } } } }`;
const review = (
  verb: string,
  to = '',
) => `mutation($client: String! = "app", $id: ID!, $footprint: String, $reason: String,
  $expected: DocumentStatus! = ${to || 'PROPOSED'}) { ${verb}(client: $client, id: $id, expected: $expected, reason: $reason
  ${verb === 'approveDocument' ? ', footprint: $footprint' : ''}) { id status reviewedBy reason } }`;
const APPROVE = review('approveDocument');
const REJECT = review('rejectDocument').replace('$footprint: String, ', '');
const RETIRE = review('retireDocument', 'APPROVED').replace('$footprint: String, ', '');

const NAMES = 'query Names($id: ID!) { patient(id: $id) { name { family } } }';
const MORE = 'query Names($id: ID!) { patient(id: $id) { name { family } ssn } }';
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const named = (text: string) => ({ id: `sha256:${sha256(text)}`, text });

let given: ActingGateway;
const system = (overrides: Partial<Actor> = {}) =>
  signedIn({ id: 'app', client: 'app', roles: ['SYSTEM'], scopes: [], fhirUser: null, ...overrides });
const officer = (overrides: Partial<Actor> = {}) => signedIn({ ...OFFICER, ...overrides });
const publish = async (documents: readonly { id: string; text: string }[], who = system()) => {
  const { body } = await given.run(PUBLISH, who, { documents });
  expect(body.errors).toBeUndefined();
  return Object(body.data?.publishDocuments);
};
const run = async (text: string, who: Actor, variables = {}) => {
  const { body, status } = await given.run(text, who, variables);
  const [value] = Object.values(Object(body.data));
  return {
    value: Object(value),
    data: body.data,
    status,
    codes: body.errors?.map((one) => one.extensions.code),
  };
};

beforeAll(async () => {
  given = await actingGateway();
});
beforeEach(() => given.reset());

describe('publishDocuments', () => {
  it('proposes with a footprint, on record, and says what is there', async () => {
    const { id, text } = named(NAMES);
    expect(await publish([{ id, text }])).toEqual({
      accepted: true,
      documents: [{ id, name: 'Names', status: 'PROPOSED', proposed: true }],
      findings: [],
    });
    expect(given.events()).toMatchObject([
      {
        kind: 'privileged',
        coordinate: 'Mutation.publishDocuments',
        subject: null,
        resource: { type: 'RegisteredDocument', id: `app/${id}` },
        actor: 'app',
        client: 'app',
      },
    ]);
    const shown = await run(SHOW, officer(), { client: 'app', id });
    expect(shown.value).toMatchObject({ id, text, sha256: sha256(text), status: 'PROPOSED' });
    const coordinates = shown.value.footprint.coordinates.map(Object);
    expect(coordinates).toContainEqual({ coordinate: 'Patient.name', category: 'DEMOGRAPHICS' });
    expect(shown.value.footprint.byRole).toContainEqual(
      expect.objectContaining({
        role: 'AUDITOR',
        whole: [],
        denied: expect.arrayContaining(['Patient.name']),
      }),
    );
  });

  it('changes nothing when it is told again, and records nothing', async () => {
    await publish([named(NAMES)]);
    const before = [...given.world.documents.stored.values()];
    const from = given.ledger.records.length;
    expect((await publish([named(NAMES)])).documents).toMatchObject([
      { proposed: false, status: 'PROPOSED' },
    ]);
    expect([...given.world.documents.stored.values()]).toEqual(before);
    expect(given.events(from)).toEqual([]);
  });

  it('refuses another text under a known id, and all that came with it', async () => {
    await publish([{ id: 'names', text: NAMES }]);
    const answer = await publish([
      { id: 'fine', text: NAMES },
      { id: 'names', text: MORE },
    ]);
    expect(answer).toMatchObject({ accepted: false, documents: [] });
    expect(answer.findings).toMatchObject([{ id: 'names', place: 'documents[1]' }]);
    expect(given.world.documents.stored.size).toBe(1);
    expect([...given.world.documents.stored.values()][0]?.text).toBe(NAMES);
  });

  it.each([
    ['an id that is no hash of the text', { id: sha256(MORE), text: NAMES }, 'looks like'],
    ['a field that is not there', named('query A { patient(id: "x") { nam } }'), 'Cannot query field'],
    ['an operation without a name', named('{ me { id } }'), 'no name'],
    ['two operations', named('query A { me { id } } query B { me { id } }'), '2 operations'],
    ['no GraphQL', named('query A {'), 'Syntax Error'],
    ['a subscription', named('subscription A { me { id } }'), 'subscriptions'],
    [
      'too deep',
      named(
        `query A { patient(id: "x") ${'{ conditions { edges { node { patient '.repeat(5)}{ id }${'} } } }'.repeat(5)} }`,
      ),
      'too much',
    ],
  ])('refuses %s', async (_name, document, message) => {
    const answer = await publish([document]);
    expect(answer.accepted).toBe(false);
    expect(answer.findings[0].message).toContain(message);
    expect(answer.findings[0].message).not.toContain('Did you mean');
    expect(given.world.documents.stored.size).toBe(0);
  });

  it('is for the caller’s own client, and known to no other', async () => {
    const document = named(NAMES);
    await publish([document]);
    await publish([document], system({ client: 'other' }));
    const own = await run(LIST, system());
    expect(own.data?.documents).toMatchObject([{ client: 'app' }]);
    expect((await run(LIST, system(), { client: 'other' })).data).toEqual({ documents: [] });
    expect((await run(SHOW, system(), { client: 'other', id: document.id })).data).toEqual({
      document: null,
    });
    expect((await run(LIST, officer())).data?.documents).toHaveLength(2);
    expect((await run(LIST, officer({ tenant: 'lakeside' }))).codes).toEqual(['FORBIDDEN']);
  });

  it.each(['PHYSICIAN', 'PATIENT', 'PRIVACY_OFFICER', 'AUDITOR'])('is not for a %s', async (role) => {
    const who = signedIn({ roles: [role], client: 'app' });
    const { codes } = await run(PUBLISH, who, { documents: [named(NAMES)] });
    expect(codes).toEqual(['FORBIDDEN']);
    expect(given.world.documents.stored.size).toBe(0);
  });

  it('is for an administrator signed in with more than one factor', async () => {
    const admin = { roles: ['SYSTEM_ADMIN'], client: 'app', purpose: 'HSYSADMIN', purposes: ['HSYSADMIN'] };
    const weak = signedIn({ ...admin, multiFactor: false });
    expect((await run(PUBLISH, weak, { documents: [named(NAMES)] })).codes).toEqual(['FORBIDDEN']);
    expect((await publish([named(NAMES)], signedIn(admin))).accepted).toBe(true);
  });

  it.each(['PHYSICIAN', 'PATIENT', 'AUDITOR'])('is not shown to a %s', async (role) => {
    await publish([named(NAMES)]);
    const who = signedIn({ roles: [role], client: 'app', purpose: 'HOPERAT', purposes: ['HOPERAT'] });
    expect((await run(LIST, who)).codes).toEqual(['FORBIDDEN']);
    expect((await run(SHOW, who, { id: named(NAMES).id })).codes).toEqual(['FORBIDDEN']);
  });

  it('stores nothing that could not be recorded', async () => {
    given.ledger.failWith = new Error('gone');
    expect((await given.run(PUBLISH, system(), { documents: [named(NAMES)] })).status).toBe(503);
    expect(given.world.documents.stored.size).toBe(0);
  });
});

describe('the review of a document', () => {
  const { id } = named(NAMES);
  beforeEach(async () => {
    await publish([named(NAMES)]);
    given.ledger.records.length = 0;
  });
  const statusOf = () => [...given.world.documents.stored.values()][0]?.status;

  it('approves what was seen, on record first, once', async () => {
    const { value } = await run(SHOW, officer(), { client: 'app', id });
    const footprint = value.footprint.hash;
    given.ledger.records.length = 0;
    const done = await run(APPROVE, officer(), { id, footprint, reason: 'Names only.' });
    expect(done.value).toEqual({ id, status: 'APPROVED', reviewedBy: 'officer', reason: 'Names only.' });
    expect(given.events()[0]).toMatchObject({
      coordinate: 'Mutation.approveDocument',
      resource: { type: 'RegisteredDocument', id: `app/${id}` },
      actor: 'officer',
      decision: 'PERMIT',
    });
    expect(JSON.stringify(given.ledger.records)).not.toContain('Names only');
    expect((await run(APPROVE, officer(), { id })).codes).toEqual(['CONFLICT']);
    expect(given.events().at(-1)).toMatchObject({ decision: 'DENY', reason: 'ERROR' });
  });

  it('is a conflict where the footprint is another than the one seen', async () => {
    expect((await run(APPROVE, officer(), { id, footprint: 'f'.repeat(64) })).codes).toEqual(['CONFLICT']);
    expect(statusOf()).toBe('PROPOSED');
  });

  it('rejects, approves what was rejected, retires, and proposes that again', async () => {
    expect((await run(REJECT, officer(), { id })).value.status).toBe('REJECTED');
    expect((await publish([named(NAMES)])).documents).toMatchObject([
      { proposed: false, status: 'REJECTED' },
    ]);
    expect((await run(APPROVE, officer(), { id })).codes).toEqual(['CONFLICT']);
    expect((await run(APPROVE, officer(), { id, expected: 'REJECTED' })).value.status).toBe('APPROVED');
    expect((await run(REJECT, officer(), { id, expected: 'APPROVED' })).codes).toEqual(['CONFLICT']);
    expect((await run(RETIRE, officer(), { id })).value.status).toBe('RETIRED');
    expect((await run(APPROVE, officer(), { id, expected: 'RETIRED' })).codes).toEqual(['CONFLICT']);
    expect((await publish([named(NAMES)])).documents).toMatchObject([{ proposed: true, status: 'PROPOSED' }]);
  });

  it('shows what is new against the last approved operation of the name', async () => {
    const difference = async () => (await run(LIST, officer(), { status: 'PROPOSED' })).data?.documents;
    expect(await difference()).toMatchObject([{ difference: { widened: true } }]);
    await run(APPROVE, officer(), { id });
    await publish([named(MORE)]);
    expect(await difference()).toMatchObject([
      {
        difference: {
          widened: true,
          added: expect.arrayContaining([expect.stringContaining('Patient.ssn')]),
        },
      },
    ]);
    expect(JSON.stringify(await difference())).not.toContain('Patient.name');
  });

  it.each<[string, Partial<Actor>]>([
    ['another role', { roles: ['PHYSICIAN'] }],
    ['a system administrator', { roles: ['SYSTEM_ADMIN'] }],
    ['another purpose', { purpose: 'TREAT', purposes: ['TREAT'] }],
    ['a weak sign-in', { multiFactor: false }],
    ['scopes that do not reach', { scopes: ['user/Patient.cruds', 'user/RegisteredDocument.rs'] }],
  ])('is not for %s', async (_name, about) => {
    for (const text of [APPROVE, REJECT, RETIRE]) {
      expect((await run(text, officer(about), { id })).codes).toEqual(['FORBIDDEN']);
    }
    expect(statusOf()).toBe('PROPOSED');
  });

  it('is for scopes that reach documents', async () => {
    const who = officer({ scopes: ['user/RegisteredDocument.u'] });
    expect((await run(APPROVE, who, { id })).value.status).toBe('APPROVED');
  });

  it('is not for who proposed it', async () => {
    expect((await run(APPROVE, officer({ id: 'app' }), { id })).codes).toEqual(['FORBIDDEN']);
    expect(statusOf()).toBe('PROPOSED');
  });

  it('knows no document of another client or another id', async () => {
    expect((await run(APPROVE, officer(), { id, client: 'other' })).data).toEqual({ approveDocument: null });
    expect((await run(APPROVE, officer(), { id: 'constructor' })).data).toEqual({ approveDocument: null });
    expect((await run(APPROVE, officer(), { id: 'two words' })).codes).toEqual(['BAD_USER_INPUT']);
  });

  it('of two at once lets one win', async () => {
    const [first] = [...given.world.documents.stored];
    given.world.documents.before = () => {
      if (first !== undefined)
        given.world.documents.stored.set(first[0], { ...first[1], status: 'REJECTED' });
    };
    expect((await run(APPROVE, officer(), { id })).codes).toEqual(['CONFLICT']);
  });

  it('changes nothing that could not be recorded', async () => {
    given.ledger.failWith = new Error('gone');
    expect((await given.run(APPROVE, officer(), { id })).status).toBe(503);
    expect(statusOf()).toBe('PROPOSED');
  });

  it.each([LIST, SHOW])('looks at it on record, before anything is read: %#', async (text) => {
    const coordinate = text === LIST ? 'Query.documents' : 'Query.document';
    given.ledger.records.length = 0;
    expect((await run(text, system(), { client: 'app', id })).codes).toBeUndefined();
    expect(given.events()).toEqual([]);
    expect((await run(text, officer(), { client: 'app', id })).codes).toBeUndefined();
    expect(given.events()).toMatchObject([{ coordinate, kind: 'privileged', actor: 'officer' }]);
    given.ledger.failWith = new Error('gone');
    const { status, data } = await run(text, officer(), { client: 'app', id });
    expect({ status, data }).toEqual({ status: 503, data: undefined });
  });

  it('takes a reason of one line', async () => {
    for (const reason of ['x'.repeat(501), 'a\nb']) {
      expect((await run(APPROVE, officer(), { id, reason })).codes).toEqual(['BAD_USER_INPUT']);
    }
  });
});
