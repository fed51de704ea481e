import type { Json } from '../../is-json.ts';
import { fhirInterval } from '../fhir-interval.ts';
import type { Provision } from './consent.ts';
import { extensionsOf, PURPOSE_EXTENSION, RECONSENT_DUE_EXTENSION } from './consent-extensions.ts';
import type { ConsentPurpose } from './consent-input.ts';
import { CONSENT_PURPOSES } from './consent-input.ts';
import { textOf } from './consent-reading.ts';
import { readConsent } from './read-consent.ts';
import { isWhole, isWithdrawn, statedDecision, statedPeriod } from './stated-answer.ts';

/** How one patient stands to one purpose. Tells what was answered; what is enforced is decided row by row. */
export interface ConsentStanding {
  readonly standing: 'GRANTED' | 'REFUSED' | 'EXPIRED' | 'NEVER_ASKED';
  /** Logical id of the consent that says so, or `null`. */
  readonly consent: string | null;
  /** The patient is to be asked again: the consent has expired, or its day has come. */
  readonly reconsentDue: boolean;
}

/** Of several answers the first of these holds. */
const ORDER = Object.freeze(['REFUSED', 'GRANTED', 'WITHDRAWN', 'EXPIRED'] as const);
type Answer = (typeof ORDER)[number];

const NEVER_ASKED: ConsentStanding = Object.freeze({
  standing: 'NEVER_ASKED',
  consent: null,
  reconsentDue: false,
});

/**
 * How the patient stands to a purpose, by all consents stored for them: a refusal in force before a consent in
 * force, before a withdrawn one (which is a refusal), before an expired one.
 * @param resources stored FHIR Consents, in any order.
 * @param now milliseconds since the epoch.
 */
export function consentStanding(
  resources: readonly Json[],
  purpose: ConsentPurpose,
  now: number,
): ConsentStanding {
  const answers = resources
    .flatMap((resource) => {
      const answer = answerOf(resource, purpose, now);
      return answer === null ? [] : [{ answer, id: textOf(resource.id) ?? '', resource }];
    })
    .sort((one, other) => (one.id < other.id ? -1 : 1));
  for (const answer of ORDER) {
    const found = answers.find((each) => each.answer === answer);
    if (found === undefined) continue;
    return Object.freeze({
      standing: answer === 'WITHDRAWN' ? 'REFUSED' : answer,
      consent: found.id,
      reconsentDue: answer === 'EXPIRED' || (answer === 'GRANTED' && isDue(found.resource, now)),
    });
  }
  return NEVER_ASKED;
}

function answerOf(resource: Json, purpose: ConsentPurpose, now: number): Answer | null {
  const { status, readable, provision } = readConsent(resource);
  if (!readable) return status === 'active' || status === 'unknown' ? 'REFUSED' : null;
  const said = statedBy(resource, purpose, provision);
  if (!said) return null;
  if (status === 'rejected') return 'REFUSED';
  const decision = provision?.type ?? statedDecision(resource);
  if (decision === null) return null;
  if (status === 'inactive') return decision === 'permit' && isWithdrawn(resource) ? 'WITHDRAWN' : null;
  if (status !== 'active') return null;
  const period = provision === null ? statedPeriod(resource) : provision.period;
  if (period === 'UNREADABLE') return decision === 'deny' ? 'REFUSED' : null;
  if (period !== null && now < period.from) return null;
  if (period !== null && now > period.until) return decision === 'permit' ? 'EXPIRED' : null;
  // A restriction of some data or somebody is no refusal of the purpose.
  if (decision === 'deny') return provision === null || isWhole(provision) ? 'REFUSED' : null;
  return provision?.inPart === true ? null : 'GRANTED';
}

/**
 * By the purposes it was asked for; one recorded elsewhere, by its rule. What denies all of it for every purpose denies
 * for those without a code, too.
 */
function statedBy(resource: Json, purpose: ConsentPurpose, provision: Provision | null): boolean {
  const asked = extensionsOf(resource, PURPOSE_EXTENSION);
  if (asked.length > 0) return asked.some(({ valueCode }) => valueCode === purpose);
  if (provision === null) return false;
  const code = CONSENT_PURPOSES[purpose];
  if (provision.purposes.length === 0) {
    return code !== null || (provision.type === 'deny' && isWhole(provision));
  }
  return code !== null && provision.purposes.includes(code);
}

function isDue(resource: Json, now: number): boolean {
  return extensionsOf(resource, RECONSENT_DUE_EXTENSION).some(({ valueDate }) => {
    const day = typeof valueDate === 'string' ? fhirInterval(valueDate) : null;
    return day === null || now >= day.earliest;
  });
}
