import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { LedgerUnavailableError } from '../../src/errors.ts';
import type { Actor } from '../../src/identity/actor.ts';
import type { ActingGateway } from '../support/acting-gateway.ts';
import { actingGateway, signedIn } from '../support/acting-gateway.ts';

const WHY = 'Unconscious in the emergency room.';
const BREAK = `mutation($id: ID!, $why: String!) {
  breakGlass(patientId: $id, reason: OVRER, justification: $why) { id expiresAt } }`;
const READ = '{ patient(id: "ada") { id birthDate name { family } consents { edges { node { id } } } } }';

let given: ActingGateway;
beforeAll(async () => {
  given = await actingGateway('tenant: riverside\nsettings: { breakGlassMinutes: 30 }\n');
});
beforeEach(() => {
  given.reset();
  given.world.addPatient('ada');
  given.world.addPatient('eve', { labels: ['PSYTHPN'] });
});

const breakGlass = (who: Actor = signedIn(), id = 'ada', why = WHY) => given.run(BREAK, who, { id, why });
const codesOf = (answer: Awaited<ReturnType<typeof breakGlass>>) =>
  answer.body.errors?.map(({ extensions }) => extensions.code);

describe('breakGlass', () => {
  it('opens a record that nothing else opens, by its grants, marked field by field', async () => {
    expect((await given.run(READ)).body.data).toEqual({ patient: null });
    const opened = await breakGlass();
    expect(opened.body.errors).toBeUndefined();
    const { id, expiresAt } = Object(opened.body.data?.breakGlass);
    expect(Date.parse(expiresAt)).toBe(given.world.now() + 30 * 60_000);

    const from = given.ledger.records.length;
    const read = await given.run(READ);
    expect(read.body.data).toMatchObject({ patient: { birthDate: '1970-02-03', consents: null } });
    const seen = given.events(from).filter(({ decision }) => decision === 'PERMIT');
    expect(seen.map(({ coordinate }) => coordinate)).toEqual(['Patient.name', 'Patient.birthDate']);
    for (const event of seen) {
      expect(event).toMatchObject({ reason: 'BREAK_GLASS', breakGlass: id, purpose: 'BTG', subject: 'ada' });
    }
  });

  it('is on record before anything is opened, told at once and queued for review', async () => {
    const opened = await breakGlass();
    const { id } = Object(opened.body.data?.breakGlass);
    expect(given.events()).toMatchObject([
      {
        kind: 'privileged',
        coordinate: 'Mutation.breakGlass',
        decision: 'PERMIT',
        reason: 'BREAK_GLASS',
        breakGlass: id,
        purpose: 'BTG',
        subject: 'ada',
        resource: { type: 'Patient', id: 'ada' },
        actor: 'user-1',
      },
    ]);
    expect(given.log.filter(({ event }) => event === 'break_glass.opened')).toMatchObject([
      { tenant: 'riverside', glass: id },
    ]);
    expect(given.world.queue).toMatchObject([{ id, state: 'OPEN', justification: WHY, actor: 'user-1' }]);
    expect(JSON.stringify([given.ledger.records, given.log])).not.toContain('Unconscious');
  });

  it('opens nothing that could not be recorded', async () => {
    given.ledger.failWith = new LedgerUnavailableError('full');
    const answer = await breakGlass();
    expect(answer.status).toBe(503);
    expect(codesOf(answer)).toEqual(['LEDGER_UNAVAILABLE']);
    given.ledger.failWith = null;
    expect(given.world.glasses.size).toBe(0);
    expect(given.world.calls).not.toContain('openGlass ada');
    expect((await given.run(READ)).body.data).toEqual({ patient: null });
  });

  it.each([
    ['BILLING', 'HPAYMT'],
    ['RESEARCHER', 'HRESCH'],
    ['PRIVACY_OFFICER', 'HOPERAT'],
    ['PATIENT', 'PATRQT'],
    ['PHYSICIAN', 'HPAYMT'],
  ])('is not for a %s under %s, whoever the patient is', async (role, purpose) => {
    const who = signedIn({ roles: [role], purpose, purposes: [purpose] });
    const answers = [
      await breakGlass(who),
      await breakGlass(who, 'nobody'),
      await breakGlass(who, 'ada', 'x'),
    ];
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect(answers.map(codesOf)).toEqual([['FORBIDDEN'], ['FORBIDDEN'], ['FORBIDDEN']]);
    expect(given.world.calls).toEqual([]);
    const denied = { coordinate: 'Mutation.breakGlass', decision: 'DENY', reason: 'ROLE', subject: 'ada' };
    expect(given.events()[0]).toMatchObject(denied);
  });

  it('is not for scopes that reach no patient, nor beyond a launch context', async () => {
    expect(codesOf(await breakGlass(signedIn({ scopes: ['user/Claim.rs'] })))).toEqual(['FORBIDDEN']);
    expect(codesOf(await breakGlass(signedIn({ patient: 'eve' })))).toEqual(['FORBIDDEN']);
    expect(given.world.glasses.size).toBe(0);
  });

  it('needs a fresh sign-in with more than one factor', async () => {
    const stale = signedIn({ authTime: given.world.now() / 1000 - 901 });
    for (const who of [stale, signedIn({ authTime: null }), signedIn({ multiFactor: false })]) {
      const answer = await breakGlass(who);
      expect(answer.status).toBe(401);
      expect(codesOf(answer)).toEqual(['INSUFFICIENT_USER_AUTHENTICATION']);
    }
    expect(given.world.calls).toEqual([]);
  });

  it('tells nobody of another house from nobody at all', async () => {
    const ids = ['nobody', 'constructor', '00000000-0000-4000-8000-000000000000'];
    const answers = [];
    for (const id of ids) answers.push(await breakGlass(signedIn(), id));
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect(answers.map(codesOf)).toEqual(ids.map(() => ['BAD_USER_INPUT']));
    expect(answers[0]?.body.data).toEqual({ breakGlass: null });
    expect(given.world.calls).toEqual(ids.map((id) => `facts ${id}`));
    expect(given.events()).toMatchObject(
      ids.map((subject) => ({ subject, decision: 'DENY', reason: 'RELATIONSHIP' })),
    );
  });

  it.each(['', ' '.repeat(40), 'too short', '         nine chars'.slice(0, 18), 'x'.repeat(2001)])(
    'needs a justification that says something (%#)',
    async (why) => {
      expect(codesOf(await breakGlass(signedIn(), 'ada', why))).toEqual(['BAD_USER_INPUT']);
      expect(given.world.calls).toEqual([]);
    },
  );

  it.each(['__proto__', 'Observation/ada', 'Patient/', '../ada', ''])(
    'is not for an id like %j',
    async (id) => {
      expect(codesOf(await breakGlass(signedIn(), id))).toEqual(['BAD_USER_INPUT']);
      expect(given.world.calls).toEqual([]);
    },
  );

  it('gives the same glass again, no longer open than before, and records that too', async () => {
    const first = await breakGlass();
    given.pass(29 * 60_000);
    const again = await breakGlass(signedIn({ authTime: given.world.now() / 1000 }));
    expect(again.text).toBe(first.text);
    expect(given.world.queue).toHaveLength(1);
    expect(given.events().map(({ breakGlass: id }) => id)).toEqual(
      Array(2).fill(Object(first.body.data?.breakGlass).id),
    );
    expect(given.log.filter(({ event }) => event === 'break_glass.opened')).toHaveLength(1);
  });

  it('asked twice at once is one glass, and all that was given is on record', async () => {
    const answers = await Promise.all([breakGlass(), breakGlass(), breakGlass()]);
    const [id, ...others] = new Set(answers.map(({ body }) => Object(body.data?.breakGlass).id));
    expect(others).toEqual([]);
    expect(given.world.queue).toHaveLength(1);
    const requests = given.events().filter(({ breakGlass: one }) => one === id);
    expect(new Set(requests.map(({ request }) => request)).size).toBe(3);
    expect(given.log.filter(({ event }) => event === 'break_glass.opened')).toHaveLength(1);
  });

  it('ends by the clock, and an operation that began before ends as it began', async () => {
    await breakGlass();
    given.pass(30 * 60_000 - 1);
    given.world.during = () => given.pass(1);
    expect((await given.run(READ)).body.data).toMatchObject({ patient: { birthDate: '1970-02-03' } });
    expect((await given.run(READ)).body.data).toEqual({ patient: null });
  });

  it('is for one actor and one patient', async () => {
    await breakGlass();
    given.world.addPatient('bob');
    expect((await given.run(READ, signedIn({ id: 'other' }))).body.data).toEqual({ patient: null });
    expect((await given.run(READ, signedIn({ issuer: 'urn:other' }))).body.data).toEqual({ patient: null });
    expect((await given.run(READ.replace('ada', 'bob'))).body.data).toEqual({ patient: null });
  });

  it('leaves on record which row a label withholds behind it, tie or none, and tells nobody', async () => {
    for (const care of [[], ['Practitioner/p1']]) {
      given.reset();
      given.world.addPatient('ada', { care });
      const row = { resourceType: 'Observation', subjectId: 'ada', rowCategories: ['LAB'] };
      given.world.addRow({ ...row, id: 'o1', labels: ['UNKNOWN'], valueString: 'x' });
      await given.run(BREAK, signedIn(), { id: 'ada', why: WHY });
      const from = given.ledger.records.length;
      const { body } = await given.run(
        '{ patient(id: "ada") { observations { edges { node { id } } } } }',
        signedIn(),
      );
      expect([body.data, body.errors]).toEqual([{ patient: { observations: { edges: [] } } }, undefined]);
      expect(given.events(from)).toContainEqual(
        expect.objectContaining({
          decision: 'DENY',
          reason: 'LABEL',
          resource: { type: 'Observation', id: 'o1' },
        }),
      );
    }
  });

  it('waives a consent, and never a psychotherapy note', async () => {
    given.world.addRow({ resourceType: 'Consent', id: 'no', subjectId: 'ada', status: 'active', broken: 1 });
    await breakGlass();
    expect((await given.run(READ)).body.data).toMatchObject({ patient: { birthDate: '1970-02-03' } });
    await breakGlass(signedIn(), 'eve');
    expect((await given.run(READ.replace('ada', 'eve'))).body.data).toEqual({ patient: null });
  });

  it('fails closed with the store', async () => {
    given.world.failing.add('openGlass');
    expect(codesOf(await breakGlass())).toEqual(['UPSTREAM_UNAVAILABLE']);
    expect((await given.run(READ)).body.data).toEqual({ patient: null });
    given.world.failing.add('facts');
    expect(codesOf(await breakGlass())).toEqual(['UPSTREAM_UNAVAILABLE']);
    expect(given.world.glasses.size).toBe(0);
  });

  it('is nothing for a tenant’s role that was denied it', async () => {
    const strict = await actingGateway(
      'tenant: riverside\nderivedRoles:\n  STUDENT: { base: NURSE, only: [DEMOGRAPHICS], breakGlass: false }\n',
    );
    strict.world.addPatient('ada');
    const answer = await strict.run(BREAK, signedIn({ roles: ['STUDENT'] }), { id: 'ada', why: WHY });
    expect(codesOf(answer)).toEqual(['FORBIDDEN']);
  });
});
