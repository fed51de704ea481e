import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ActingGateway } from '../support/acting-gateway.ts';
import { actingGateway, signedIn } from '../support/acting-gateway.ts';

const OVERLAY = `tenant: riverside
tighten:
  - { roles: [PHYSICIAN], coordinates: [Patient.birthDate], mask: GENERALIZE, reveal: 30 }
  - { roles: [PHYSICIAN], coordinates: [Patient.name], mask: REDACT }
  - { roles: [NURSE], coordinates: [Patient.birthDate], mask: GENERALIZE, reveal: 30 }
  - { roles: [NURSE], coordinates: [Patient.birthDate], mask: REDACT }
  - { roles: [RESEARCHER], coordinates: [Patient.birthDate], mask: REDACT, reveal: 30 }
`;
const WHY = 'Caller gave a birth date to compare.';
const REVEAL = `mutation($id: ID!, $fields: [String!]!, $why: String!) {
  reveal(id: $id, fields: $fields, reason: $why) { field expiresAt } }`;
const READ = 'query($id: ID = "ada") { patient(id: $id) { birthDate name { family } gender } }';

let given: ActingGateway;
beforeAll(async () => {
  given = await actingGateway(OVERLAY);
});
beforeEach(() => {
  given.reset();
  for (const id of ['ada', 'bob']) given.world.addPatient(id, { care: ['Practitioner/p1'] });
});

const reveal = (fields: readonly string[], who = signedIn(), id = 'Patient/ada', why = WHY) =>
  given.run(REVEAL, who, { id, fields, why });
const codesOf = ({ body }: Awaited<ReturnType<typeof reveal>>) =>
  body.errors?.map(({ extensions }) => extensions.code);
const birthDate = async (id = 'ada', who = signedIn()) =>
  Object((await given.run(READ, who, { id })).body.data?.patient).birthDate;

describe('reveal', () => {
  it('shows a field of one row whole, for as long as the tenant says', async () => {
    expect(await birthDate()).toBe('1970');
    const { body } = await reveal(['birthDate']);
    const expiresAt = new Date(given.world.now() + 30_000).toISOString();
    expect(body.data).toEqual({ reveal: [{ field: 'birthDate', expiresAt }] });
    expect(await birthDate()).toBe('1970-02-03');
    expect(await birthDate('bob')).toBe('1970');
    expect(await birthDate('ada', signedIn({ id: 'other' }))).toBe('1970');
    given.pass(30_000);
    expect(await birthDate()).toBe('1970');
  });

  it('is on record first, without the reason', async () => {
    await reveal(['birthDate']);
    const act = { kind: 'privileged', subject: 'ada', resource: { type: 'Patient', id: 'ada' } };
    expect(given.events().filter(({ kind }) => kind === 'privileged')).toMatchObject([
      { ...act, coordinate: 'Mutation.reveal' },
      { ...act, coordinate: 'Patient.birthDate' },
    ]);
    expect(JSON.stringify(given.ledger.records)).not.toContain('Caller');
    given.reset();
    given.world.addPatient('ada', { care: ['Practitioner/p1'] });
    given.ledger.failWith = new Error('gone');
    expect((await reveal(['birthDate'])).status).toBe(503);
    given.ledger.failWith = null;
    expect(await birthDate()).toBe('1970');
  });

  it.each([
    ['a mask that the tenant does not lift', ['name']],
    ['a field that is whole', ['gender']],
    ['a field that is denied', ['ssn']],
    ['one of several that may not be', ['birthDate', 'name']],
    ['no field of the type', ['constructor']],
    ['a field that is no PHI', ['id']],
    ['no field at all', []],
  ])('is FORBIDDEN for %s', async (_, fields) => {
    expect(codesOf(await reveal(fields))).toEqual(['FORBIDDEN']);
    expect(given.world.reveals.size).toBe(0);
  });

  it('is FORBIDDEN where another mask stays', async () => {
    expect(codesOf(await reveal(['birthDate'], signedIn({ roles: ['NURSE'] })))).toEqual(['FORBIDDEN']);
    const who = signedIn({ roles: ['RESEARCHER'], purpose: 'HRESCH', purposes: ['HRESCH'] });
    expect(codesOf(await reveal(['birthDate'], who))).toEqual(['FORBIDDEN']);
  });

  it('tells nobody’s row from none', async () => {
    given.world.addPatient('eve');
    const answers = [];
    for (const id of [
      'Patient/eve',
      'Patient/nobody',
      'Patient/constructor',
      'Observation/none',
      'Nothing/none',
    ]) {
      answers.push(await reveal(['birthDate'], signedIn(), id));
    }
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect(codesOf(answers[0] ?? (await reveal([])))).toEqual(['BAD_USER_INPUT']);
    expect(given.world.reveals.size).toBe(0);
  });

  it.each(['', 'too short', 'x'.repeat(2001)])('needs a reason (%#)', async (why) => {
    expect(codesOf(await reveal(['birthDate'], signedIn(), 'Patient/ada', why))).toEqual(['BAD_USER_INPUT']);
  });

  it('fails closed with the store', async () => {
    given.world.failing.add('openReveal');
    expect(codesOf(await reveal(['birthDate']))).toEqual(['UPSTREAM_UNAVAILABLE']);
    expect(await birthDate()).toBe('1970');
  });
});
