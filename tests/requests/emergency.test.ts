import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestGateway } from '../support/running-gateway.ts';
import { runGateway } from '../support/running-gateway.ts';

const WHY = 'Unconscious in the emergency room.';
const BREAK = `mutation($id: ID!) { breakGlass(patientId: $id, reason: OVRER, justification: "${WHY}") { id expiresAt } }`;
const READ = 'query($id: ID = "demo-ada") { patient(id: $id) { fhirId birthDate } }';
const QUEUE = `{ breakGlassReviews(state: OPEN) { edges { node { id patient actor justification state } } } }`;
const REVIEW = `mutation($id: ID!) { reviewBreakGlass(id: $id, verdict: JUSTIFIED, comment: "Seen.") { state verdict } }`;

let running: TestGateway;
beforeAll(async () => {
  running = await runGateway();
}, 120_000);
afterAll(() => running.close());

const data = async (token: string, query: string, variables: Record<string, unknown> = {}) => {
  const { body } = await running.ask(token, query, { variables });
  expect(body?.errors).toBeUndefined();
  return Object(body?.data);
};

describe('over the store', () => {
  it('an emergency goes from denial to glass to review, and nobody else sees more', async () => {
    const stranger = await running.persona('stranger');
    expect(await data(stranger, READ)).toEqual({ patient: null });
    const { breakGlass } = await data(stranger, BREAK, { id: 'Patient/demo-ada' });
    const { patient } = await data(stranger, READ);
    expect(patient).toMatchObject({ fhirId: 'demo-ada', birthDate: expect.any(String) });
    expect((await data(stranger, BREAK, { id: 'demo-ada' })).breakGlass).toEqual(breakGlass);
    expect(await data(stranger, READ, { id: 'demo-cleo' })).toEqual({ patient: null });

    const events = await running.events({ patient: 'demo-ada' });
    const marked = events.filter(({ breakGlass: glass }) => glass === breakGlass.id);
    expect(new Set(marked.map(({ coordinate }) => coordinate))).toEqual(
      new Set(['Mutation.breakGlass', 'Patient.birthDate']),
    );
    expect(running.log.filter(({ event }) => event === 'break_glass.opened')).toHaveLength(1);
    expect((await running.send('/metrics')).text).toContain('phield_break_glass_opened_total 1');

    const officer = await running.persona('privacy-officer');
    const id = `BreakGlassReview/${breakGlass.id}`;
    const { edges } = (await data(officer, QUEUE)).breakGlassReviews;
    expect(edges).toEqual([
      {
        node: { id, patient: 'Patient/demo-ada', actor: 'demo-stranger', justification: WHY, state: 'OPEN' },
      },
    ]);
    expect((await data(officer, REVIEW, { id })).reviewBreakGlass).toEqual({
      state: 'REVIEWED',
      verdict: 'JUSTIFIED',
    });
    expect((await data(officer, QUEUE)).breakGlassReviews.edges).toEqual([]);
  });

  it('a patient of another house is nobody', async () => {
    const stranger = await running.persona('stranger');
    const ids = ['demo-ben', 'nobody', 'constructor'];
    const answers = await Promise.all(ids.map((id) => running.ask(stranger, BREAK, { variables: { id } })));
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect(answers[0]?.body?.errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
  });

  it('a patient’s consent is in force when it is acknowledged, and out of it when it is withdrawn', async () => {
    const [patient, physician] = [await running.persona('patient'), await running.persona('physician')];
    expect((await data(physician, READ)).patient).not.toBeNull();
    const { recordConsent } = await data(
      patient,
      'mutation { recordConsent(patientId: "demo-ada", input: { decision: DENY, formVersion: "7" }) { id status version formVersion } }',
    );
    expect(recordConsent).toMatchObject({ status: 'active', version: 1, formVersion: '7' });
    expect(await data(physician, READ)).toEqual({ patient: null });
    const variables = { id: recordConsent.id };
    const withdraw = 'mutation($id: ID!) { withdrawConsent(id: $id, expectedVersion: 1) { status version } }';
    expect((await data(patient, withdraw, variables)).withdrawConsent).toEqual({
      status: 'inactive',
      version: 2,
    });
    expect((await data(physician, READ)).patient).not.toBeNull();
    const again = await running.ask(patient, withdraw, { variables });
    expect(again.body?.errors?.[0]?.extensions.code).toBe('CONFLICT');
    const { node } = await data(
      patient,
      'query($id: ID!) { node(id: $id) { ... on Consent { status version } } }',
      variables,
    );
    expect(node).toEqual({ status: 'inactive', version: 2 });
  });

  it('a mutation never travels in a URL', async () => {
    const query = encodeURIComponent(
      `mutation { breakGlass(patientId: "demo-ada", reason: OVRER, justification: "${WHY}") { id } }`,
    );
    const answer = await running.send(`/graphql?query=${query}`, {
      headers: { authorization: `Bearer ${await running.persona('stranger')}` },
    });
    expect(answer.status).toBe(405);
  });

  it('many glasses asked for at once are one', async () => {
    const token = await running.token({ sub: 'crowd', roles: ['NURSE'] });
    const answers = await Promise.all(
      Array.from({ length: 6 }, () => data(token, BREAK, { id: 'demo-dev' })),
    );
    expect(new Set(answers.map(({ breakGlass }) => breakGlass.id)).size).toBe(1);
    const officer = await running.persona('privacy-officer');
    const { edges } = (await data(officer, QUEUE)).breakGlassReviews;
    expect(edges).toHaveLength(1);
  });
});
