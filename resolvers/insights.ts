import type { StoredRecord } from '../datasources/health-data.ts';
import type {
  MutationResolvers,
  PatientInsightsResolvers,
  QueryResolvers,
} from '../src/generated/resolver-types.ts';
import type { Insights } from '../src/insight/insights.ts';
import { InsightWithheld } from '../src/insight/withheld.ts';
import type { ResolverContext } from './context.ts';
import { toInsightRecord, toInsightVerdict } from './insight-review.ts';
import { parseTypedId } from './parse-node-id.ts';
import type { RowResolvers } from './row-resolvers.ts';

/** Insights about one patient: a row of their own, so that each is decided like any field. */
export function insightsOf({ subjectId, labels }: StoredRecord): StoredRecord {
  return { resourceType: 'PatientInsights', id: subjectId, subjectId, rowCategories: [], labels };
}

type Field = keyof Pick<
  PatientInsightsResolvers,
  'preVisitSummary' | 'labExplanation' | 'codingSuggestions' | 'priorAuthDraft' | 'ask' | 'draftNote'
>;

export const patientInsights: RowResolvers<PatientInsightsResolvers> = Object.freeze({
  patient: async (record, _args, { data }) => (await data.patient(record.subjectId)).record,
  preVisitSummary: written('preVisitSummary'),
  labExplanation: written('labExplanation'),
  codingSuggestions: written('codingSuggestions'),
  priorAuthDraft: written('priorAuthDraft'),
  ask: written('ask'),
  draftNote: written('draftNote'),
});

function written(field: Field) {
  return async (
    { subjectId }: StoredRecord,
    args: Readonly<Record<string, unknown>>,
    context: ResolverContext,
  ): Promise<StoredRecord | null> => {
    const insight = await insightsOfOperation(context).write({ field, subjectId, args });
    return insight === null ? null : toInsightRecord(insight);
  };
}

/** @throws InsightWithheld where the gateway has no model */
function insightsOfOperation({ insights }: ResolverContext): Insights {
  if (insights === undefined) throw new InsightWithheld('UNAVAILABLE', 'this gateway has no model');
  return insights();
}

/** For `node(id:)`: an insight by its own id. */
export async function findInsight(id: string, context: ResolverContext): Promise<StoredRecord | null> {
  const insight = await context.insights?.().read(id);
  return insight ? toInsightRecord(insight) : null;
}

export const insightReviews: Required<QueryResolvers>['insightReviews'] = async (_root, args, context) => {
  const page = await insightsOfOperation(context).queue({
    first: args.first ?? 20,
    after: args.after ?? null,
    state: args.state ?? null,
  });
  const rows = page.rows.map(({ insight, position }) => ({ record: toInsightRecord(insight), position }));
  return { rows, hasNextPage: page.hasNextPage };
};

export const draftNote: Required<MutationResolvers>['draftNote'] = async (
  _root,
  { encounterId, transcript },
  context,
) => {
  const id = parseTypedId('Encounter', encounterId);
  const insight = await insightsOfOperation(context).draftNote(id, transcript);
  return insight === null ? null : toInsightRecord(insight);
};

export const reviewInsight: Required<MutationResolvers>['reviewInsight'] = async (_root, args, context) => {
  const id = parseTypedId('Insight', args.id);
  const insight = await insightsOfOperation(context).review(id, toInsightVerdict(args));
  return insight === null ? null : toInsightRecord(insight);
};
