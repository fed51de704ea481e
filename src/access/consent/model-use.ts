import type { Consent, Interval } from './consent.ts';

/** How a patient stands to the use of their record by a model (CONSENT_PURPOSES.MODEL_USE). */
export type ModelUseStanding = 'GRANTED' | 'REFUSED' | 'NOT_ASKED';

/**
 * By all consents of one patient: a refusal in force before a consent in force, before a withdrawn one, which is a
 * refusal. One that has expired says nothing. One that is active and cannot be read refuses: it may say so.
 * MUST NOT say more than `consentStanding` does.
 * @param consents in any order. @param now milliseconds since the epoch.
 */
export function modelUseStanding(consents: readonly Consent[], now: number): ModelUseStanding {
  let granted = false;
  let withdrawn = false;
  for (const { status, readable, modelUse } of consents) {
    if (!readable && (status === 'active' || status === 'unknown')) return 'REFUSED';
    if (modelUse === null || !isInForce(modelUse.period, now)) continue;
    if (modelUse.answer === 'REFUSED') return 'REFUSED';
    if (modelUse.answer === 'GRANTED') granted = true;
    else withdrawn = true;
  }
  if (granted) return 'GRANTED';
  return withdrawn ? 'REFUSED' : 'NOT_ASKED';
}

/** Whether a model may read of the patient, as the tenant asks for consent (`InsightSettings.consent`). */
export function permitsModelUse(
  consents: readonly Consent[],
  asked: 'required' | 'unlessRefused',
  now: number,
): boolean {
  const standing = modelUseStanding(consents, now);
  return standing === 'GRANTED' || (standing === 'NOT_ASKED' && asked === 'unlessRefused');
}

function isInForce(period: Interval | null, now: number): boolean {
  return period === null || (now >= period.from && now <= period.until);
}
