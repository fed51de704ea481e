import { extract } from '../src/bedrock-local/engine/extract.ts';
import { type EngineInput, readEngineInput } from '../src/bedrock-local/engine-input.ts';
import { openChecks } from '../src/insight/checks/check-sentence.ts';
import type { CodeSet, DiagnosisCode } from '../src/insight/code-set.ts';
import { createCodeSet } from '../src/insight/codes/create-code-set.ts';
import { evidenceBlock } from '../src/insight/compose-request.ts';
import { estimateTokens } from '../src/insight/estimate-tokens.ts';
import type { EvidenceItem } from '../src/insight/evidence.ts';
import { numberEvidence } from '../src/insight/number-evidence.ts';
import type { OutputSentence } from '../src/insight/output.ts';
import { INSIGHT_USE_CASES } from '../src/insight/use-cases/use-cases.ts';
import { isJson } from '../src/is-json.ts';
import type { InsightCase } from './insight-cases.ts';
import { readSampleLines } from './read-sample-lines.ts';

export interface AskedEngine {
  readonly items: readonly EvidenceItem[];
  readonly query: string;
  readonly blocks: readonly string[];
  readonly input: EngineInput;
  /** JSON text. */
  readonly answer: string;
}

/** One insight asked of the extractive engine, as a gateway would ask. */
export function askEngine({ useCase: name, question, records }: InsightCase, codes: CodeSet): AskedEngine {
  const useCase = INSIGHT_USE_CASES[name];
  const { items } = numberEvidence({ found: records, leftOut: [] }, useCase.evidenceTokens, estimateTokens);
  const reference = useCase.needsCodes ? candidateLines(items, codes) : [];
  const query = useCase.takesQuestion ? question : useCase.query;
  const blocks = items.map(evidenceBlock);
  const input = readEngineInput({
    system: [useCase.instructions, reference.join('\n')],
    blocks: [
      ...blocks.map((text) => ({ text, guarded: true, qualifiers: ['grounding_source' as const] })),
      { text: query, guarded: true, qualifiers: ['query'] },
    ],
    guardrail: null,
    maxTokens: null,
  });
  return { items, query, blocks, input, answer: extract(input) };
}

/** Which check or rule refuses a sentence; `null`: it is released. */
export function openRefusals(
  { useCase, question }: InsightCase,
  items: readonly EvidenceItem[],
  codes: CodeSet,
): (sentence: OutputSentence) => string | null {
  const check = openChecks({ items, mode: 'verbatim', incomplete: new Set() });
  const { rules } = INSIGHT_USE_CASES[useCase];
  return (sentence) => {
    const refused = check(sentence);
    if (refused !== null) return refused.check;
    const rule = rules.find(({ refuses }) => refuses(sentence, { items, question, codes }) !== null);
    return rule === undefined ? null : `rule ${rule.name}`;
  };
}

function candidateLines(items: readonly EvidenceItem[], codes: CodeSet): readonly string[] {
  return codes
    .candidates(items.map(({ text }) => text).join('\n'), 40)
    .map(({ code }) => `${code.code} ${code.description}`);
}

/** @throws MissingSample */
export async function loadCodes(samples: string): Promise<CodeSet> {
  const lines = await readSampleLines(samples, 'codesets/icd10cm-jan2021.ndjson');
  const codes = lines.flatMap((line): readonly DiagnosisCode[] => {
    if (!isJson(line) || typeof line.code !== 'string' || typeof line.long !== 'string') return [];
    return [{ code: line.code, description: line.long, billable: line.billable === true }];
  });
  return createCodeSet('2021', codes);
}
