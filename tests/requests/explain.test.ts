import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ActingGateway } from '../support/acting-gateway.ts';
import { actingGateway, OFFICER, signedIn } from '../support/acting-gateway.ts';

const OVERLAY = `tenant: riverside
remove:
  - { roles: [NURSE], coordinates: [Patient.gender] }
tighten:
  - { roles: [PHYSICIAN], coordinates: [Patient.birthDate], mask: GENERALIZE }
`;
const EXPLAIN = `mutation($input: ExplainAccessInput!) { explainAccess(input: $input) {
  id resource exists relationships labels consented consent glass
  fields { field decision mask reason grant place categories { category overlay steps { step left } } } } }`;
const CARE = { roles: ['PHYSICIAN'], purpose: 'TREAT', fhirUser: 'Practitioner/p1' };

let given: ActingGateway;
beforeAll(async () => {
  given = await actingGateway(OVERLAY);
});
beforeEach(() => {
  given.reset();
  given.world.addPatient('ada', { care: ['Practitioner/p1'] });
  given.world.addPatient('eve', { labels: ['TBOO'], care: ['Practitioner/p1'] });
  const row = { resourceType: 'Condition', subjectId: 'ada', rowCategories: ['PROBLEM'] };
  given.world.addRow({ ...row, id: 'c1', code: { text: 'secret text' } });
  given.world.addRow({ ...row, id: 'hiv', labels: ['HIV'], code: { text: 'secret text' } });
});

const officer = (overrides = {}) => signedIn({ ...OFFICER, ...overrides });
const ask = (resource: string, fields: readonly string[], actor: object = CARE, who = officer()) =>
  given.run(EXPLAIN, who, { input: { resource, fields, actor } });
const explained = async (...asked: Parameters<typeof ask>) => {
  const { body } = await ask(...asked);
  expect(body.errors).toBeUndefined();
  return Object(body.data?.explainAccess);
};
const codesOf = ({ body }: Awaited<ReturnType<typeof ask>>) =>
  body.errors?.map(({ extensions }) => extensions.code);

describe('explainAccess', () => {
  it('names the grant that permits and where it stands', async () => {
    const { fields, ...rest } = await explained('Patient/ada', ['name']);
    const none = { labels: [], consented: true, consent: null, glass: null };
    expect(rest).toMatchObject({ resource: 'Patient/ada', exists: true, ...none });
    expect(rest.relationships).toEqual(['CARE_TEAM', 'ORG']);
    expect(fields).toMatchObject([
      {
        field: 'name',
        decision: 'PERMIT',
        mask: 'NONE',
        reason: 'GRANT',
        grant: 'PhiCategory.DEMOGRAPHICS#1',
        place: expect.stringMatching(/^access\.graphql:\d+$|^schema\/access\.graphql:\d+$/),
        categories: [{ category: 'DEMOGRAPHICS', overlay: [] }],
      },
    ]);
    expect(fields[0].categories[0].steps.map(({ step }: { step: string }) => step)).toEqual([
      'ROLE',
      'PURPOSE',
      'SCOPE',
      'ASSURANCE',
      'TENANT',
      'RELATIONSHIP',
      'CONSENT',
      'LABEL',
    ]);
  });

  it('names the entry of the overlay that masks or removes', async () => {
    const masked = await explained('Patient/ada', ['birthDate']);
    expect(masked.fields).toMatchObject([
      { decision: 'MASK', mask: 'GENERALIZE', categories: [{ overlay: ['riverside.yaml:5'] }] },
    ]);
    const removed = await explained('Patient/ada', ['gender'], { ...CARE, roles: ['NURSE'] });
    expect(removed.fields).toMatchObject([
      { decision: 'DENY', reason: 'TENANT', grant: null, categories: [{ overlay: ['riverside.yaml:3'] }] },
    ]);
  });

  it.each([
    ['ROLE', 'Patient/ada', 'ssn', {}],
    ['PURPOSE', 'Patient/ada', 'name', { purpose: 'HPAYMT' }],
    ['SCOPE', 'Patient/ada', 'name', { scopes: ['user/Claim.rs'] }],
    ['ASSURANCE', 'Patient/ada', 'name', { multiFactor: false }],
    ['RELATIONSHIP', 'Patient/ada', 'name', { fhirUser: 'Practitioner/other' }],
    ['LABEL', 'Patient/eve', 'name', { roles: ['CARE_COORDINATOR'], purpose: 'COC' }],
    ['CONSENT', 'Condition/hiv', 'code', {}],
  ])('says %s where that step leaves nothing', async (reason, resource, field, overrides) => {
    const { fields } = await explained(resource, [field], { ...CARE, ...overrides });
    expect(fields).toMatchObject([{ decision: 'DENY', reason, grant: null, place: null }]);
    const emptied = fields[0].categories[0].steps.find(({ left }: { left: unknown[] }) => left.length === 0);
    expect(emptied.step).toBe(reason);
  });

  it('names the consent, the labels and the glass', async () => {
    given.world.addRow({ resourceType: 'Consent', id: 'no', subjectId: 'ada', status: 'active', broken: 1 });
    const denied = await explained('Condition/hiv', ['code']);
    expect(denied).toMatchObject({ consented: false, consent: 'Consent/no', labels: ['HIV'], exists: false });
    const why = 'Unconscious in the emergency room.';
    const broken = await given.run(
      `mutation { breakGlass(patientId: "ada", reason: OVRER, justification: "${why}") { id } }`,
      signedIn(),
    );
    const glass = Object(broken.body.data?.breakGlass).id;
    const opened = await explained('Condition/hiv', ['code'], { ...CARE, id: 'user-1' });
    expect(opened).toMatchObject({ glass, exists: true, fields: [{ reason: 'BREAK_GLASS' }] });
    expect(await explained('Condition/hiv', ['code'], { ...CARE, id: 'other' })).toMatchObject({
      glass: null,
    });
  });

  it('says what that actor then gets, and never a value', async () => {
    const { text } = await ask('Condition/c1', ['code', 'recordedDate']);
    expect(text).not.toContain('secret');
    const row = '{ node(id: "Condition/c1") { ... on Condition { code { text } } } }';
    expect((await given.run(row)).text).toContain('secret text');
  });

  it('is of the actor and the fields it was asked for, whatever else is explained beside it', async () => {
    const one = (actor: string, fields: string) =>
      `explainAccess(input: { resource: "Patient/ada", fields: ${fields}, actor: ${actor} }) {
        id relationships fields { field decision reason } }`;
    const care = '{ roles: ["PHYSICIAN"], purpose: "TREAT", fhirUser: "Practitioner/p1" }';
    const clerk = '{ roles: ["BILLING"], purpose: "HPAYMT" }';
    const asked = [one(care, '["ssn"]'), one(clerk, '["ssn"]'), one(care, '["name"]')];
    const alone = await Promise.all(
      asked.map(async (text) => (await given.run(`mutation { a: ${text} }`, officer())).body.data?.a),
    );
    const all = await given.run(`mutation { a: ${asked[0]} b: ${asked[1]} c: ${asked[2]} }`, officer());
    expect([all.body.data?.a, all.body.data?.b, all.body.data?.c]).toEqual(alone);
    expect(new Set(alone.map((each) => Object(each).id)).size).toBe(3);
  });

  it('is on record, act and fields', async () => {
    await explained('Condition/c1', ['code']);
    const act = { kind: 'privileged', subject: 'ada', resource: { type: 'Condition', id: 'c1' } };
    expect(given.events().filter(({ kind }) => kind === 'privileged')).toMatchObject([
      { ...act, coordinate: 'Mutation.explainAccess', actor: 'officer' },
      { ...act, coordinate: 'Condition.code' },
    ]);
    given.ledger.failWith = new Error('gone');
    const answer = await ask('Condition/c1', ['code']);
    expect(answer.status).toBe(503);
    expect(answer.text).not.toContain('Condition');
  });

  it.each(['PHYSICIAN', 'AUDITOR', 'PATIENT'])('is not for a %s', async (role) => {
    expect(codesOf(await ask('Patient/ada', ['name'], CARE, officer({ roles: [role] })))).toEqual([
      'FORBIDDEN',
    ]);
    const other = await ask('Patient/ada', ['name'], CARE, officer({ purpose: 'TREAT' }));
    expect(other.body.data).toEqual({ explainAccess: null });
  });

  it('is on record for the right purpose alone', async () => {
    await ask('Condition/c1', ['code'], CARE, officer({ purpose: 'TREAT' }));
    expect(given.events().map(({ decision }) => decision)).toEqual(['DENY']);
  });

  it.each([
    ['Patient/nobody', ['name']],
    ['Condition/none', ['code']],
    ['Condition/constructor', ['code']],
  ])('is null for no row (%s)', async (resource, fields) => {
    expect((await ask(resource, fields)).body).toMatchObject({ data: { explainAccess: null } });
    expect(given.events().at(-1)).toMatchObject({ decision: 'DENY', reason: 'RELATIONSHIP' });
  });

  it.each([
    ['ada', ['name']],
    ['Nothing/x', ['name']],
    ['__proto__/x', ['name']],
    ['Patient/ada', ['constructor']],
    ['Patient/ada', []],
    ['Patient/ada', ['id']],
    ['Patient/ada', Array.from({ length: 101 }, (_, index) => `f${index}`)],
  ])('refuses %s %#', async (resource, fields) => {
    expect(codesOf(await ask(resource, fields))).toEqual(['BAD_USER_INPUT']);
  });

  it('knows no role, purpose or scope by a name of the language', async () => {
    for (const name of ['constructor', '__proto__', 'toString']) {
      for (const overrides of [{ roles: [name] }, { purpose: name }, { scopes: [name] }]) {
        const { fields } = await explained('Patient/ada', ['name'], { ...CARE, ...overrides });
        expect(fields).toMatchObject([{ decision: 'DENY' }]);
      }
    }
  });
});
