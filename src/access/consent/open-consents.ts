import type { Consent } from './consent.ts';
import type { ConsentSituation, ConsentVerdict, ConsentView } from './consent-view.ts';

const DENIED: ConsentVerdict = Object.freeze({ permit: false, consent: null });

/** The patient's consents as they bear on one situation. */
export function openConsents(_consents: readonly Consent[], _situation: ConsentSituation): ConsentView {
  return Object.freeze({ always: DENIED, decide: () => DENIED });
}
