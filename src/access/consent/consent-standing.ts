import { fhirInterval } from '../fhir-interval.ts';
import type { Interval, Provision, ProvisionType } from './consent.ts';
import {
  DECISION_EXTENSION,
  extensionsOf,
  PERIOD_EXTENSION,
  PURPOSE_EXTENSION,
  RECONSENT_DUE_EXTENSION,
  WITHDRAWAL_EXTENSION,
} from './consent-extensions.ts';
import type { ConsentPurpose } from './consent-input.ts';
import { CONSENT_PURPOSES } from './consent-input.ts';
import type { Json } from './consent-reading.ts';
import { ConsentReading, textOf } from './consent-reading.ts';
import { readConsent } from './read-consent.ts';

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
  const said = statedBy(resource, purpose, provision?.purposes ?? null);
  if (!said) return null;
  if (status === 'rejected') return 'REFUSED';
  const decision = provision?.type ?? decisionOf(resource);
  if (decision === null) return null;
  if (status === 'inactive') {
    const [withdrawal] = extensionsOf(resource, WITHDRAWAL_EXTENSION);
    return withdrawal !== undefined && decision === 'permit' && !isSuperseded(withdrawal)
      ? 'WITHDRAWN'
      : null;
  }
  if (status !== 'active') return null;
  const period = provision === null ? periodOf(resource) : provision.period;
  if (period !== null && now < period.from) return null;
  if (period !== null && now > period.until) return decision === 'permit' ? 'EXPIRED' : null;
  if (decision === 'deny') return provision === null || isWhole(provision) ? 'REFUSED' : null;
  return provision?.inPart === true ? null : 'GRANTED';
}

/** A restriction of some data or somebody is no refusal of the purpose. */
function isWhole({ actors, labels, dataPeriod, data, classes, codes }: Provision): boolean {
  return (
    dataPeriod === null && [actors, labels, data, classes, codes].every((criterion) => criterion.length === 0)
  );
}

/** By the purposes it was asked for; one recorded elsewhere, by its rule. */
function statedBy(resource: Json, purpose: ConsentPurpose, codes: readonly string[] | null): boolean {
  const asked = extensionsOf(resource, PURPOSE_EXTENSION);
  if (asked.length > 0) return asked.some(({ valueCode }) => valueCode === purpose);
  const code = CONSENT_PURPOSES[purpose];
  return codes !== null && code !== null && (codes.length === 0 || codes.includes(code));
}

function decisionOf(resource: Json): ProvisionType | null {
  const [decision] = extensionsOf(resource, DECISION_EXTENSION);
  const code = decision?.valueCode;
  return code === 'permit' || code === 'deny' ? code : null;
}

function periodOf(resource: Json): Interval | null {
  const [period] = extensionsOf(resource, PERIOD_EXTENSION);
  return new ConsentReading().period(period?.valuePeriod);
}

function isSuperseded(withdrawal: Json): boolean {
  return extensionsOf(withdrawal, 'supersededBy').length > 0;
}

function isDue(resource: Json, now: number): boolean {
  return extensionsOf(resource, RECONSENT_DUE_EXTENSION).some(({ valueDate }) => {
    const day = typeof valueDate === 'string' ? fhirInterval(valueDate) : null;
    return day === null || now >= day.earliest;
  });
}
