import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ActingGateway } from '../support/acting-gateway.ts';
import { actingGateway, signedIn } from '../support/acting-gateway.ts';

const CODE = { coding: [{ system: 'http://snomed.info/sct', code: '1' }], text: 'Opioid use' };
const READ = `query($with: Boolean = true) { patient(id: "ada") { birthDate
  conditions @include(if: $with) { edges { node { code { text } } } } } }`;
const PERMIT = `mutation { recordConsent(patientId: "ada", input: {
  decision: PERMIT, purposes: [TREATMENT], labels: ["PART2"] }) { id } }`;
const ADA = {
  id: 'ada',
  roles: ['PATIENT'],
  purpose: 'PATRQT',
  purposes: ['PATRQT'],
  fhirUser: 'Patient/ada',
};

let given: ActingGateway;
beforeAll(async () => {
  given = await actingGateway();
});
beforeEach(() => {
  given.reset();
  given.world.addPatient('ada', { care: ['Practitioner/p1'] });
  const row = { resourceType: 'Condition', subjectId: 'ada', rowCategories: ['PROBLEM'], code: CODE };
  given.world.addRow({ ...row, id: 'opioid', labels: ['PART2', 'OPIOIDUD'] });
});

const texts = (data: unknown) => JSON.stringify(data).includes('Opioid use');

describe('records under 42 CFR Part 2', () => {
  it('are not disclosed without a consent that names them, and leave no notice', async () => {
    const { body } = await given.run(READ);
    expect(texts(body.data)).toBe(false);
    expect(body.extensions).not.toHaveProperty('part2');
  });

  it('go out with their notice and the consents they go out under', async () => {
    const recorded = await given.run(PERMIT, signedIn(ADA));
    const { id } = Object(recorded.body.data?.recordConsent);
    const { body } = await given.run(READ);
    expect(texts(body.data)).toBe(true);
    expect(body.extensions?.part2).toEqual({
      notice: '42 CFR part 2 prohibits unauthorized use or disclosure of these records.',
      consents: [id],
      redisclosure: 'RedisclosureProhibitionMark',
    });
  });

  it('need none where none of them is in the answer', async () => {
    await given.run(PERMIT, signedIn(ADA));
    const { body } = await given.run(READ, undefined, { with: false });
    expect(body.data).toEqual({ patient: { birthDate: '1970-02-03' } });
    expect(body.extensions).not.toHaveProperty('part2');
  });

  it('need none where none of them was read', async () => {
    await given.run(PERMIT, signedIn(ADA));
    const query = '{ patient(id: "ada") { conditions { edges { cursor } } } }';
    const { body } = await given.run(query);
    expect(body.extensions).not.toHaveProperty('part2');
  });

  it('need none to the patient', async () => {
    const { body } = await given.run(READ, signedIn(ADA));
    expect(texts(body.data)).toBe(true);
    expect(body.extensions).not.toHaveProperty('part2');
  });

  it('have one under an opened glass', async () => {
    const who = signedIn({ fhirUser: null });
    const why = 'Unconscious in the emergency room.';
    await given.run(
      `mutation { breakGlass(patientId: "ada", reason: OVRER, justification: "${why}") { id } }`,
      who,
    );
    const { body } = await given.run(READ, who);
    expect(texts(body.data)).toBe(true);
    expect(body.extensions?.part2).toMatchObject({ consents: [] });
  });
});
