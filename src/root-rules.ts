import type { AccessModel } from './access/access-model.ts';
import { reviewsDocuments, speaksForClient } from './documents/document-rights.ts';
import type { RootRule, RootRules } from './guard-roots.ts';
import { mayReview } from './insight/reviewers.ts';
import { USE_CASES } from './insight/use-case.ts';
import { judgesFindings, readsLedger, readsOwnLedger } from './ledger/ledger-rights.ts';

/** Only roles that hold a grant on the type, or the one field of it, have any business at this door. */
function holdsGrantOn(model: AccessModel, typeName: string, fieldName: string | null = null): RootRule {
  const grants = (model.types[typeName]?.fields ?? [])
    .filter(({ name }) => fieldName === null || name === fieldName)
    .flatMap((field) => Object.values(field.grants).flat());
  return ({ access }) => {
    const { accessClass } = access.vector;
    return accessClass.roles.some((role) =>
      grants.some((grant) => accessClass.grantsRole(role, grant, 'DEMOGRAPHICS')),
    );
  };
}

/** Only roles that the use case of some insight names as its reviewers. */
const reviewsInsights: RootRule = ({ access }) =>
  USE_CASES.some((useCase) => mayReview(useCase, access.vector.accessClass.roles));

/** Root fields that not every authenticated actor may use (access-matrix, exception 1). */
export const ROOT_RULES = (model: AccessModel): RootRules => {
  const reviews: RootRule = ({ access }) => reviewsDocuments(access.vector.accessClass, model, 'u');
  const judges: RootRule = ({ access }) => judgesFindings(access.vector.accessClass, model);
  const speaks: RootRule = ({ access }) => speaksForClient(access.vector.accessClass);
  const readsOrOwns: RootRule = ({ access }) =>
    reviewsDocuments(access.vector.accessClass, model, 'r') || speaksForClient(access.vector.accessClass);
  return Object.freeze({
    'Query.ledger': ({ access }) => readsLedger(access.vector.accessClass, model),
    'Query.accessReview': ({ access }) => readsLedger(access.vector.accessClass, model),
    'Query.findings': ({ access }) => readsLedger(access.vector.accessClass, model),
    'Query.finding': ({ access }) => readsLedger(access.vector.accessClass, model),
    'Query.insightOversight': ({ access }) => readsLedger(access.vector.accessClass, model),
    'Mutation.assignFinding': judges,
    'Mutation.closeFinding': judges,
    'Mutation.reopenFinding': judges,
    'Mutation.verifyLedger': ({ access }) => readsLedger(access.vector.accessClass, model),
    'Query.whoSawMyRecord': ({ access }) => readsOwnLedger(access.vector.accessClass, model),
    'Query.documents': readsOrOwns,
    'Query.document': readsOrOwns,
    'Mutation.publishDocuments': speaks,
    'Mutation.approveDocument': reviews,
    'Mutation.rejectDocument': reviews,
    'Mutation.retireDocument': reviews,
    'Query.findPatient': holdsGrantOn(model, 'PatientMatch'),
    'Query.breakGlassReviews': holdsGrantOn(model, 'BreakGlassReview'),
    'Query.consentFindings': holdsGrantOn(model, 'ConsentFinding'),
    'Query.insightReviews': reviewsInsights,
    'Mutation.reviewInsight': reviewsInsights,
    'Mutation.draftNote': holdsGrantOn(model, 'PatientInsights', 'draftNote'),
    'Mutation.reviewBreakGlass': holdsGrantOn(model, 'BreakGlassReview'),
    'Mutation.explainAccess': holdsGrantOn(model, 'AccessExplanation'),
  });
};

/** Seconds since the sign-in, with more than one factor, that these allow (standards §11, RFC 9470 `max_age`). */
export const RECENT_SIGN_IN: Readonly<Record<string, number>> = Object.freeze({ 'Mutation.breakGlass': 900 });
