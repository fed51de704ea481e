/**
 * What may be wrong with a stored consent, told to the privacy officer. A finding is a constant: it MUST NOT
 * carry a value of the consent. `denies`: with it the consent cannot be read, and denies everything while active.
 */
export const CONSENT_FINDINGS = Object.freeze({
  NOT_A_CONSENT: { denies: true, says: 'It is no FHIR R4 Consent.' },
  STATUS: { denies: true, says: 'Its status is missing or none of FHIR.' },
  SCOPE: { denies: true, says: 'Its scope is missing or unknown.' },
  MODIFIER: { denies: true, says: 'It bears a modifier that changes its meaning in a way not known here.' },
  ELEMENT: { denies: true, says: 'A rule has an element that FHIR R4 does not know.' },
  TYPE: { denies: true, says: 'A rule does not say whether it permits or denies.' },
  CONTRADICTION: { denies: true, says: 'Its policy rule and its root rule say the opposite of each other.' },
  PERIOD: { denies: true, says: 'A period cannot be read, or ends before it starts.' },
  ACTOR: { denies: true, says: 'An actor has no coded role.' },
  ACTION: { denies: true, says: 'A rule is about an action other than collecting, using or disclosing.' },
  PURPOSE: { denies: true, says: 'A purpose is no code of ActReason below PurposeOfUse.' },
  PURPOSE_OUTSIDE_SCOPE: { denies: true, says: 'A consent to research names purposes that are none.' },
  LABEL: { denies: true, says: 'A security label is not known.' },
  CLASS: { denies: true, says: 'A class of content is no FHIR resource type.' },
  CODE: { denies: true, says: 'A code lacks its code.' },
  DATA: { denies: true, says: 'A data reference lacks its meaning or its reference.' },
  SHAPE: { denies: true, says: 'An element has a shape that FHIR does not give it.' },
  DEPTH: { denies: true, says: 'Its rules are nested more than eight deep.' },
  SIZE: { denies: true, says: 'It has more rules or criteria than are read.' },
  UNRESOLVED_ACTOR: {
    denies: false,
    says: 'An actor cannot be told: the rule permits nothing and denies to all.',
  },
  UNRESOLVED_DATA: {
    denies: false,
    says: 'A data reference cannot be told: the rule permits nothing and denies all.',
  },
  COLLECT_ONLY: { denies: false, says: 'A rule is about collecting alone: it permits no reading.' },
  UNVERIFIED: { denies: false, says: 'It was found unverified: it permits nothing.' },
  NO_PATIENT: { denies: false, says: 'It names no patient.' },
  NOTHING_SAID: { denies: false, says: 'It has no rule.' },
} as const);

export type ConsentFinding = keyof typeof CONSENT_FINDINGS;
