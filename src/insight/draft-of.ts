import { createHash } from 'node:crypto';
import type { Believed } from './believe-answer.ts';
import type { Collected } from './collected.ts';
import type { EvidenceItem, EvidenceSet } from './evidence.ts';
import type { Tokenised } from './identifiers/tokenise.ts';
import type { ModelAnswer } from './insight-model.ts';
import type { InsightAsk, InsightOperation } from './insight-operation.ts';
import type { OutputCitation } from './output.ts';
import type { StoredCitation, StoredEvidence, StoredInsight } from './stored-insight.ts';

/** Kinds of evidence that are no record: nothing to be read again. */
export const GIVEN: readonly string[] = Object.freeze(['Transcript', 'Policy']);

/** The insight as it is stored: identifiers back in place, citations by record, with all that tells how it came to be. */
export function draftOf(
  { field, subjectId, args }: InsightAsk,
  made: {
    readonly evidence: EvidenceSet;
    readonly focused: readonly Collected[];
    readonly tokenised: Tokenised;
    readonly believed: Believed;
    readonly answer: ModelAnswer;
    readonly guardrail: string;
    readonly guardrailPolicy: string;
  },
  { actor, newId, now }: Pick<InsightOperation, 'actor' | 'newId' | 'now'>,
): StoredInsight {
  const { evidence, focused, tokenised, believed, answer, guardrail, guardrailPolicy } = made;
  return Object.freeze({
    id: newId(),
    subjectId,
    useCase: field.useCase.name,
    coordinate: field.coordinate,
    arguments: JSON.stringify(args),
    sentences: believed.sentences.map(({ text, section, code, status, citations }) => ({
      text: tokenised.restore(text),
      section,
      code,
      status,
      citations: citations.map((citation) => toCitation(citation, evidence.items, tokenised)),
      original: null,
      state: 'DRAFT' as const,
    })),
    withheldSentences: believed.withheld,
    evidence: storedEvidence([...evidence.items, ...focused.flatMap(({ belongsTo }) => belongsTo ?? [])]),
    evidenceHash: evidence.hash,
    promptHash: field.promptHash,
    outputHash: createHash('sha256').update(answer.text).digest('hex'),
    rowCategories: united(focused.map(({ categories }) => categories)),
    labels: united(focused.map(({ labels }) => labels)),
    model: answer.model,
    guardrail,
    guardrailPolicy,
    groundingScore: answer.grounding,
    relevanceScore: answer.relevance,
    tokens: answer.tokens,
    milliseconds: Math.round(answer.milliseconds),
    createdAt: now,
    createdBy: actor.id,
    reviewState: 'DRAFT',
    reviewer: null,
    reviewReason: null,
    reviewedAt: null,
  });
}

function toCitation(
  { item: number, quote }: OutputCitation,
  items: readonly EvidenceItem[],
  { restore }: Tokenised,
): StoredCitation {
  const item = items.find((one) => one.number === number);
  const words = restore(quote);
  const part = item?.parts.find(({ text }) => text.includes(words)) ?? item?.parts[0];
  return {
    resourceType: item?.resourceType ?? '',
    resourceId: item?.resourceId ?? '',
    coordinate: part?.coordinate ?? '',
    quote: words,
    date: item?.date ?? null,
  };
}

/** Each record once, with the coordinates read of it. */
function storedEvidence(
  items: readonly Pick<EvidenceItem, 'resourceType' | 'resourceId' | 'parts'>[],
): readonly StoredEvidence[] {
  const records = new Map<string, { resourceType: string; resourceId: string; coordinates: Set<string> }>();
  for (const { resourceType, resourceId, parts } of items) {
    if (GIVEN.includes(resourceType)) continue;
    const key = `${resourceType}/${resourceId}`;
    const record = records.get(key) ?? { resourceType, resourceId, coordinates: new Set() };
    records.set(key, record);
    for (const { coordinate } of parts) record.coordinates.add(coordinate);
  }
  return [...records.values()].map((record) => ({ ...record, coordinates: [...record.coordinates].sort() }));
}

function united(lists: readonly (readonly string[])[]): readonly string[] {
  return [...new Set(lists.flat())].sort();
}
