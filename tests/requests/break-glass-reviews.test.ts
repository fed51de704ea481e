import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Actor } from '../../src/identity/actor.ts';
import type { ActingGateway } from '../support/acting-gateway.ts';
import { actingGateway, OFFICER, signedIn } from '../support/acting-gateway.ts';

const WHY = 'Unconscious in the emergency room.';
const BREAK = `mutation($id: ID!) { breakGlass(patientId: $id, reason: OVRER, justification: "${WHY}") { id } }`;
const QUEUE = `query($first: Int = 20, $after: String, $state: BreakGlassState) {
  breakGlassReviews(first: $first, after: $after, state: $state) {
    edges { node { id patient actor roles client reason justification openedAt state verdict comment reviewer } cursor }
    pageInfo { hasNextPage endCursor } } }`;
const REVIEW = `mutation($id: ID!, $comment: String = "Checked with the ward.") {
  reviewBreakGlass(id: $id, verdict: JUSTIFIED, comment: $comment) { id state verdict comment reviewer reviewedAt } }`;

let given: ActingGateway;
const officer = (overrides: Partial<Actor> = {}) => signedIn({ ...OFFICER, ...overrides });
const open = async (id: string, who = signedIn()) => {
  const { body } = await given.run(BREAK, who, { id });
  return String(Object(body.data?.breakGlass).id);
};
const queue = async (variables = {}, who = officer()) => {
  const { body } = await given.run(QUEUE, who, variables);
  return { body, pageInfo: Object(body.data?.breakGlassReviews).pageInfo, nodes: nodesOf(body.data) };
};
const nodesOf = (data: unknown) => {
  const { edges = [] } = Object(Object(data).breakGlassReviews);
  return edges.map(({ node }: { node: Record<string, unknown> }) => node);
};
const codesOf = ({ body }: Awaited<ReturnType<ActingGateway['run']>>) =>
  body.errors?.map(({ extensions }) => extensions.code);

beforeAll(async () => {
  given = await actingGateway();
});
beforeEach(() => {
  given.reset();
  for (const id of ['ada', 'bob', 'eve']) given.world.addPatient(id, { labels: id === 'eve' ? ['CEL'] : [] });
});

describe('breakGlassReviews', () => {
  it('shows a privacy officer what was opened, newest first, and records that it was read', async () => {
    const [first, second] = [await open('ada'), await open('eve')];
    const from = given.ledger.records.length;
    const { nodes, body } = await queue();
    expect(body.errors).toBeUndefined();
    expect(nodes).toMatchObject([
      { id: `BreakGlassReview/${second}`, patient: 'Patient/eve', state: 'OPEN' },
      {
        id: `BreakGlassReview/${first}`,
        patient: 'Patient/ada',
        actor: 'user-1',
        roles: ['PHYSICIAN'],
        client: 'portal',
        reason: 'OVRER',
        justification: WHY,
        openedAt: new Date(given.world.now()).toISOString(),
        verdict: null,
      },
    ]);
    const read = given
      .events(from)
      .filter(({ coordinate }) => coordinate === 'BreakGlassReview.justification')
      .toSorted((one, other) => String(one.subject).localeCompare(String(other.subject)));
    expect(read).toMatchObject([
      { subject: 'ada', resource: { type: 'BreakGlassReview', id: first }, actor: 'officer' },
      { subject: 'eve', resource: { type: 'BreakGlassReview', id: second }, decision: 'PERMIT' },
    ]);
    expect(JSON.stringify(given.ledger.records)).not.toContain('Unconscious');
  });

  it('shows them though the patient has forbidden all access', async () => {
    given.world.addRow({ resourceType: 'Consent', id: 'no', subjectId: 'ada', status: 'active', broken: 1 });
    await open('ada');
    expect((await queue()).nodes).toMatchObject([{ patient: 'Patient/ada', justification: WHY }]);
    const strict = await actingGateway('tenant: riverside\nsettings: { implicitConsent: deny }\n');
    strict.world.addPatient('eve', { labels: ['HIV'] });
    await strict.run(BREAK, signedIn(), { id: 'eve' });
    const { body } = await strict.run(QUEUE, officer());
    expect(nodesOf(body.data)).toMatchObject([{ patient: 'Patient/eve', justification: WHY }]);
  });

  it('shows the officer nothing else of the patient', async () => {
    await open('ada');
    const { body } = await given.run(
      '{ patient(id: "ada") { name { family } } node(id: "Patient/ada") { id } }',
      officer(),
    );
    expect(body.data).toEqual({ patient: null, node: null });
  });

  it('pages by cursors that no other state, officer or list opens', async () => {
    const ids = [await open('ada'), await open('bob'), await open('eve')];
    const { pageInfo, nodes } = await queue({ first: 2 });
    expect(nodes.map(({ id }: { id: string }) => id)).toEqual(
      [ids[2], ids[1]].map((id) => `BreakGlassReview/${id}`),
    );
    expect(pageInfo.hasNextPage).toBe(true);
    const after = pageInfo.endCursor;
    const rest = await queue({ first: 2, after });
    expect(rest.nodes.map(({ patient }: { patient: string }) => patient)).toEqual(['Patient/ada']);
    for (const [variables, who] of [
      [{ after, state: 'OPEN' }, officer()],
      [{ after }, officer({ id: 'another' })],
    ] as const) {
      expect((await queue(variables, who)).body.errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
    }
  });

  it.each(['PHYSICIAN', 'AUDITOR', 'SYSTEM_ADMIN', 'PATIENT', 'REGISTRATION'])(
    'is not for a %s',
    async (role) => {
      await open('ada');
      const who = officer({ roles: [role] });
      const { body } = await queue({}, who);
      expect(body.data).toEqual({ breakGlassReviews: null });
      expect(body.errors?.[0]?.extensions.code).toBe('FORBIDDEN');
      expect(given.world.calls).not.toContain('reviews ');
    },
  );

  it('is not for another purpose, a weak sign-in or scopes that do not reach', async () => {
    await open('ada');
    for (const who of [
      officer({ purpose: 'TREAT', purposes: ['TREAT'] }),
      officer({ scopes: ['user/Patient.rs'] }),
    ]) {
      const { text, body } = await given.run(QUEUE, who);
      expect(body.data).toMatchObject({
        breakGlassReviews: who.scopes === null ? { edges: [] } : null,
      });
      expect(text).not.toContain(WHY);
    }
    expect((await given.run(QUEUE, officer({ multiFactor: false }))).status).toBe(401);
  });

  it('shows nothing of a patient who is erased', async () => {
    await open('ada');
    given.world.patients.delete('ada');
    expect((await queue()).nodes).toEqual([]);
  });
});

describe('reviewBreakGlass', () => {
  it('judges once, on record first', async () => {
    const id = await open('ada');
    const from = given.ledger.records.length;
    const judged = await given.run(REVIEW, officer(), { id: `BreakGlassReview/${id}` });
    expect(judged.body.errors).toBeUndefined();
    expect(judged.body.data?.reviewBreakGlass).toMatchObject({
      id: `BreakGlassReview/${id}`,
      state: 'REVIEWED',
      verdict: 'JUSTIFIED',
      comment: 'Checked with the ward.',
      reviewer: 'officer',
    });
    expect(given.events(from)[0]).toMatchObject({
      kind: 'privileged',
      coordinate: 'Mutation.reviewBreakGlass',
      resource: { type: 'BreakGlassReview', id },
      subject: 'ada',
      actor: 'officer',
    });
    expect(codesOf(await given.run(REVIEW, officer({ id: 'second' }), { id }))).toEqual(['CONFLICT']);
    expect(given.events().at(-1)).toMatchObject({ decision: 'DENY', reason: 'ERROR', actor: 'second' });
    expect((await queue({ state: 'OPEN' })).nodes).toEqual([]);
    expect((await queue({ state: 'REVIEWED' })).nodes).toHaveLength(1);
  });

  it('of two at once lets one win', async () => {
    const id = await open('ada');
    const answers = await Promise.all(
      ['one', 'two'].map((name) => given.run(REVIEW, officer({ id: name }), { id })),
    );
    expect(answers.map(codesOf).sort()).toEqual([['CONFLICT'], undefined]);
  });

  it('is not for one’s own glass', async () => {
    const both = signedIn({ roles: ['PHYSICIAN', 'PRIVACY_OFFICER'] });
    const id = await open('ada', both);
    const asOfficer = { ...both, purpose: 'HOPERAT', purposes: ['HOPERAT'] };
    expect(codesOf(await given.run(REVIEW, asOfficer, { id }))).toEqual(['FORBIDDEN']);
    expect(given.world.queue[0]?.state).toBe('OPEN');
    expect(codesOf(await given.run(REVIEW, { ...asOfficer, issuer: 'urn:other' }, { id }))).toBeUndefined();
  });

  it.each(['nothing', 'constructor'])('is null for no glass (%s)', async (id) => {
    const { body } = await given.run(REVIEW, officer(), { id });
    expect(body).toMatchObject({ data: { reviewBreakGlass: null } });
    expect(given.events()).toMatchObject([{ decision: 'DENY', coordinate: 'Mutation.reviewBreakGlass' }]);
  });

  it('is not for others, nor for another purpose', async () => {
    const id = await open('ada');
    expect(codesOf(await given.run(REVIEW, signedIn(), { id }))).toEqual(['FORBIDDEN']);
    const { body } = await given.run(REVIEW, officer({ purpose: 'TREAT', purposes: ['TREAT'] }), { id });
    expect(body.data).toEqual({ reviewBreakGlass: null });
    expect(given.world.queue[0]?.state).toBe('OPEN');
  });

  it('leaves the glass unjudged where that cannot be recorded', async () => {
    const id = await open('ada');
    given.ledger.failWith = new Error('gone');
    expect((await given.run(REVIEW, officer(), { id })).status).toBe(503);
    expect(given.world.queue[0]?.state).toBe('OPEN');
  });

  it.each(['', '   ', 'x'.repeat(2001)])('needs a comment (%#)', async (comment) => {
    const id = await open('ada');
    expect(codesOf(await given.run(REVIEW, officer(), { id, comment }))).toEqual(['BAD_USER_INPUT']);
  });
});
