import { BadUserInputError, UpstreamUnavailableError } from '../src/errors.ts';
import type {
  DeclaredExplanation,
  EventExplanation,
  ExplainDeclaredInput,
} from '../src/generated/resolver-types.ts';
import type { AccessReview } from '../src/review/access-review.ts';
import { explainDeclared } from '../src/review/explain-declared.ts';
import { explainEvent } from '../src/review/explain-event.ts';
import { findEvent, isEventId } from '../src/review/find-event.ts';
import type { ReviewedPolicy } from '../src/review/reviewed-policy.ts';
import { actingOf } from './acting.ts';
import type { ResolverContext } from './context.ts';
import { readSupposed } from './read-review-input.ts';
import { toDeclaredExplanation } from './to-declared-explanation.ts';
import { toLedgerEvent } from './to-ledger-event.ts';

/** @throws BadUserInputError for a name that nobody declared. */
export function explainDeclaredField(
  policy: ReviewedPolicy,
  input: ExplainDeclaredInput,
): DeclaredExplanation | null {
  const { model, overlay } = policy;
  const told = explainDeclared(model, overlay, input.coordinate, readSupposed(policy, input));
  return told === null ? null : toDeclaredExplanation(policy, told);
}

/** @throws BadUserInputError for what is no event's id, which goes on record as it stands. */
export async function explainLedgerEvent(
  review: AccessReview,
  id: string,
  context: ResolverContext,
): Promise<EventExplanation | null> {
  const { ledger: open, actor } = context;
  if (!isEventId(id)) throw new BadUserInputError('AccessReview.explainEvent: not the id of an event');
  if (open === undefined) throw new UpstreamUnavailableError('this gateway keeps no index of the ledger');
  const resource = { type: 'LedgerEvent', id };
  await actingOf(context).record({ coordinate: 'AccessReview.explainEvent', subject: null, resource });
  const event = await findEvent(open(), id);
  if (event === null) return null;
  const policy = await review.at(event.policyVersion);
  const told = policy === null ? null : explainEvent(policy.model, policy.overlay, event);
  return {
    __typename: 'EventExplanation',
    event: toLedgerEvent(event, actor.tenant),
    known: policy !== null,
    inForce: event.policyVersion === review.inForce.version,
    agrees: told?.agrees ?? null,
    explanation: policy === null || told === null ? null : toDeclaredExplanation(policy, told.explanation),
    supposed: told === null ? null : { __typename: 'SupposedCase', ...told.supposed },
  };
}
