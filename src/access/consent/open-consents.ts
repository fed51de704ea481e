import type { Consent, ConsentSituation, ConsentVerdict, ConsentView } from './consent.ts';

const DENIED: ConsentVerdict = Object.freeze({ permit: false, consent: null });

/** The patient's consents as they bear on one situation. */
export function openConsents(_consents: readonly Consent[], _situation: ConsentSituation): ConsentView {
  return Object.freeze({ always: DENIED, decide: () => DENIED });
}
