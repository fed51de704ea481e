import type { StoredInsight } from '../../../src/insight/stored-insight.ts';
import type { UseCaseName } from '../../../src/insight/use-case.ts';
import { TEST_NOW } from '../../support/small-gateway.ts';
import type { SourceFields } from '../laundering/source-fields.ts';

/** Use case and row category of what each insight field writes: one that its readers may see. */
const WRITTEN: Readonly<Record<string, readonly [UseCaseName, string]>> = {
  'PatientInsights.preVisitSummary': ['PRE_VISIT_SUMMARY', 'PROBLEM'],
  'PatientInsights.labExplanation': ['LAB_EXPLANATION', 'LAB'],
  'PatientInsights.codingSuggestions': ['CODING_SUGGESTIONS', 'DIAGNOSIS'],
  'PatientInsights.priorAuthDraft': ['PRIOR_AUTH_DRAFT', 'PROBLEM'],
  'PatientInsights.ask': ['ASK', 'PROBLEM'],
  'PatientInsights.draftNote': ['DRAFT_NOTE', 'CLINICAL_NOTE'],
};

/** Ids of stored insights, one for each field that writes some. */
export const WRITTEN_IDS: readonly string[] = Object.keys(WRITTEN).map((_, at) => `written-${at}`);

/** One insight of every kind, written from every value that its sources select. */
export function writtenInsights(sources: ReadonlyMap<string, SourceFields>): readonly StoredInsight[] {
  return Object.entries(WRITTEN).map(([coordinate, [useCase, category]], at) => ({
    id: `written-${at}`,
    subjectId: 'ada',
    useCase,
    coordinate,
    arguments: '{}',
    sentences: [
      {
        text: 'It is amber.',
        section: null,
        code: null,
        status: null,
        citations: [],
        original: null,
        state: 'DRAFT',
      },
    ],
    withheldSentences: 0,
    evidence: [...(sources.get(coordinate) ?? [])].map(([type, fields]) => ({
      resourceType: type,
      resourceId: `ada-${type.toLowerCase()}-0`,
      coordinates: [...fields].map((field) => `${type}.${field}`),
    })),
    evidenceHash: '00',
    promptHash: '00',
    outputHash: '00',
    rowCategories: [category],
    labels: [],
    model: 'm',
    guardrail: 'phield:1',
    guardrailPolicy: '00',
    groundingScore: 0.99,
    relevanceScore: 0.99,
    tokens: { input: 1, output: 1 },
    milliseconds: 1,
    createdAt: TEST_NOW - 1000,
    createdBy: 'somebody',
    reviewState: 'DRAFT',
    reviewer: null,
    reviewReason: null,
    reviewedAt: null,
  }));
}
