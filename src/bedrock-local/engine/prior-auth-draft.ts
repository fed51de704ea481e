import type { EngineEvidence, EngineInput } from '../engine-input.ts';
import { BETWEEN, quoted, type Sentence, say, unsaid } from './answer.ts';
import { type CriterionTerms, criterionTerms } from './criterion-terms.ts';
import { findSupport, type Support } from './find-support.ts';
import { looksLikeInstruction } from './looks-like-instruction.ts';

/** Criteria in their order, each once. What the words of the record do not decide is not in the record. */
export function priorAuthDraft({ evidence }: EngineInput): readonly Sentence[] {
  const criteria = evidence.filter(({ resourceType }) => resourceType === 'Policy');
  const records = evidence.filter(
    ({ resourceType, text }) =>
      resourceType !== 'Policy' && (resourceType === 'DocumentReference' || !looksLikeInstruction(text)),
  );
  return criteria.map((criterion) => judge(criterion, records));
}

function judge(criterion: EngineEvidence, records: readonly EngineEvidence[]): Sentence {
  const terms: CriterionTerms | null = criterionTerms(criterion.text);
  const found: Support | null = terms === null ? null : findSupport(terms, records);
  // A full stop after a number would read as a part of it, so the whole criterion is cited.
  const cited = unsaid(criterion, criterion.text.trim());
  const asked = quoted(criterion, cited.words.replace(/[.;:]+$/, ''));
  if (found === null) return say([cited, asked], { status: 'NOT_IN_RECORD' });
  return say([cited, asked, BETWEEN.value, ...found.words], { status: found.met ? 'MET' : 'NOT_MET' });
}
