import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { importCodes } from '../../../src/insight/codes/import-codes.ts';
import type { TestGateway } from '../../support/running-gateway.ts';
import { runGateway } from '../../support/running-gateway.ts';
import { at, INSIGHT, insightAsker, insightAt } from './ask-insights.ts';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await runGateway();
});
afterAll(() => gateway?.close());

const { ask, insight, code } = insightAsker(() => gateway);

const REVIEW = `mutation Review($id: ID!, $verdict: InsightVerdict!, $sentence: Int, $texts: [SentenceTextInput!]) {
  reviewInsight(id: $id, verdict: $verdict, reason: "read against the chart", sentence: $sentence, texts: $texts) ${INSIGHT}
}`;
const QUEUE = '{ insightReviews(state: DRAFT) { edges { node { id useCase } } pageInfo { hasNextPage } } }';

async function waitingFor(persona: string): Promise<readonly string[]> {
  const edges: readonly unknown[] = Object(at(await ask(persona, QUEUE), 'insightReviews', 'edges'));
  return Object.values(edges).map((edge) => String(Object(edge).node.id));
}

describe('a review', () => {
  it('waits for those whom the kind names, is on record, keeps what was changed, and is final', async () => {
    const { id } = await insight('physician', 'preVisitSummary');
    expect(await waitingFor('physician')).toContain(id);
    expect(await waitingFor('coder')).toEqual([]);
    expect(await code('patient', QUEUE)).toBe('FORBIDDEN');

    const texts = [{ sentence: 0, text: 'Type 2 diabetes mellitus, well controlled.' }];
    const edited = insightAt(await ask('physician', REVIEW, { id, verdict: 'EDIT', texts }), 'reviewInsight');
    expect([edited.reviewState, edited.sentences[0]?.text]).toEqual(['EDITED', texts[0]?.text]);
    expect(edited.sentences[0]?.original).toContain('Type 2 diabetes mellitus');
    expect(edited.sentences[1]?.state).toBe('CONFIRMED');
    expect(await code('physician', REVIEW, { id, verdict: 'CONFIRM' })).toBe('CONFLICT');
    expect(await waitingFor('physician')).not.toContain(id);

    const acts = (await gateway.events()).filter((one) => one.coordinate === 'Mutation.reviewInsight');
    expect(acts.map(({ resource, actor }) => [`Insight/${resource.id}`, actor])).toContainEqual([
      id,
      'demo-physician',
    ]);
    const { text } = await gateway.send('/metrics');
    expect(text).toMatch(/phield_insight_reviews_total\{use_case="PRE_VISIT_SUMMARY",verdict="EDITED"\} 1/);
  });

  it('is not for others, nor of what is not there', async () => {
    const { id } = await insight('nurse', 'preVisitSummary');
    expect(await code('patient', REVIEW, { id, verdict: 'CONFIRM' })).toBe('FORBIDDEN');
    for (const persona of ['coder', 'stranger', 'lakeside-physician']) {
      const there = await ask(persona, REVIEW, { id, verdict: 'CONFIRM' });
      const nowhere = await ask(persona, REVIEW, { id: `Insight/${'0'.repeat(26)}`, verdict: 'CONFIRM' });
      expect(at(there, 'reviewInsight')).toBeNull();
      expect(there.text).toBe(nowhere.text);
    }
    expect(await waitingFor('nurse')).toContain(id);
  });

  it.each([
    ['no text for an edit', { verdict: 'EDIT' }],
    ['a text for a confirmation', { verdict: 'CONFIRM', texts: [{ sentence: 0, text: 'x' }] }],
    ['a sentence that is not there', { verdict: 'REJECT', sentence: 900 }],
  ])('is refused with %s', async (_what, verdict) => {
    const { id } = await insight('nurse', 'preVisitSummary');
    expect(await code('nurse', REVIEW, { id, ...verdict })).toBe('BAD_USER_INPUT');
  });

  it('of what was rejected: it is not found again', async () => {
    const { id } = await insight('nurse', 'preVisitSummary');
    await ask('nurse', REVIEW, { id, verdict: 'REJECT' });
    expect((await insight('nurse', 'preVisitSummary')).id).not.toBe(id);
  });
});

describe('codes', () => {
  const CODES: readonly (readonly [string, 0 | 1, string])[] = [
    ['E11', 0, 'Type 2 diabetes mellitus'],
    ['E119', 1, 'Type 2 diabetes mellitus without complications'],
    ['I10', 1, 'Essential (primary) hypertension'],
    ['J209', 1, 'Acute bronchitis, unspecified'],
    ['N390', 1, 'Urinary tract infection, site not specified'],
  ];

  it('are suggested with their passage once a set is loaded, and confirmed one by one', async () => {
    const { dataDir } = gateway.config;
    const path = join(dataDir, 'order.txt');
    const lines = CODES.map(([name, billable, title], n) =>
      [String(n).padStart(5, '0'), name.padEnd(7), billable, title.padEnd(60), title].join(' '),
    );
    await writeFile(path, `${lines.join('\n')}\n`);
    await importCodes({ path, version: '2021', dataDir, onBytes: () => {} });

    const encounters = await ask(
      'coder',
      '{ patient(id: "demo-ada") { encounters(first: 20) { edges { node { fhirId } } } } }',
    );
    const edges: readonly unknown[] = Object.values(Object(at(encounters, 'patient', 'encounters', 'edges')));
    const suggested = [];
    for (const edge of edges) {
      const answer = await ask(
        'coder',
        `{ patient(id: "demo-ada") { insights { codingSuggestions(encounterId: "${Object(edge).node.fhirId}") ${INSIGHT} } } }`,
      );
      const told = at(answer, 'patient', 'insights', 'codingSuggestions');
      if (told !== null) suggested.push(insightAt(answer, 'patient', 'insights', 'codingSuggestions'));
    }
    expect(suggested.length).toBeGreaterThan(0);
    for (const { sentences } of suggested) {
      for (const sentence of sentences) {
        expect(['E11.9', 'I10', 'J20.9', 'N39.0']).toContain(sentence.code);
        expect(sentence.citations.length).toBeGreaterThan(0);
      }
    }
    const [first] = suggested;
    const id = first?.id ?? '';
    expect(await code('coder', REVIEW, { id, verdict: 'CONFIRM' })).toBe('BAD_USER_INPUT');
    const judged = insightAt(
      await ask('coder', REVIEW, { id, verdict: 'CONFIRM', sentence: 0 }),
      'reviewInsight',
    );
    expect(judged.sentences[0]?.state).toBe('CONFIRMED');
  });
});
