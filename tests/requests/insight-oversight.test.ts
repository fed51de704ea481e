import { getNamedType, isObjectType } from 'graphql';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { loadSdl } from '../../directives/load-sdl.ts';
import { readSdl } from '../../directives/read-sdl.ts';
import { insight, SAID, sentence } from '../datasources/insight-samples.ts';
import { type ActingGateway, actingGateway, OFFICER, signedIn } from '../support/acting-gateway.ts';
import { TEST_NOW } from '../support/small-gateway.ts';

const LIST = `query($state: OversightState) { insightOversight(state: $state) { edges { node { id useCase coordinate
  createdAt model guardrail groundingScore reviewState reviewer reviewedAt overdue } } } }`;
const DAY = 86_400_000;
const CANARY = 'Canary-Sentinel';
const auditor = signedIn({ ...OFFICER, id: 'auditor', roles: ['AUDITOR'] });

let given: ActingGateway;
beforeAll(async () => {
  given = await actingGateway('tenant: riverside\nreview: { insightDays: 2 }\n');
});
beforeEach(() => {
  given.reset();
  const text = sentence(`${CANARY} in a sentence`, { original: `${CANARY} before`, code: CANARY });
  const secret = {
    sentences: [text],
    arguments: `{"question":"${CANARY}"}`,
    evidence: [{ resourceType: 'Observation', resourceId: CANARY, coordinates: [CANARY] }],
    rowCategories: [CANARY],
    labels: [CANARY],
    evidenceHash: CANARY,
    promptHash: CANARY,
    outputHash: CANARY,
    createdBy: CANARY,
    reviewReason: CANARY,
  };
  const judged = { reviewState: 'REJECTED', reviewer: 'ann', reviewedAt: TEST_NOW } as const;
  given.world.insights.push(
    insight('new', CANARY, { ...secret, createdAt: TEST_NOW - DAY }),
    insight('old', CANARY, { ...secret, createdAt: TEST_NOW - 3 * DAY }),
    insight('done', CANARY, { ...secret, createdAt: TEST_NOW - 9 * DAY, ...judged }),
  );
});

const ask = async (who: typeof auditor, variables: Record<string, unknown> = {}) => {
  const { body, text } = await given.run(LIST, who, variables);
  const edges: { node: Record<string, unknown> }[] = Object(body.data).insightOversight?.edges ?? [];
  return { nodes: edges.map(({ node }) => node), codes: body.errors?.map((e) => e.extensions.code), text };
};

describe('the oversight of insights', () => {
  it('tells how each was made and what became of it, and nothing of what it says or of whom', async () => {
    const { nodes, text } = await ask(auditor);
    expect(nodes.map(({ id, reviewState, overdue }) => [id, reviewState, overdue])).toEqual([
      ['new', 'DRAFT', false],
      ['old', 'DRAFT', true],
      ['done', 'REJECTED', false],
    ]);
    expect(nodes[2]).toMatchObject({ reviewer: 'ann', groundingScore: 0.93, model: 'phield-extractive' });
    expect(text).not.toMatch(new RegExp(`${CANARY}|${SAID}`));
    expect((await ask(auditor, { state: 'REJECTED' })).nodes.map(({ id }) => id)).toEqual(['done']);
  });

  it('leads to nothing else', async () => {
    const { schema } = readSdl(await loadSdl('schema'));
    const type = schema.getType('InsightOversight');
    const fields = isObjectType(type) ? Object.values(type.getFields()) : [];
    expect(fields.map(({ name }) => name).toSorted()).toEqual(
      'coordinate createdAt groundingScore guardrail id model overdue reviewState reviewedAt reviewer useCase'.split(
        ' ',
      ),
    );
    expect(fields.filter(({ type: of }) => isObjectType(getNamedType(of)))).toEqual([]);
  });

  it('is on record before it is read', async () => {
    await ask(auditor);
    expect(given.events()).toContainEqual(
      expect.objectContaining({ coordinate: 'Query.insightOversight', kind: 'privileged', actor: 'auditor' }),
    );
    given.world.calls.length = 0;
    given.ledger.failWith = new Error('full');
    expect(await ask(auditor)).toMatchObject({ nodes: [], codes: ['LEDGER_UNAVAILABLE'] });
    expect(given.world.calls).toEqual([]);
  });

  it.each([
    ['a physician', { roles: ['PHYSICIAN'], purpose: 'TREAT', purposes: ['TREAT'] }],
    ['an administrator', { roles: ['SYSTEM_ADMIN'] }],
    ['an officer here for something else', { purpose: 'HMARKT', purposes: ['HMARKT'] }],
  ])('is not for %s', async (_who, change) => {
    expect((await ask(signedIn({ ...OFFICER, ...change }))).codes).toEqual(['FORBIDDEN']);
    expect(given.world.calls).toEqual([]);
  });
});
