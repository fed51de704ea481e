import type { ConsentInput as RecordedConsent, StatedPeriod } from '../src/access/consent/consent-input.ts';
import type { ConsentInput, ConsentPeriodInput } from '../src/generated/resolver-types.ts';
import { parseTypedId } from './parse-node-id.ts';

const MEANING = Object.freeze({
  INSTANCE: 'instance',
  RELATED: 'related',
  DEPENDENTS: 'dependents',
  AUTHOREDBY: 'authoredby',
} as const);

/**
 * The schema's words for a consent as access reads them. What is not said restricts nothing.
 * @throws BadUserInputError
 */
export function toConsentInput(input: ConsentInput): RecordedConsent {
  return {
    scope: input.scope === 'RESEARCH' ? 'research' : 'patient-privacy',
    decision: input.decision === 'PERMIT' ? 'permit' : 'deny',
    purposes: input.purposes ?? null,
    actors: input.actors ?? null,
    labels: input.labels ?? null,
    classes: input.classes ?? null,
    codes: input.codes?.map(({ system, code }) => ({ system: system ?? null, code })) ?? null,
    data: input.data?.map(({ meaning, reference }) => ({ meaning: MEANING[meaning], reference })) ?? null,
    dataPeriod: toPeriod(input.dataPeriod),
    period: toPeriod(input.period),
    lawfulBasis: input.lawfulBasis ?? null,
    formVersion: input.formVersion ?? null,
    collectionMethod: input.collectionMethod ?? null,
    policyUri: input.policyUri ?? null,
    language: input.language ?? null,
    reconsentDue: input.reconsentDue ?? null,
    renews: typeof input.renews === 'string' ? parseTypedId('Consent', input.renews) : null,
  };
}

function toPeriod(period: ConsentPeriodInput | null | undefined): StatedPeriod | null {
  return period ? { start: period.start ?? null, end: period.end ?? null } : null;
}
