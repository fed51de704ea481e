import type { GlassReview } from '../datasources/health-commands.ts';
import { PhieldError } from '../src/errors.ts';
import type {
  BreakGlassReviewResolvers,
  MutationResolvers,
  QueryResolvers,
} from '../src/generated/resolver-types.ts';
import { actingOf, forbid } from './acting.ts';
import { readCode, readList, readNumber, readString } from './fhir/read-element.ts';
import { parseTypedId } from './parse-node-id.ts';
import { readStatement } from './read-statement.ts';
import type { RowResolvers } from './row-resolvers.ts';

const TYPE = 'BreakGlassReview';
const DEFAULT_FIRST = 20;

/** The tenant's queue; rows whose patient is gone do not exist for anybody. */
export const breakGlassReviews: Required<QueryResolvers>['breakGlassReviews'] = (_root, args, context) =>
  actingOf(context)
    .commands()
    .reviews({ first: args.first ?? DEFAULT_FIRST, after: args.after ?? null, state: args.state ?? null });

/** A verdict, once it is on record, by somebody else than who opened the glass (four eyes). */
export const reviewBreakGlass: Required<MutationResolvers>['reviewBreakGlass'] = async (
  _root,
  { id: text, verdict, comment },
  context,
) => {
  const coordinate = 'Mutation.reviewBreakGlass';
  const acting = actingOf(context);
  const { access, commands, record } = acting;
  const id = parseTypedId(TYPE, text);
  const stated = readStatement(comment, 1);
  const review = await commands().reviewOf(id);
  if (review === null) return null;
  const { facts } = await access.subject(review.subjectId);
  if (!access.admits(TYPE, facts, review)) return null;
  if (isOwn(review, context.actor)) forbid(acting, { coordinate, type: TYPE, id });

  await record({ coordinate, subject: review.subjectId, resource: { type: TYPE, id } });
  const judged = await commands().review(id, { verdict, comment: stated });
  if (judged === 'conflict') {
    access.refuse({ coordinate, type: TYPE, id, reason: 'ERROR' });
    throw new PhieldError('CONFLICT', 'the glass has been reviewed');
  }
  return judged;
};

function isOwn(
  { issuer, actor }: GlassReview,
  by: { readonly issuer: string; readonly id: string },
): boolean {
  return issuer === by.issuer && actor === by.id;
}

export const breakGlassReview: RowResolvers<BreakGlassReviewResolvers> = Object.freeze({
  patient: ({ subjectId }) => `Patient/${subjectId}`,
  issuer: (record) => readString(record.issuer),
  actor: (record) => readString(record.actor),
  roles: (record) => readList(record.roles, readCode),
  client: (record) => readString(record.client),
  reason: (record) => readCode(record.reason),
  justification: (record) => readString(record.justification),
  openedAt: (record) => moment(record.openedAt),
  expiresAt: (record) => moment(record.expiresAt),
  state: (record) => (record.state === 'OPEN' || record.state === 'REVIEWED' ? record.state : null),
  reviewer: (record) => readString(record.reviewer),
  verdict: ({ verdict }) =>
    verdict === 'JUSTIFIED' || verdict === 'NOT_JUSTIFIED' || verdict === 'ESCALATED' ? verdict : null,
  comment: (record) => readString(record.comment),
  reviewedAt: (record) => moment(record.reviewedAt),
});

function moment(value: unknown): string | null {
  const time = readNumber(value);
  return time === null ? null : new Date(time).toISOString();
}
