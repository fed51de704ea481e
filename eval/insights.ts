import { scoreGrounding } from '../src/bedrock-local/guardrail/score-grounding.ts';
import type { CodeSet } from '../src/insight/code-set.ts';
import { estimateTokens } from '../src/insight/estimate-tokens.ts';
import { GUARDRAIL_POLICY } from '../src/insight/guardrail-policy.ts';
import { normaliseText } from '../src/insight/normalise-text.ts';
import { readOutput } from '../src/insight/read-output.ts';
import { INSIGHT_USE_CASES } from '../src/insight/use-cases/use-cases.ts';
import { askEngine, loadCodes, openRefusals } from './ask-engine.ts';
import type { EvalTable } from './eval-table.ts';
import { type InsightCase, patientCases, visitCase } from './insight-cases.ts';
import { readSampleLines } from './read-sample-lines.ts';
import { samplePatients } from './sample-patients.ts';

interface Tally {
  answers: number;
  empty: number;
  broken: number;
  below: number;
  sentences: number;
  passed: number;
  readonly dropped: Map<string, number>;
}

/** Every use case on every sample patient: the extractive engine's sentences, held against checks and rules. */
export async function run(samples: string): Promise<EvalTable> {
  const codes = await loadCodes(samples);
  const patients = await samplePatients(samples);
  const aci = await readSampleLines(samples, 'text/text/aci-bench.jsonl');
  const mts = await readSampleLines(samples, 'text/text/mts-dialog.jsonl');
  const cases = [
    ...patients.flatMap(patientCases),
    ...aci.flatMap((line) => visitCase('aci-bench', line)),
    ...mts.slice(0, 400).flatMap((line) => visitCase('mts-dialog', line)),
  ];
  const tallies = new Map<string, Tally>();
  for (const one of cases) {
    const key = `${one.useCase}\t${one.corpus}`;
    const tally = tallies.get(key) ?? emptyTally();
    tallies.set(key, tally);
    measure(one, codes, tally);
  }
  return {
    title: 'Insights of the extractive engine: what checks and rules let pass',
    columns: [
      'use case',
      'sample',
      'answers',
      'empty',
      'broken',
      'below score',
      'sentences',
      'passed',
      '%',
      'dropped by',
    ],
    rows: [...tallies].sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, tally]) => rowOf(key, tally)),
    notes: [
      'Every sentence is made of quotes, so each that is dropped is a faithful one dropped in vain. The words that checks and engine know were widened while these samples were read, so this is no measure of unseen text.',
      'empty: nothing was found to say (an answer to a patient, a laboratory result without a value, a visit of small talk). broken: not of the output shape, or longer than the use case allows. below score: under the thresholds of the guardrail policy, by the local measure.',
      'Questions and criteria are made up. At most 10 results and 40 encounters of each patient, 400 of the dialogues of mts-dialog.',
    ],
  };
}

function measure(one: InsightCase, codes: CodeSet, tally: Tally): void {
  const useCase = INSIGHT_USE_CASES[one.useCase];
  const asked = askEngine(one, codes);
  const text = normaliseText(asked.answer);
  tally.answers += 1;
  const output = readOutput(text, 'end_turn');
  if (typeof output === 'string' || estimateTokens(text) > useCase.outputTokens) tally.broken += 1;
  if (typeof output === 'string') return;
  if (output.sentences.length === 0) {
    tally.empty += 1;
    return;
  }
  const { grounding, relevance } = scoreGrounding(text, asked.blocks, asked.query);
  const { thresholds } = GUARDRAIL_POLICY;
  if (grounding < thresholds.grounding || relevance < thresholds.relevance) tally.below += 1;
  const refusalOf = openRefusals(one, asked.items, codes);
  for (const sentence of output.sentences) {
    const refused = refusalOf(sentence);
    tally.sentences += 1;
    if (refused === null) tally.passed += 1;
    else tally.dropped.set(refused, (tally.dropped.get(refused) ?? 0) + 1);
  }
}

function emptyTally(): Tally {
  return { answers: 0, empty: 0, broken: 0, below: 0, sentences: 0, passed: 0, dropped: new Map() };
}

function rowOf(key: string, tally: Tally): readonly (string | number)[] {
  const [useCase = '', corpus = ''] = key.split('\t');
  const { answers, empty, broken, below, sentences, passed, dropped } = tally;
  const share = sentences === 0 ? '–' : ((100 * passed) / sentences).toFixed(1);
  const by = [...dropped].sort(([, a], [, b]) => b - a).map(([check, count]) => `${check} ${count}`);
  return [useCase, corpus, answers, empty, broken, below, sentences, passed, share, by.join(', ')];
}
