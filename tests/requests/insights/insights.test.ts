import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestGateway } from '../../support/running-gateway.ts';
import { runGateway } from '../../support/running-gateway.ts';
import { at, INSIGHT, insightAsker, insightAt, PATIENT } from './ask-insights.ts';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await runGateway();
});
afterAll(() => gateway?.close());

const { ask, insight, withheld, code } = insightAsker(() => gateway);

describe('an insight', () => {
  it('is written from the record, every sentence with words of it', async () => {
    const summary = await insight('physician', 'preVisitSummary');
    expect(summary.model).toBe('phield-extractive');
    expect(summary.reviewState).toBe('DRAFT');
    expect(summary.sentences.length).toBeGreaterThan(10);
    const sections = new Set(summary.sentences.map(({ section }) => section));
    for (const section of ['Problems', 'Medications', 'Allergies', 'Recent results']) {
      expect(sections).toContain(section);
    }
    for (const { citations } of summary.sentences) {
      expect(citations.length).toBeGreaterThan(0);
      for (const { resourceType, resourceId, quote } of citations) {
        expect(quote).not.toBe('');
        const cited = await ask('physician', `{ node(id: "${resourceType}/${resourceId}") { fhirId } }`);
        expect(at(cited, 'node')).toEqual({ fhirId: resourceId });
      }
    }
  });

  it('leaves an event for each value it was written from, before its own', async () => {
    const { id } = await insight('nurse', 'preVisitSummary');
    const events = (await gateway.events()).filter(({ actor }) => actor === 'demo-nurse');
    const read = events.filter(({ via }) => via === 'PatientInsights.preVisitSummary');
    const own = events.filter(({ via, resource }) => via === null && resource.type === 'Insight');
    const coordinates = new Set(read.map(({ coordinate }) => coordinate));
    for (const one of ['Condition.code', 'MedicationRequest.medication', 'Observation.valueQuantity']) {
      expect(coordinates).toContain(one);
    }
    expect(read.every(({ insight: of }) => of?.sent === true && of.model === 'phield-extractive')).toBe(true);
    expect(own.map(({ coordinate }) => coordinate)).toContain('Insight.sentences');
    expect(own.every(({ resource }) => `Insight/${resource.id}` === id)).toBe(true);
    const [firstRead] = read;
    expect(firstRead !== undefined && own.every((event) => event.id > firstRead.id)).toBe(true);
  });

  it('is found again for the same reader, and its reading is recorded again', async () => {
    const first = await insight('physician', 'preVisitSummary');
    const before = (await gateway.events()).length;
    const again = await insight('physician', 'preVisitSummary');
    expect(again.id).toBe(first.id);
    const later = (await gateway.events()).slice(before).filter(({ via }) => via !== null);
    expect(later.some(({ coordinate }) => coordinate === 'Condition.code')).toBe(true);
    expect(later.every(({ insight: of }) => of?.sent === false)).toBe(true);
  });

  it('is asked for once however many names an operation gives it', async () => {
    const names = Array.from({ length: 50 }, (_, n) => `n${n}: preVisitSummary { id }`).join(' ');
    const answer = await ask('physician', `{ patient(id: "${PATIENT}") { insights { ${names} } } }`);
    const told = Object.values(Object(at(answer, 'patient', 'insights')));
    expect(told).toHaveLength(50);
    expect(new Set(told.map((one) => JSON.stringify(one))).size).toBe(1);
  });

  it('is read again once, however many names an operation gives it', async () => {
    const { id } = await insight('physician', 'preVisitSummary');
    const asked = async (names: number) => {
      const before = (await gateway.events()).length;
      const nodes = Array.from({ length: names }, (_, n) => `n${n}: node(id: "${id}") { id }`).join(' ');
      const answer = await ask('physician', `{ ${nodes} }`);
      expect(Object.values(Object(answer.body?.data))).toEqual(Array(names).fill({ id }));
      return (await gateway.events()).slice(before).filter(({ via }) => via !== null).length;
    };
    const once = await asked(1);
    expect(once).toBeGreaterThan(10);
    expect(await asked(50)).toBe(once);
  });

  it('is not there for whoever may not have all of it, like one that is not there at all', async () => {
    const { id } = await insight('physician', 'preVisitSummary');
    const others = [
      'coder',
      'pharmacist',
      'stranger',
      'patient',
      'researcher',
      'auditor',
      'lakeside-physician',
    ];
    for (const persona of others) {
      const node = (of: string) => ask(persona, `{ node(id: "${of}") { id ... on Insight ${INSIGHT} } }`);
      const [there, nowhere] = [await node(id), await node(`Insight/${'0'.repeat(26)}`)];
      expect([persona, there.text]).toEqual([persona, nowhere.text]);
      expect(at(there, 'node')).toBeNull();
    }
    const seen = await ask('nurse', `{ node(id: "${id}") { ... on Insight { sentences { text } } } }`);
    expect(Object(at(seen, 'node', 'sentences')).length).toBeGreaterThan(10);
  });
});

describe('each kind', () => {
  const RESULT = 'Observation/demo-ada-visit-5-lab-718-7';

  it('explains one result to its patient, and to nobody else', async () => {
    const { sentences } = await insight('patient', `labExplanation(observationId: "${RESULT}")`);
    expect(sentences[0]?.text).toMatch(/^Hemoglobin .*14\.3 g\/dL/);
    expect(await withheld('physician', `labExplanation(observationId: "${RESULT}")`)).toMatchObject({
      code: 'PHI_ACCESS_DENIED',
      reason: 'ROLE',
    });
    const others = await withheld('patient', 'labExplanation(observationId: "demo-ben-visit-1-lab-718-7")');
    expect(others).toMatchObject({ code: 'INSIGHT_WITHHELD', reason: 'OUT_OF_SCOPE' });
    expect(others).toEqual(await withheld('patient', 'labExplanation(observationId: "nowhere")'));
  });

  it('records what was read even where what is asked about is not there', async () => {
    const before = (await gateway.events()).length;
    await withheld('patient', 'labExplanation(observationId: "nowhere")');
    const read = (await gateway.events()).slice(before).filter(({ via }) => via !== null);
    expect(read.map(({ coordinate }) => coordinate)).toContain('Observation.valueQuantity');
    expect(read.every(({ insight: of }) => of?.sent === false)).toBe(true);
  });

  it('answers a question from the record, and tells what may be asked instead', async () => {
    const { sentences } = await insight('patient', 'ask(question: "What am I allergic to?")');
    expect(sentences.map(({ text }) => text).join()).toContain('penicillin');
    const refused = [
      'Should I stop metformin?',
      'What does my neighbour take?',
      'Who won?',
      '',
      'x'.repeat(501),
    ];
    for (const question of refused) {
      const why = await withheld('patient', `ask(question: ${JSON.stringify(question)})`);
      expect(why).toMatchObject({ code: 'INSIGHT_WITHHELD', reason: 'OUT_OF_SCOPE' });
    }
    const { topics } = await withheld('patient', 'ask(question: "Who won in 1966?")');
    expect(Object(topics).length).toBeGreaterThan(2);
  });

  it('sets the record beside a payer’s criteria', async () => {
    const field = (service: string) =>
      `priorAuthDraft(coverageId: "Coverage/demo-ada-coverage", service: "${service}")`;
    const { sentences } = await insight('coordinator', field('cgm'));
    const met = sentences.find(({ status }) => status === 'MET');
    expect(met?.citations.map(({ resourceType }) => resourceType)).toEqual(['Policy', 'Condition']);
    expect(await withheld('coordinator', field('unheard-of'))).toMatchObject({ reason: 'OUT_OF_SCOPE' });
  });

  it('suggests no code where no set is loaded', async () => {
    const field = 'codingSuggestions(encounterId: "demo-ada-visit-5")';
    expect(await withheld('coder', field)).toMatchObject({ reason: 'UNAVAILABLE' });
  });

  it('drafts a note of a visit from its own words', async () => {
    const transcript = [
      { speaker: 'PATIENT', text: 'I have had a cough for three weeks. I do not smoke.' },
      { speaker: 'CLINICIAN', text: 'The lungs are clear.' },
    ];
    const draft = (of: string) => `mutation Draft($transcript: [TranscriptTurnInput!]!) {
      draftNote(encounterId: "${of}", transcript: $transcript) ${INSIGHT}
    }`;
    const own = draft('Encounter/demo-ada-visit-5');
    const { sentences, id } = insightAt(await ask('physician', own, { transcript }), 'draftNote');
    expect(sentences.map(({ text }) => text)).toContain('I do not smoke.');
    expect((await insight('physician', 'draftNote(encounterId: "demo-ada-visit-5")')).id).toBe(id);

    const refused = await ask('stranger', own, { transcript });
    expect(at(refused, 'draftNote')).toBeNull();
    expect(refused.text).toBe((await ask('stranger', draft('nowhere'), { transcript })).text);
    expect(await code('coder', own, { transcript })).toBe('FORBIDDEN');
    expect(await code('physician', own, { transcript: [] })).toBe('BAD_USER_INPUT');
  });
});

describe('what is watched', () => {
  it('is counted by use case and outcome, never by words', async () => {
    const { text } = await gateway.send('/metrics');
    expect(text).toMatch(/phield_insights_total\{use_case="PRE_VISIT_SUMMARY",outcome="WRITTEN"\} \d/);
    expect(text).toMatch(/phield_insights_total\{use_case="ASK",outcome="OUT_OF_SCOPE"\} \d/);
    expect(text).toMatch(/phield_model_call_duration_seconds_count\{outcome="ANSWERED"\} \d/);
    expect(text).not.toMatch(/penicillin|diabetes|Okonkwo/);
  });
});

describe('a question', () => {
  it('travels in no URL: what is asked of a model tells of the patient', async () => {
    const query = `{ patient(id: "${PATIENT}") { insights { ask(question: "my allergies?") { id } } } }`;
    const token = await gateway.persona('patient');
    const answer = await gateway.send(`/graphql?query=${encodeURIComponent(query)}`, {
      headers: { authorization: `Bearer ${token}` },
    });
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'POST']);
    expect(answer.text).not.toContain('Insight/');
  });
});
