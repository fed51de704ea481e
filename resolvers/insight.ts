import type {
  CriterionStatus,
  InsightAudience,
  InsightCitation,
  InsightResolvers,
  InsightReviewState,
  InsightSentence,
  InsightUseCase,
} from '../src/generated/resolver-types.ts';
import {
  readCode,
  readDateTime,
  readElement,
  readList,
  readNumber,
  readString,
} from './fhir/read-element.ts';
import type { RowResolvers } from './row-resolvers.ts';

/** Fields of an insight, as `toInsightRecord` has them. */
export const insight: RowResolvers<InsightResolvers> = Object.freeze({
  useCase: (record) => oneOf(USE_CASES, record.useCase),
  audience: (record) => oneOf(AUDIENCES, record.audience),
  sentences: (record) => readList(record.sentences, toSentence),
  withheldSentences: (record) => readNumber(record.withheldSentences),
  notice: (record) => readString(record.notice),
  groundingScore: (record) => readNumber(record.groundingScore),
  model: (record) => readString(record.model),
  guardrail: (record) => readString(record.guardrail),
  guardrailPolicy: (record) => readString(record.guardrailPolicy),
  reviewState: (record) => oneOf(STATES, record.reviewState),
  reviewer: (record) => readString(record.reviewer),
  reviewReason: (record) => readString(record.reviewReason),
  reviewedAt: (record) => readDateTime(record.reviewedAt),
  createdAt: (record) => readDateTime(record.createdAt),
});

const STATES: readonly InsightReviewState[] = ['DRAFT', 'CONFIRMED', 'EDITED', 'REJECTED'];
const STATUSES: readonly CriterionStatus[] = ['MET', 'NOT_MET', 'NOT_IN_RECORD'];
const AUDIENCES: readonly InsightAudience[] = ['CLINICIAN', 'CODER', 'CARE_COORDINATOR', 'PATIENT'];
const USE_CASES: readonly InsightUseCase[] = [
  ...(['PRE_VISIT_SUMMARY', 'LAB_EXPLANATION', 'CODING_SUGGESTIONS'] as const),
  ...(['DRAFT_NOTE', 'PRIOR_AUTH_DRAFT', 'ASK'] as const),
];

function oneOf<Name extends string>(names: readonly Name[], value: unknown): Name | null {
  return names.find((name) => name === value) ?? null;
}

function toSentence(value: unknown): InsightSentence | null {
  const sentence = readElement(value);
  if (sentence === null) return null;
  return {
    text: readString(sentence.text),
    section: readString(sentence.section),
    code: readCode(sentence.code),
    status: oneOf(STATUSES, sentence.status),
    state: oneOf(STATES, sentence.state),
    original: readString(sentence.original),
    citations: readList(sentence.citations, toCitation),
  };
}

function toCitation(value: unknown): InsightCitation | null {
  const citation = readElement(value);
  if (citation === null) return null;
  return {
    resourceType: readString(citation.resourceType),
    resourceId: readString(citation.resourceId),
    coordinate: readString(citation.coordinate),
    quote: readString(citation.quote),
    source: readString(citation.source),
    date: readDateTime(citation.date),
  };
}
