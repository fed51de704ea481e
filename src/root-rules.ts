import type { AccessModel } from './access/access-model.ts';
import type { RootRule, RootRules } from './guard-roots.ts';

/** Only roles that hold a grant on the type have any business at this door. */
function holdsGrantOn(model: AccessModel, typeName: string): RootRule {
  const grants = (model.types[typeName]?.fields ?? []).flatMap((field) => Object.values(field.grants).flat());
  return ({ access }) => {
    const { accessClass } = access.vector;
    return accessClass.roles.some((role) =>
      grants.some((grant) => accessClass.grantsRole(role, grant, 'DEMOGRAPHICS')),
    );
  };
}

/** Root fields that not every authenticated actor may use (access-matrix, exception 1). */
export const ROOT_RULES = (model: AccessModel): RootRules =>
  Object.freeze({
    'Query.findPatient': holdsGrantOn(model, 'PatientMatch'),
    'Query.breakGlassReviews': holdsGrantOn(model, 'BreakGlassReview'),
    'Query.consentFindings': holdsGrantOn(model, 'ConsentFinding'),
    'Mutation.reviewBreakGlass': holdsGrantOn(model, 'BreakGlassReview'),
    'Mutation.explainAccess': holdsGrantOn(model, 'AccessExplanation'),
  });

/** Seconds since the sign-in, with more than one factor, that these allow (standards §11, RFC 9470 `max_age`). */
export const RECENT_SIGN_IN: Readonly<Record<string, number>> = Object.freeze({ 'Mutation.breakGlass': 900 });
