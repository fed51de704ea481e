import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runGateway, type TestGateway } from '../support/running-gateway.ts';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await runGateway();
});
afterAll(() => gateway?.close());

const ADA = '{ patient(id: "demo-ada") { id birthDate } }';
const WEAK = { multiFactor: false, fhirUser: 'Practitioner/demo-physician' } as const;

describe('staff who signed in with one factor', () => {
  it.each([
    ['a patient', ADA],
    ['a list', '{ patients { edges { node { id } } } }'],
    ['whether somebody exists', '{ node(id: "Patient/demo-ada") { __typename } }'],
    ['decisions about a row', '{ patient(id: "demo-ada") { _access { field } } }'],
    ['a row in a fragment', '{ ...F } fragment F on Query { patient(id: "demo-ada") { id } }'],
  ])('are told to sign in more strongly before %s is read', async (_what, query) => {
    const answer = await gateway.ask(await gateway.token(WEAK), query);
    expect(answer.status).toBe(401);
    expect(answer.headers.get('www-authenticate')).toBe(
      'Bearer error="insufficient_user_authentication", acr_values="urn:phield:acr:mfa"',
    );
    expect(JSON.parse(answer.text)).toEqual({
      errors: [
        {
          message: 'A stronger or more recent sign-in is required.',
          extensions: { code: 'INSUFFICIENT_USER_AUTHENTICATION' },
        },
      ],
    });
  });

  it('may still ask who they are', async () => {
    const { status, text } = await gateway.ask(await gateway.token(WEAK), '{ me { id roles } }');
    expect(status).toBe(200);
    expect(text).toContain('"roles":["PHYSICIAN"]');
  });

  it('keep what a role of theirs gives that needs no more, and are told of the rest', async () => {
    const both = await gateway.token({
      ...WEAK,
      roles: ['PATIENT', 'PHYSICIAN'],
      purposes: ['PATRQT'],
      fhirUser: 'Patient/demo-ada',
    });
    const own = await gateway.ask(both, ADA);
    expect(own.status).toBe(200);
    expect(JSON.parse(own.text).data.patient.birthDate).not.toBeNull();
    const staff = await gateway.token({ ...WEAK, roles: ['PATIENT', 'PHYSICIAN'], purposes: ['TREAT'] });
    expect(JSON.parse((await gateway.ask(staff, ADA)).text).data.patient).toBeNull();
  });

  it('are counted as refused for that reason', async () => {
    await gateway.stop();
    const refused = (await gateway.events()).filter(({ kind }) => kind === 'refusal');
    expect(refused.map(({ reason }) => reason)).toContain('INSUFFICIENT_USER_AUTHENTICATION');
  });
});
