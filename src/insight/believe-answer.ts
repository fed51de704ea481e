import { openChecks } from './checks/check-sentence.ts';
import type { GuardrailPolicy } from './guardrail-policy.ts';
import { scanOutput } from './identifiers/scan-output.ts';
import type { Tokenised } from './identifiers/tokenise.ts';
import type { ModelAnswer } from './insight-model.ts';
import { normaliseText } from './normalise-text.ts';
import type { ModelOutput, OutputSentence } from './output.ts';
import { readOutput } from './read-output.ts';
import { isShownPlainly } from './shown-plainly.ts';
import { openSpeaksToModel } from './speaks-to-model.ts';
import type { RuleContext, UseCase } from './use-case.ts';
import { settleCriteria } from './use-cases/settle-criteria.ts';
import type { WithheldReason } from './withheld.ts';
import { InsightWithheld } from './withheld.ts';

/** What is left of an answer once nothing of it is taken on trust. */
export interface Believed {
  /** At least one; tokens stand in place of identifiers. */
  readonly sentences: readonly OutputSentence[];
  /** Sentences taken out. */
  readonly withheld: number;
}

export interface Doubts extends RuleContext {
  readonly useCase: UseCase;
  readonly tokenised: Tokenised;
  /** Kinds of record of which something was left out of the items. */
  readonly incomplete: ReadonlySet<string>;
  readonly support: 'verbatim' | 'scored';
  readonly thresholds: GuardrailPolicy['thresholds'];
}

/**
 * Holds an answer against its evidence: guardrail and scores for the whole, every check and rule for each sentence. A
 * sentence that fails is taken out; an identifier that was not in evidence takes everything out.
 * @throws InsightWithheld when nothing is left, with the reason of the first that was taken out.
 */
export function believeAnswer(answer: ModelAnswer, doubts: Doubts): Believed {
  const { useCase, items, incomplete, support, tokenised, thresholds } = doubts;
  assertVouchedFor(answer, thresholds);
  const { sentences, outOfScope } = readAnswer(answer);
  if (outOfScope || sentences.length === 0) {
    throw new InsightWithheld('OUT_OF_SCOPE', 'the record does not answer', useCase.topics);
  }
  const plain = sentences.map(plainSentence);
  if (plain.some(({ text }) => scanOutput(text, tokenised).length > 0)) {
    throw new InsightWithheld('IDENTIFIER', 'an identifier that was not in evidence');
  }

  const reasons: WithheldReason[] = [];
  const refusalOf = openChecks({ items, mode: support, incomplete });
  const speaksToModel = openSpeaksToModel(items, tokenised.restore);
  const manipulated = (sentence: OutputSentence): WithheldReason | null =>
    isShownPlainly(sentence, tokenised) && !speaksToModel(sentence) ? null : 'UNGROUNDED';
  const held = plain.filter((sentence) => {
    const reason = refusalOf(sentence)?.reason ?? ruleAgainst(sentence, doubts) ?? manipulated(sentence);
    if (reason !== null) reasons.push(reason);
    return reason === null;
  });
  const kept = useCase.name === 'PRIOR_AUTH_DRAFT' ? settleCriteria(held, items).sentences : held;
  if (kept.length === 0)
    throw new InsightWithheld(reasons[0] ?? 'CITATION', 'no sentence holds', useCase.topics);
  return { sentences: kept, withheld: sentences.length - kept.length };
}

function plainSentence(sentence: OutputSentence): OutputSentence {
  const citations = sentence.citations.map((one) => ({ ...one, quote: normaliseText(one.quote) }));
  return { ...sentence, text: normaliseText(sentence.text), citations };
}

/** A low score blocks an answer at the guardrail already, so scores are looked at first: they say why. */
function assertVouchedFor(
  { grounding, relevance, intervened }: ModelAnswer,
  thresholds: GuardrailPolicy['thresholds'],
): void {
  const low = (score: number | null, least: number) => score !== null && score < least;
  if (low(grounding, thresholds.grounding) || low(relevance, thresholds.relevance)) {
    throw new InsightWithheld('UNGROUNDED', 'a score below its threshold');
  }
  if (intervened) throw new InsightWithheld('GUARDRAIL', 'the guardrail intervened');
  if (grounding === null || relevance === null) {
    throw new InsightWithheld('UNGROUNDED', 'the guardrail gave no score');
  }
}

function readAnswer({ text, stopReason }: ModelAnswer): ModelOutput {
  const output = readOutput(text, stopReason);
  if (typeof output === 'string')
    throw new InsightWithheld(output, 'the answer is not of the form asked for');
  return output;
}

function ruleAgainst(sentence: OutputSentence, context: Doubts): WithheldReason | null {
  for (const rule of context.useCase.rules) {
    const reason = rule.refuses(sentence, context);
    if (reason !== null) return reason;
  }
  return null;
}
