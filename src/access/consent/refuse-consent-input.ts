import { BadUserInputError } from '../../errors.ts';
import { isFhirId } from '../../fhir-id.ts';
import { fhirInterval } from '../fhir-interval.ts';
import type { ConsentInput, StatedPeriod } from './consent-input.ts';
import { CONSENT_PURPOSES } from './consent-input.ts';

const LONGEST = 200;
/** Of BCP 47 the plain form: language, script, region, variants. */
const LANGUAGE = /^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,4}$/;
const DATE = /^\d{4}(-\d{2}(-\d{2})?)?$/;

/** What only a rule can say; purposes without a code make none. */
const CRITERIA = Object.freeze(['actors', 'labels', 'classes', 'codes', 'data', 'dataPeriod'] as const);

/**
 * Refuses what would be recorded as something else than was meant; what a rule cannot say is found when it is read
 * back.
 * @throws BadUserInputError naming the part, without its value.
 */
export function refuseConsentInput(input: ConsentInput): void {
  for (const name of ['purposes', 'actors', 'labels', 'classes', 'codes', 'data', 'lawfulBasis'] as const) {
    if (input[name]?.length === 0) refuse(`${name} is empty`);
  }
  if (input.decision === 'permit' && input.purposes === null) refuse('a permit states no purposes');
  if (
    input.purposes?.every((purpose) => CONSENT_PURPOSES[purpose] === null) &&
    CRITERIA.some((name) => input[name] !== null)
  ) {
    refuse('criteria for purposes under which no record is read');
  }
  if (isEmpty(input.period) || isEmpty(input.dataPeriod)) refuse('a period without start and end');
  if (input.period !== null && !isInOrder(input.period)) refuse('period');
  if (
    input.reconsentDue !== null &&
    (!DATE.test(input.reconsentDue) || fhirInterval(input.reconsentDue) === null)
  ) {
    refuse('reconsentDue');
  }
  if (input.renews !== null && !isFhirId(input.renews)) refuse('renews');
  if (input.language !== null && !LANGUAGE.test(input.language)) refuse('language');
  if (input.policyUri !== null && (input.policyUri.length > LONGEST || !URL.canParse(input.policyUri))) {
    refuse('policyUri');
  }
  if (input.formVersion !== null && (input.formVersion === '' || input.formVersion.length > LONGEST)) {
    refuse('formVersion');
  }
}

function isEmpty(period: StatedPeriod | null): boolean {
  return period !== null && period.start === null && period.end === null;
}

/** Asked here too, since a consent without a rule keeps its period where no rule is read. */
function isInOrder({ start, end }: StatedPeriod): boolean {
  const from = start === null ? null : fhirInterval(start);
  const until = end === null ? null : fhirInterval(end);
  if ((start !== null && from === null) || (end !== null && until === null)) return false;
  return from === null || until === null || from.earliest <= until.latest;
}

function refuse(part: string): never {
  throw new BadUserInputError(`consent input: ${part}`);
}
