import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { asOperation } from '../../eval/injection/insight-operation.ts';
import { HARMLESS_NOTE, NOTE, PATIENT } from '../support/insights/chart.ts';
import {
  COORDINATOR,
  type InsightWorld,
  insightWorld,
  PHYSICIAN,
  SELF,
} from '../support/insights/insight-world.ts';
import { WiredModel } from '../support/insights/wired-model.ts';

const model = new WiredModel();
let gateway: InsightWorld;
beforeAll(async () => {
  gateway = await insightWorld(model);
});
beforeEach(() => {
  gateway.reset();
  model.asked.length = 0;
});

const OUTCOMES = ['preVisitSummary', 'priorAuthDraft(coverageId: "plan", service: "lumbar-mri")'];

describe('an empty record', () => {
  it.each([
    [PHYSICIAN, 'preVisitSummary'],
    [SELF, 'ask(question: "What medicines do I take?")'],
    [SELF, 'labExplanation(observationId: "no-such")'],
    [COORDINATOR, OUTCOMES[1] ?? ''],
  ] as const)('has nothing to say, and no model is asked', async (who, field) => {
    gateway.world.rows.clear();
    const { sentences, reasons } = await asOperation(gateway, field, who);
    expect({ sentences, reasons }).toEqual({ sentences: null, reasons: ['OUT_OF_SCOPE'] });
    expect(model.asked).toEqual([]);
  });
});

describe('a note of two megabytes', () => {
  const sentence = 'She walks daily and checks her feet each evening. ';
  const notes = Object.freeze({
    'of many sentences': sentence.repeat(Math.ceil(2_000_000 / sentence.length)),
    'of one word without end': 'a'.repeat(2_000_000),
    'of brackets': '[NAME_1] '.repeat(220_000),
    'of what is not seen': `seen${'\u{E0041}'.repeat(500_000)}`,
    'of digits': '555-01'.repeat(333_000),
  });

  it.each(Object.entries(notes))('%s: is cut to the budget, and the rest is told', async (_, note) => {
    const harmless = await asOperation(gateway, 'preVisitSummary', PHYSICIAN);
    gateway.reset(note);
    model.asked.length = 0;
    const began = performance.now();
    const answer = await asOperation(gateway, 'preVisitSummary', PHYSICIAN);
    // Generous: what is linear takes a second or two, what is not would take an hour.
    expect(performance.now() - began).toBeLessThan(20_000);
    expect(answer.sentences).toEqual(harmless.sentences);
    expect(answer.readEvents).toBe(harmless.readEvents);
    const [asked] = model.asked;
    const size = asked?.evidence.reduce((sum, { text }) => sum + text.length, 0) ?? Number.POSITIVE_INFINITY;
    expect(size).toBeLessThan(100_000);
  });
});

describe('many insights in one operation', () => {
  const ask = (question: number) => `ask(question: "What was my A1c in ${1000 + question}?") { id }`;
  const aliases = (count: number, field: (at: number) => string) =>
    Array.from({ length: count }, (_, at) => `a${at}: ${field(at)}`).join(' ');
  const run = (selection: string) =>
    gateway.run(`{ patient(id: "${PATIENT}") { birthDate insights { ${selection} } } }`, SELF);
  const codes = (body: Awaited<ReturnType<typeof run>>['body']) =>
    (body.errors ?? []).map(({ extensions: { code, reason } }) => `${code} ${reason ?? ''}`.trim());

  it('a thousand names of one are refused unasked, or one call', async () => {
    const { body } = await run(aliases(1_000, () => ask(1)));
    expect(model.asked.length).toBeLessThanOrEqual(1);
    if (model.asked.length === 0) expect(codes(body)).toEqual(['OPERATION_TOO_COMPLEX']);
  });

  it('a thousand questions are refused unasked, or ten calls', async () => {
    const { body } = await run(aliases(1_000, ask));
    expect(model.asked.length).toBeLessThanOrEqual(10);
    if (model.asked.length === 0) expect(codes(body)).toEqual(['OPERATION_TOO_COMPLEX']);
  });

  it('names of one, as many as are let through: one call, one row', async () => {
    const { body } = await run(aliases(40, () => ask(1)));
    expect(codes(body)).toEqual([]);
    expect(model.asked).toHaveLength(1);
    expect(gateway.insights.saved).toHaveLength(1);
  });

  it('questions, as many as are let through: ten calls, and BUDGET for each of the others', async () => {
    const { body } = await run(aliases(30, ask));
    expect(model.asked).toHaveLength(10);
    expect(codes(body).filter((code) => code === 'INSIGHT_WITHHELD BUDGET')).toHaveLength(20);
    expect(codes(body)).toHaveLength(20);
    expect(body.data).toMatchObject({ patient: { birthDate: '1970-02-03' } });
  });

  it('one that is withheld is said once, however many names it has', async () => {
    gateway.world.rows.clear();
    const { body } = await run(aliases(40, () => ask(1)));
    expect(codes(body)).toEqual(['INSIGHT_WITHHELD OUT_OF_SCOPE']);
    expect(model.asked).toEqual([]);
  });
});

it('a note of another encounter, or of nobody, is not read along', async () => {
  gateway.world.addRow({
    ...gateway.world.rows.get(`DocumentReference/${NOTE}`),
    resourceType: 'DocumentReference',
    id: 'stray',
    subjectId: 'otto',
  });
  await asOperation(gateway, 'preVisitSummary', PHYSICIAN);
  const read = JSON.stringify(model.asked.map(({ evidence }) => evidence));
  expect(read).toContain(HARMLESS_NOTE[1]);
  expect(read).not.toContain('Schizoaffective');
  expect(gateway.events().some(({ resource }) => resource.id === 'stray')).toBe(false);
});
