import { describe, expect, it } from 'vitest';
import { converse } from '../../src/bedrock-local/converse.ts';
import { extract } from '../../src/bedrock-local/engine/extract.ts';
import { findGuardrail } from '../../src/bedrock-local/find-guardrail.ts';
import { readConverse } from '../../src/bedrock-local/read-converse.ts';
import type { UseCaseName } from '../../src/insight/use-case.ts';
import { INSIGHT_USE_CASES } from '../../src/insight/use-cases/use-cases.ts';
import { converseInput } from './sdk-clients.ts';

const RECORD = [
  'Condition 2010-03-02: Type 2 diabetes mellitus (disorder); clinical status active; onset 2010-03-02; recorded 2010-03-04',
  'Condition 2012-07-11: Essential hypertension; clinical status active; onset 2012-07-11; recorded 2012-07-11',
  'Condition 2015-01-01: Acute bronchitis; clinical status resolved; onset 2015-01-01',
  'MedicationRequest 2019-05-01: Metformin hydrochloride 500 MG Oral Tablet; status active; authored 2019-05-01; 1 tablet twice daily; reason Type 2 diabetes mellitus',
  'MedicationRequest 2018-02-01: Amoxicillin 250 MG; status stopped; authored 2018-02-01',
  'AllergyIntolerance 2001-01-01: Penicillin V; clinical status active; criticality high; reaction Hives',
  'Observation 2019-05-01: Hemoglobin A1c/Hemoglobin.total in Blood; 7.2 %; effective 2019-05-01; interpretation High; reference range 4.0 - 5.6 %; status final',
  'Observation 2020-05-01: Hemoglobin A1c/Hemoglobin.total in Blood; 6.4 %; effective 2020-05-01; reference range 4.0 - 5.6 %; status final',
  'Observation 2020-05-01: Blood Pressure; effective 2020-05-01; Systolic Blood Pressure 131 mm[Hg]; Diastolic Blood Pressure 84 mm[Hg]; status final',
  'Immunization 2019-10-01: Influenza, seasonal, injectable, preservative free; status completed; occurrence 2019-10-01',
  'Procedure 2018-01-01: Colonoscopy; status completed; performed 2018-01-01',
  'Encounter 2020-05-01: ambulatory; Follow-up visit; 2020-05-01 to 2020-05-01; reason Type 2 diabetes mellitus',
  'DocumentReference 2020-05-01: Progress note; 2020-05-01; [NAME_1] returns for follow-up of type 2 diabetes. Denies chest pain. Takes metformin without side effects. No foot ulcers seen. Blood pressure is 131/84 today.',
  'Policy undated: The patient has a diagnosis of type 2 diabetes mellitus.',
  'Policy undated: The patient has tried metformin for at least 90 days.',
].map((text, at) => `[${at + 1}] ${text}`);
const TURNS = [
  'Transcript undated: CLINICIAN: How have you been feeling?',
  'Transcript undated: PATIENT: I have had a headache since Tuesday and no fever.',
  'Transcript undated: CLINICIAN: We will check the blood pressure again in two weeks.',
].map((text, at) => `[${at + 1}] ${text}`);

const EVIDENCE_OF: Partial<Record<UseCaseName, readonly string[]>> = {
  DRAFT_NOTE: TURNS,
  LAB_EXPLANATION: RECORD.filter((line) => line.includes('Hemoglobin')),
};

const QUESTIONS = [
  'What medicines do I take?',
  'What are my hemoglobin A1c results?',
  'Which conditions do I have?',
  'When was my last flu shot?',
  'What am I allergic to?',
];

const CASES = Object.values(INSIGHT_USE_CASES).flatMap((useCase) =>
  (useCase.takesQuestion ? QUESTIONS : [useCase.query]).map((query) => ({
    useCase,
    query,
    name: useCase.name,
  })),
);

describe('what the engine says passes the guardrail it sits behind', () => {
  it.each(CASES)('$name: $query', ({ useCase, query }) => {
    const evidence = EVIDENCE_OF[useCase.name] ?? RECORD;
    const input = readConverse({
      ...converseInput({ evidence, query, qualifiers: ['query', 'guard_content'] }),
      system: [
        { text: useCase.instructions },
        { text: 'E11.9 Type 2 diabetes mellitus without complications' },
      ],
      inferenceConfig: { maxTokens: useCase.outputTokens },
    });
    const guardrail = findGuardrail({
      id: `phield${useCase.audience.toLowerCase().replaceAll('_', '')}`,
      version: '1',
    });
    const answer = converse(input, guardrail, extract, [], () => 0);
    const { outputAssessments = {} } = answer.trace?.guardrail ?? {};
    const [grounding, relevance] =
      Object.values(outputAssessments)[0]?.[0]?.contextualGroundingPolicy?.filters ?? [];
    expect({ grounding: grounding?.score, stopReason: answer.stopReason }).toEqual({
      grounding: 1,
      stopReason: 'end_turn',
    });
    expect(relevance?.score).toBeGreaterThanOrEqual(0.6);
    const text = answer.output.message.content[0]?.text ?? '';
    expect(JSON.parse(text).sentences.length, text).toBeGreaterThan(0);
  });
});
