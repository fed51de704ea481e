import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Actor } from '../../src/identity/actor.ts';
import type { ActingGateway } from '../support/acting-gateway.ts';
import { actingGateway, signedIn } from '../support/acting-gateway.ts';

const RECORD = `mutation($id: ID!, $input: ConsentInput!) { recordConsent(patientId: $id, input: $input) {
  id status dateTime performer version purposes { purpose standing reconsentDue } lawfulBasis formVersion
  collectionMethod expires reconsentDue renews provision { type } } }`;
const WITHDRAW = `mutation($id: ID!, $expectedVersion: Int, $supersededBy: ID) {
  withdrawConsent(id: $id, expectedVersion: $expectedVersion, supersededBy: $supersededBy) { id status version } }`;
const READ = '{ patient(id: "ada") { birthDate } }';
const DENY = { decision: 'DENY' };

const PATIENT = {
  roles: ['PATIENT'],
  purpose: 'PATRQT',
  purposes: ['PATRQT'],
  fhirUser: 'Patient/ada',
  id: 'ada',
};
const CLERK = { roles: ['REGISTRATION'], purpose: 'PATADMIN', purposes: ['PATADMIN'], fhirUser: null };

let given: ActingGateway;
const ada = (overrides: Partial<Actor> = {}) => signedIn({ ...PATIENT, ...overrides });
const physician = (overrides: Partial<Actor> = {}) => signedIn(overrides);
const record = (who: Actor, input: object = DENY, id = 'ada') => given.run(RECORD, who, { id, input });
const withdraw = (who: Actor, id: string, more = {}) => given.run(WITHDRAW, who, { id, ...more });
const codesOf = ({ body }: Awaited<ReturnType<ActingGateway['run']>>) =>
  body.errors?.filter(({ path }) => path?.length === 1).map(({ extensions }) => extensions.code) ?? [];
const idOf = ({ body }: Awaited<ReturnType<ActingGateway['run']>>) =>
  String(Object(body.data?.recordConsent).id);

beforeAll(async () => {
  given = await actingGateway();
});
beforeEach(() => {
  given.reset();
  given.world.addPatient('ada', { care: ['Practitioner/p1'] });
  given.world.addPatient('bob');
});

describe('recordConsent', () => {
  it('keeps what a patient decided, with all that the law asks to be kept', async () => {
    const answer = await record(ada(), {
      decision: 'PERMIT',
      purposes: ['TREATMENT', 'REMINDERS'],
      lawfulBasis: ['GDPR_6_1_A', 'GDPR_9_2_A'],
      formVersion: '2026-02',
      collectionMethod: 'ELECTRONIC',
      period: { start: '2026-01-01', end: '2027-01-01' },
      reconsentDue: '2026-12-01',
      renews: 'Consent/old',
    });
    expect(answer.body.errors).toBeUndefined();
    expect(answer.body.data?.recordConsent).toMatchObject({
      status: 'active',
      dateTime: new Date(given.world.now()).toISOString(),
      performer: ['Patient/ada'],
      version: 1,
      purposes: [
        { purpose: 'TREATMENT', standing: 'GRANTED', reconsentDue: false },
        { purpose: 'REMINDERS', standing: 'GRANTED', reconsentDue: false },
      ],
      lawfulBasis: ['GDPR_6_1_A', 'GDPR_9_2_A'],
      formVersion: '2026-02',
      collectionMethod: 'ELECTRONIC',
      expires: '2027-01-01',
      reconsentDue: '2026-12-01',
      renews: 'Consent/old',
      provision: { type: 'permit' },
    });
    const id = idOf(answer).slice('Consent/'.length);
    expect(given.events()[0]).toMatchObject({
      kind: 'privileged',
      coordinate: 'Mutation.recordConsent',
      decision: 'PERMIT',
      consent: id,
      resource: { type: 'Consent', id },
      subject: 'ada',
    });
  });

  it('holds for the very next operation', async () => {
    expect((await given.run(READ)).body.data).toMatchObject({ patient: { birthDate: '1970-02-03' } });
    await record(ada());
    expect((await given.run(READ)).body.data).toEqual({ patient: null });
    expect((await given.run(READ, ada())).body.data).toMatchObject({ patient: { birthDate: '1970-02-03' } });
  });

  it.each([
    ['the patient', () => ada()],
    ['a physician of the care team', () => physician()],
    ['a nurse of the care team', () => physician({ roles: ['NURSE'] })],
    ['registration', () => physician(CLERK)],
  ])('is for %s', async (_, who) => {
    const answer = await record(who());
    expect(codesOf(answer)).toEqual([]);
    expect(answer.body.data?.recordConsent).toMatchObject({ status: 'active' });
  });

  it('shows registration no more of it than registration sees', async () => {
    const { body } = await record(physician(CLERK), { decision: 'DENY', formVersion: 'secret-form' });
    expect(body.data?.recordConsent).toMatchObject({ status: 'active', formVersion: null, purposes: null });
  });

  it('is one answer for whoever is not tied and for nobody at all', async () => {
    const answers = [];
    for (const [who, id] of [
      [physician({ fhirUser: 'Practitioner/other' }), 'ada'],
      [physician({ fhirUser: 'Practitioner/other' }), 'nobody'],
      [physician({ fhirUser: 'Practitioner/other' }), 'constructor'],
      [ada(), 'bob'],
      [ada(), 'nobody'],
    ] as const) {
      const calls = given.world.calls.length;
      const { text } = await record(who, DENY, id);
      answers.push(text.replaceAll(/"class":"[^"]*"/g, ''));
      expect(given.world.calls.slice(calls)).toEqual([`facts ${id}`]);
    }
    expect(new Set(answers).size).toBe(1);
    expect(answers[0]).toContain('BAD_USER_INPUT');
    expect(given.world.rows.size).toBe(0);
    expect(given.events().map(({ decision, reason }) => `${decision} ${reason}`)).toEqual(
      Array(5).fill('DENY RELATIONSHIP'),
    );
  });

  it.each([
    ['BILLING', { purpose: 'HPAYMT', roles: ['BILLING'] }],
    ['RESEARCHER', { purpose: 'HRESCH', roles: ['RESEARCHER'] }],
    ['PRIVACY_OFFICER', { purpose: 'HOPERAT', roles: ['PRIVACY_OFFICER'] }],
    ['PHYSICIAN for payment', { purpose: 'HPAYMT' }],
    ['scopes that only read', { scopes: ['user/Consent.rs', 'user/Patient.rs'] }],
    ['scopes that only change', { scopes: ['user/Consent.ru', 'user/Patient.rs'] }],
  ])('is not for %s', async (_, overrides) => {
    expect(codesOf(await record(physician(overrides)))).toEqual(['FORBIDDEN']);
    expect(given.world.calls).toEqual([]);
  });

  it('is for scopes that create', async () => {
    expect(codesOf(await record(physician({ scopes: ['user/Consent.cr'] })))).toEqual([]);
  });

  it.each([
    ['nothing it permits', { decision: 'PERMIT' }],
    ['an empty list', { decision: 'DENY', purposes: [] }],
    ['an unknown label', { decision: 'DENY', labels: ['__proto__'] }],
    ['an unknown type', { decision: 'DENY', classes: ['constructor'] }],
    ['a period that ends before it starts', { decision: 'DENY', period: { start: '2027', end: '2026' } }],
    ['no reference', { decision: 'DENY', actors: ['somebody'] }],
  ])('refuses %s, and records none of it', async (_, input) => {
    expect(codesOf(await record(ada(), input))).toEqual(['BAD_USER_INPUT']);
    expect(given.world.rows.size).toBe(0);
    expect(given.events().filter(({ kind }) => kind === 'privileged')).toEqual([]);
  });

  it('stores nothing that cannot be recorded', async () => {
    given.ledger.failWith = new Error('gone');
    expect((await record(ada())).status).toBe(503);
    expect(given.world.rows.size).toBe(0);
  });

  it('fails closed with the store', async () => {
    given.world.failing.add('writeConsent');
    expect(codesOf(await record(ada()))).toEqual(['UPSTREAM_UNAVAILABLE']);
    given.world.failing.add('facts');
    expect(codesOf(await record(ada()))).toEqual(['UPSTREAM_UNAVAILABLE']);
  });
});

describe('withdrawConsent', () => {
  it('takes it out of force for the very next operation, as a new version', async () => {
    const id = idOf(await record(ada()));
    const { body } = await withdraw(ada(), id, { expectedVersion: 1 });
    expect(body.data?.withdrawConsent).toEqual({ id, status: 'inactive', version: 2 });
    expect((await given.run(READ)).body.data).toMatchObject({ patient: { birthDate: '1970-02-03' } });
    const act = given.events().find(({ coordinate }) => coordinate === 'Mutation.withdrawConsent');
    expect(act).toMatchObject({ kind: 'privileged', consent: id.slice(8), subject: 'ada' });
  });

  it('is CONFLICT at another version, and when it is not in force', async () => {
    const id = idOf(await record(ada()));
    expect(codesOf(await withdraw(ada(), id, { expectedVersion: 2 }))).toEqual(['CONFLICT']);
    expect(codesOf(await withdraw(ada(), id, { expectedVersion: 0 }))).toEqual(['CONFLICT']);
    expect(codesOf(await withdraw(ada(), id))).toEqual([]);
    expect(codesOf(await withdraw(ada(), id))).toEqual(['CONFLICT']);
  });

  it('of two at once lets one win', async () => {
    const id = idOf(await record(ada()));
    const answers = await Promise.all([withdraw(ada(), id), withdraw(ada(), id)]);
    expect(answers.map(codesOf).sort()).toEqual([[], ['CONFLICT']]);
  });

  it('is one answer for a consent that is somebody else’s and for none', async () => {
    given.world.addRow({ resourceType: 'Consent', id: 'bobs', subjectId: 'bob', status: 'active' });
    const answers = [];
    for (const id of ['bobs', 'none', 'Consent/constructor']) answers.push((await withdraw(ada(), id)).text);
    expect(new Set(answers).size).toBe(1);
    expect(answers[0]).toContain('BAD_USER_INPUT');
    expect(given.world.rows.get('Consent/bobs')?.status).toBe('active');
  });

  it('is for scopes that update', async () => {
    const id = idOf(await record(ada()));
    for (const scopes of [['patient/Consent.rs'], ['patient/Consent.c'], ['user/Patient.rsu']]) {
      expect(codesOf(await withdraw(ada({ scopes, patient: 'ada' }), id))).toEqual(['FORBIDDEN']);
    }
    const answer = await withdraw(ada({ scopes: ['patient/Consent.ru'], patient: 'ada' }), id);
    expect(answer.body.data?.withdrawConsent).toMatchObject({ status: 'inactive' });
  });

  it('and a reading at once give each what held when it began', async () => {
    const id = idOf(await record(ada()));
    const [read, { body }] = await Promise.all([given.run(READ), withdraw(ada(), id)]);
    expect(body.data?.withdrawConsent).toMatchObject({ status: 'inactive' });
    expect([null, { birthDate: '1970-02-03' }]).toContainEqual(read.body.data?.patient);
  });
});
