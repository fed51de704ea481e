import { extract } from '../src/bedrock-local/engine/extract.ts';
import { readEngineInput } from '../src/bedrock-local/engine-input.ts';
import { scoreGrounding } from '../src/bedrock-local/guardrail/score-grounding.ts';
import { openChecks } from '../src/insight/checks/check-sentence.ts';
import type { CodeSet, DiagnosisCode } from '../src/insight/code-set.ts';
import { createCodeSet } from '../src/insight/codes/create-code-set.ts';
import { estimateTokens } from '../src/insight/estimate-tokens.ts';
import type { EvidenceItem } from '../src/insight/evidence.ts';
import { GUARDRAIL_POLICY } from '../src/insight/guardrail-policy.ts';
import { normaliseText } from '../src/insight/normalise-text.ts';
import { numberEvidence } from '../src/insight/number-evidence.ts';
import type { OutputSentence } from '../src/insight/output.ts';
import { readOutput } from '../src/insight/read-output.ts';
import { INSIGHT_USE_CASES } from '../src/insight/use-cases/use-cases.ts';
import type { EvalTable } from './eval-table.ts';
import { type InsightCase, patientCases, visitCase } from './insight-cases.ts';
import { readSampleLines } from './read-sample-lines.ts';
import { isJson } from './render-resource.ts';
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

function measure({ useCase: name, question, records }: InsightCase, codes: CodeSet, tally: Tally): void {
  const useCase = INSIGHT_USE_CASES[name];
  const { items } = numberEvidence({ found: records, leftOut: [] }, useCase.evidenceTokens, estimateTokens);
  const reference = useCase.needsCodes ? candidateLines(items, codes) : [];
  const query = useCase.takesQuestion ? question : useCase.query;
  const blocks = items.map(block);
  const text = normaliseText(
    extract(
      readEngineInput({
        system: [useCase.instructions, reference.join('\n')],
        blocks: [
          ...blocks.map((each) => ({ text: each, guarded: true, qualifiers: ['grounding_source' as const] })),
          { text: query, guarded: true, qualifiers: ['query'] },
        ],
        guardrail: null,
        maxTokens: null,
      }),
    ),
  );
  tally.answers += 1;
  const output = readOutput(text, 'end_turn');
  if (typeof output === 'string' || estimateTokens(text) > useCase.outputTokens) tally.broken += 1;
  if (typeof output === 'string') return;
  if (output.sentences.length === 0) {
    tally.empty += 1;
    return;
  }
  const { grounding, relevance } = scoreGrounding(text, blocks, query);
  const { thresholds } = GUARDRAIL_POLICY;
  if (grounding < thresholds.grounding || relevance < thresholds.relevance) tally.below += 1;
  const check = openChecks({ items, mode: 'verbatim' });
  for (const sentence of output.sentences) {
    const refused = check(sentence)?.check ?? ruleAgainst(name, sentence, items, question, codes);
    tally.sentences += 1;
    if (refused === null) tally.passed += 1;
    else tally.dropped.set(refused, (tally.dropped.get(refused) ?? 0) + 1);
  }
}

function ruleAgainst(
  name: InsightCase['useCase'],
  sentence: OutputSentence,
  items: readonly EvidenceItem[],
  question: string,
  codes: CodeSet,
): string | null {
  const rule = INSIGHT_USE_CASES[name].rules.find(
    ({ refuses }) => refuses(sentence, { items, question, codes }) !== null,
  );
  return rule === undefined ? null : `rule ${rule.name}`;
}

function block({ number, resourceType, date, text }: EvidenceItem): string {
  return `[${number}] ${resourceType} ${date ?? 'undated'}: ${text}`;
}

function candidateLines(items: readonly EvidenceItem[], codes: CodeSet): readonly string[] {
  return codes
    .candidates(items.map(({ text }) => text).join('\n'), 40)
    .map(({ code }) => `${code.code} ${code.description}`);
}

async function loadCodes(samples: string): Promise<CodeSet> {
  const lines = await readSampleLines(samples, 'codesets/icd10cm-jan2021.ndjson');
  const codes = lines.flatMap((line): readonly DiagnosisCode[] => {
    if (!isJson(line) || typeof line.code !== 'string' || typeof line.long !== 'string') return [];
    return [{ code: line.code, description: line.long, billable: line.billable === true }];
  });
  return createCodeSet('2021', codes);
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
