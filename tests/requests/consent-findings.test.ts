import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ActingGateway } from '../support/acting-gateway.ts';
import { actingGateway, OFFICER, signedIn } from '../support/acting-gateway.ts';

const QUERY = `query($first: Int = 20, $after: String) { consentFindings(first: $first, after: $after) {
  edges { node { id patient consents { consent status denies findings } } } pageInfo { hasNextPage endCursor } } }`;

let given: ActingGateway;
beforeAll(async () => {
  given = await actingGateway();
});
beforeEach(() => {
  given.reset();
  for (const id of ['ada', 'bob', 'eve']) given.world.addPatient(id);
  for (const subjectId of ['ada', 'eve']) {
    const broken = { provision: { type: 'secret-type' } };
    given.world.addRow({
      resourceType: 'Consent',
      id: `of-${subjectId}`,
      subjectId,
      status: 'active',
      ...broken,
    });
  }
});

const officer = (overrides = {}) => signedIn({ ...OFFICER, ...overrides });
const page = async (variables = {}, who = officer()) => {
  const { body, text } = await given.run(QUERY, who, variables);
  const { edges = [], pageInfo } = Object(body.data?.consentFindings);
  return {
    body,
    text,
    pageInfo,
    patients: edges.map(({ node }: { node: { patient: string } }) => node.patient),
  };
};

describe('consentFindings', () => {
  it('names patients and consents with what is wrong, by codes alone', async () => {
    const { body, text, patients } = await page();
    expect(body.errors).toBeUndefined();
    expect(patients).toEqual(['Patient/ada', 'Patient/eve']);
    expect(body.data?.consentFindings).toMatchObject({
      edges: [
        {
          node: {
            id: 'ConsentFinding/ada',
            consents: [{ consent: 'Consent/of-ada', status: 'active', denies: true }],
          },
        },
        { node: { id: 'ConsentFinding/eve' } },
      ],
    });
    expect(text).not.toContain('secret-type');
    const read = given.events().filter(({ coordinate }) => coordinate === 'ConsentFinding.consents');
    expect(read.map(({ subject }) => subject).sort()).toEqual(['ada', 'eve']);
  });

  it('pages over those who have findings', async () => {
    const first = await page({ first: 1 });
    expect([first.patients, first.pageInfo.hasNextPage]).toEqual([['Patient/ada'], true]);
    const next = await page({ first: 1, after: first.pageInfo.endCursor });
    expect([next.patients, next.pageInfo.hasNextPage]).toEqual([['Patient/eve'], false]);
  });

  it('is for privacy officers, for their purpose', async () => {
    for (const role of ['PHYSICIAN', 'AUDITOR', 'REGISTRATION']) {
      const { body } = await page({}, officer({ roles: [role] }));
      expect(body.errors?.[0]?.extensions.code).toBe('FORBIDDEN');
    }
    expect((await page({}, officer({ purpose: 'TREAT' }))).patients).toEqual([]);
    expect((await page({}, officer({ scopes: ['user/Patient.rs'] }))).patients).toEqual([]);
  });
});
