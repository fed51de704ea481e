import { Kind, TypeInfo, visit, visitWithTypeInfo } from 'graphql';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readInsights } from '../../directives/read-insights.ts';
import { createCodeSet } from '../../src/insight/codes/create-code-set.ts';
import { UNSAID_WITH } from '../../src/insight/modifiers.ts';
import { sourcesSchema } from '../../src/insight/prepare-sources.ts';
import { PATIENT } from '../support/insights/chart.ts';
import {
  CODER,
  type InsightWorld,
  insightWorld,
  PHYSICIAN,
  SELF,
  tenantFile,
} from '../support/insights/insight-world.ts';
import { WiredModel } from '../support/insights/wired-model.ts';
import { SHIPPED_SCHEMA } from '../support/shipped-schema.ts';

/** FHIR R4, `isModifier` among what the schema has of the types that sources read. */
const NAMES = ['status', 'clinicalStatus', 'verificationStatus', 'intent', 'doNotPerform'];

describe('the sources of insights', () => {
  const { schema } = SHIPPED_SCHEMA.sdl;
  const declared = readInsights(schema);

  it('are there to be looked at', () => {
    expect(declared.map(({ field }) => field)).toContain('preVisitSummary');
    expect(declared).toHaveLength(6);
  });

  it.each(declared)('$field selects of each record what changes its meaning', ({ document }) => {
    const info = new TypeInfo(sourcesSchema(schema, 'PatientInsights'));
    const missing: string[] = [];
    visit(
      document,
      visitWithTypeInfo(info, {
        SelectionSet: ({ selections }) => {
          const type = info.getParentType();
          const selected = selections.flatMap((one) => (one.kind === Kind.FIELD ? [one.name.value] : []));
          const fields =
            type !== null && type !== undefined && 'getFields' in type ? Object.keys(type.getFields()) : [];
          const modifiers = fields.filter(
            (field) =>
              `${type?.name}.${field}` in UNSAID_WITH ||
              (type?.name === 'Quantity' && field === 'comparator'),
          );
          missing.push(
            ...modifiers.filter((one) => !selected.includes(one)).map((one) => `${type?.name}.${one}`),
          );
          if (Object.keys(UNSAID_WITH).some((one) => one.startsWith(`${type?.name}.`))) {
            const unknown = fields.filter(
              (one) => NAMES.includes(one) && !(`${type?.name}.${one}` in UNSAID_WITH),
            );
            missing.push(...unknown.map((one) => `${type?.name}.${one}`));
          }
        },
      }),
    );
    expect(missing).toEqual([]);
  });
});

describe('a record whose meaning is changed', () => {
  const model = new WiredModel();
  let world: InsightWorld;
  const concept = (text: string) => ({ text, coding: [{ display: text }] });
  const state = (code: string, text = code) => ({ text, coding: [{ code }] });
  const add = (resourceType: string, id: string, category: string, rest: object): void =>
    world.world.addRow({ resourceType, id, subjectId: PATIENT, rowCategories: [category], ...rest });
  const condition = (id: string, name: string, verification: object): void =>
    add('Condition', id, 'PROBLEM', {
      code: concept(name),
      clinicalStatus: state('active'),
      verificationStatus: verification,
      recordedDate: '2025-11-03',
      encounter: { reference: 'Encounter/visit' },
    });
  const medicine = (id: string, name: string, rest: object): void =>
    add('MedicationRequest', id, 'MEDICATION', {
      status: 'active',
      intent: 'order',
      medicationCodeableConcept: concept(name),
      authoredOn: '2025-02-01',
      ...rest,
    });
  const told = async (who: typeof SELF, field: string): Promise<string> =>
    JSON.stringify(
      await world.run(
        `{ patient(id: "${PATIENT}") { insights { told: ${field} { sentences { text code } } } } }`,
        who,
      ),
    );
  const shown = () => model.asked.flatMap(({ evidence }) => evidence.map(({ text }) => text)).join('\n');

  beforeAll(async () => {
    const codes = await createCodeSet('made-up', [
      { code: 'J18.9', billable: true, description: 'Pneumonia, unspecified organism' },
      { code: 'I26.99', billable: true, description: 'Pulmonary embolism' },
      { code: 'K35.80', billable: true, description: 'Appendicitis' },
    ]);
    world = await insightWorld(model, async () => codes);
  });
  beforeEach(() => {
    world.reset();
    world.overlay(tenantFile());
    model.asked.length = 0;
  });

  it('is no value where it is a bound', async () => {
    add('Observation', 'hiv', 'LAB', {
      status: 'final',
      code: concept('HIV 1 RNA'),
      effectiveDateTime: '2025-11-01',
      valueQuantity: { value: 20, comparator: '<', unit: 'copies/mL' },
      referenceRange: [{ low: { value: 0, unit: 'copies/mL' }, high: { value: 19, unit: 'copies/mL' } }],
      component: [
        { code: concept('Second run'), valueQuantity: { value: 40, comparator: '>=', unit: 'copies/mL' } },
      ],
    });
    const answer = await told(SELF, 'labExplanation(observationId: "hiv")');
    expect(answer).toContain('HIV 1 RNA: <20 copies/mL');
    expect(answer).toContain('Second run >=40 copies/mL');
  });

  it('is no problem and gets no code while it is not confirmed', async () => {
    condition('refuted', 'Pneumonia', state('refuted'));
    condition('differential', 'Pulmonary embolism', state('differential', 'Possible'));
    condition('certain', 'Appendicitis', state('confirmed', 'Sure'));
    const summary = await told(PHYSICIAN, 'preVisitSummary');
    expect(summary).toContain('Appendicitis');
    expect(summary).not.toMatch(/pneumonia|embolism/i);
    const coded = await told(CODER, 'codingSuggestions(encounterId: "visit")');
    expect(coded).toContain('K35.80');
    expect(coded).not.toMatch(/J18|I26/);
  });

  it('is no medicine that is taken where it is prohibited or only proposed', async () => {
    medicine('prohibited', 'Aspirin 81 MG Oral Tablet', { doNotPerform: true });
    medicine('proposed', 'Clopidogrel 75 MG Oral Tablet', { intent: 'proposal' });
    medicine('taken', 'Atorvastatin 20 MG Oral Tablet', { doNotPerform: false });
    const answers = [
      await told(PHYSICIAN, 'preVisitSummary'),
      await told(SELF, 'ask(question: "Which medicines do I take?")'),
    ];
    for (const answer of answers) {
      expect(answer).toContain('Atorvastatin');
      expect(answer).not.toMatch(/aspirin|clopidogrel/i);
    }
    expect(shown()).toContain('Atorvastatin');
    expect(shown()).not.toMatch(/aspirin|clopidogrel|true|false/i);
  });

  it('is no evidence for a reader who may not have what changes it', async () => {
    world.overlay(
      `${tenantFile()}remove:\n  - { coordinates: [MedicationRequest.doNotPerform], roles: [PHYSICIAN] }\n`,
    );
    medicine('prohibited', 'Aspirin 81 MG Oral Tablet', { doNotPerform: true });
    const summary = await told(PHYSICIAN, 'preVisitSummary');
    expect(summary).toContain('Hemoglobin A1c');
    expect(summary).not.toMatch(/aspirin|metformin/i);
  });

  it('is no visit and no note where it was taken back', async () => {
    add('Encounter', 'missed', 'ENCOUNTER', {
      status: 'cancelled',
      class: { code: 'AMB', display: 'ambulatory' },
      type: [concept('Cardiology consultation')],
      period: { start: '2025-12-03', end: '2025-12-03' },
    });
    await told(SELF, 'ask(question: "When was my last visit?")');
    expect(shown()).toContain('Office visit');
    expect(shown()).not.toContain('Cardiology');
  });
});
