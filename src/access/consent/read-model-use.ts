import type { Json } from '../../is-json.ts';
import type { ConsentStatus, ModelUse, Provision } from './consent.ts';
import { extensionsOf, PURPOSE_EXTENSION } from './consent-extensions.ts';
import type { ConsentPurpose } from './consent-input.ts';
import { isWhole, isWithdrawn, statedDecision, statedPeriod } from './stated-answer.ts';

const PURPOSE: ConsentPurpose = 'MODEL_USE';
const REFUSED: ModelUse = Object.freeze({ answer: 'REFUSED', period: null });
const WITHDRAWN: ModelUse = Object.freeze({ answer: 'WITHDRAWN', period: null });

/**
 * What a readable consent answers to MODEL_USE. No code stands for it, so it is asked for by name; a rule that denies
 * for every purpose denies this one, too. A model reads what an insight needs or nothing: what permits a part of the
 * record permits none, and what names MODEL_USE and denies a part denies all.
 */
export function readModelUse(
  resource: Json,
  status: ConsentStatus,
  provision: Provision | null,
): ModelUse | null {
  if (!isAbout(resource, provision)) return null;
  if (status === 'rejected') return REFUSED;
  const decision = provision?.type ?? statedDecision(resource);
  if (status === 'inactive') return decision === 'permit' && isWithdrawn(resource) ? WITHDRAWN : null;
  if (status !== 'active') return null;
  const period = provision === null ? statedPeriod(resource) : provision.period;
  if (decision !== 'permit') {
    return period === 'UNREADABLE' ? REFUSED : Object.freeze({ answer: 'REFUSED', period });
  }
  if (period === 'UNREADABLE' || (provision !== null && isInPart(provision))) return null;
  return Object.freeze({ answer: 'GRANTED', period });
}

function isAbout(resource: Json, provision: Provision | null): boolean {
  const asked = extensionsOf(resource, PURPOSE_EXTENSION);
  if (asked.length > 0) return asked.some(({ valueCode }) => valueCode === PURPOSE);
  return provision?.type === 'deny' && provision.purposes.length === 0 && isWhole(provision);
}

function isInPart(provision: Provision): boolean {
  return provision.inPart === true || provision.provisions.length > 0 || !isWhole(provision);
}
