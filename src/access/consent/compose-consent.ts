import { BadUserInputError } from '../../errors.ts';
import type { Json } from '../../is-json.ts';
import {
  ACT_CODE,
  ACT_REASON,
  CONFIDENTIALITY,
  CONSENT_SCOPE,
  LEVELS,
  PARTICIPATION_TYPE,
  RESOURCE_TYPES,
} from './consent-codes.ts';
import {
  COLLECTION_METHOD_EXTENSION,
  DECISION_EXTENSION,
  FORM_VERSION_EXTENSION,
  LAWFUL_BASIS_EXTENSION,
  PERIOD_EXTENSION,
  PURPOSE_EXTENSION,
  RECONSENT_DUE_EXTENSION,
  RENEWS_EXTENSION,
} from './consent-extensions.ts';
import type { ConsentInput, StatedPeriod } from './consent-input.ts';
import { CONSENT_PURPOSES } from './consent-input.ts';
import { readConsent } from './read-consent.ts';
import { refuseConsentInput } from './refuse-consent-input.ts';

/** What the gateway knows of a consent that is being recorded. */
export interface ConsentFacts {
  /** Logical id for the new Consent. */
  readonly id: string;
  /** Logical id of the patient. */
  readonly subjectId: string;
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** Reference of who consents: the patient, or who acts for them. */
  readonly performer: string | null;
  /** Reference of the organization that asked. */
  readonly organization: string | null;
}

/** Where nobody said under which policy; FHIR wants one stated (invariant ppc-1). */
const UNSTATED_POLICY = 'https://phield.dev/fhir/policy/unstated';

/**
 * The FHIR R4 Consent that says what was recorded.
 * @throws BadUserInputError if it could not be read back without a finding: nothing is recorded that would not hold.
 */
export function composeConsent(input: ConsentInput, facts: ConsentFacts): Json {
  refuseConsentInput(input);
  const { purposes } = input;
  const codes = purposes?.flatMap((purpose) => CONSENT_PURPOSES[purpose] ?? []) ?? null;
  // No criterion would mean every purpose, so purposes that have no code make no rule.
  const isRule = codes === null || codes.length > 0;
  const resource = {
    resourceType: 'Consent',
    id: facts.id,
    ...(input.language === null ? {} : { language: input.language }),
    extension: [
      ...(purposes ?? []).map((valueCode) => ({ url: PURPOSE_EXTENSION, valueCode })),
      ...(isRule ? [] : [{ url: DECISION_EXTENSION, valueCode: input.decision }]),
      ...(isRule || input.period === null
        ? []
        : [{ url: PERIOD_EXTENSION, valuePeriod: period(input.period) }]),
      ...(input.lawfulBasis ?? []).map((valueCode) => ({ url: LAWFUL_BASIS_EXTENSION, valueCode })),
      ...one(input.formVersion, (valueString) => ({ url: FORM_VERSION_EXTENSION, valueString })),
      ...one(input.collectionMethod, (valueCode) => ({ url: COLLECTION_METHOD_EXTENSION, valueCode })),
      ...one(input.reconsentDue, (valueDate) => ({ url: RECONSENT_DUE_EXTENSION, valueDate })),
      ...one(input.renews, (id) => ({
        url: RENEWS_EXTENSION,
        valueReference: { reference: `Consent/${id}` },
      })),
    ],
    status: 'active',
    scope: { coding: [{ system: CONSENT_SCOPE, code: input.scope }] },
    category: [{ coding: [{ system: 'http://loinc.org', code: '59284-0' }] }],
    patient: { reference: `Patient/${facts.subjectId}` },
    dateTime: new Date(facts.now).toISOString(),
    ...(facts.performer === null ? {} : { performer: [{ reference: facts.performer }] }),
    ...(facts.organization === null ? {} : { organization: [{ reference: facts.organization }] }),
    policy: [{ uri: input.policyUri ?? UNSTATED_POLICY }],
    ...(isRule ? { provision: rule(input, codes) } : {}),
  };
  const findings = readConsent(resource).findings.filter((finding) => finding !== 'NOTHING_SAID');
  if (findings.length > 0) throw new BadUserInputError(`consent input: ${findings.join(' ')}`);
  return resource.extension.length > 0 ? resource : without(resource);
}

function rule(input: ConsentInput, purposes: readonly string[] | null): Json {
  return {
    type: input.decision,
    ...(input.period === null ? {} : { period: period(input.period) }),
    ...each('actor', input.actors, (reference) => ({
      role: { coding: [{ system: PARTICIPATION_TYPE, code: 'IRCP' }] },
      reference: { reference },
    })),
    ...each('securityLabel', input.labels, labelCoding),
    ...each('purpose', purposes, (code) => ({ system: ACT_REASON[0], code })),
    ...each('class', input.classes, (code) => ({ system: RESOURCE_TYPES, code })),
    ...each('code', input.codes, ({ system, code }) => ({
      coding: [system === null ? { code } : { system, code }],
    })),
    ...(input.dataPeriod === null ? {} : { dataPeriod: period(input.dataPeriod) }),
    ...each('data', input.data, ({ meaning, reference }) => ({ meaning, reference: { reference } })),
  };
}

function labelCoding(label: string): Json {
  if (LEVELS.includes(label)) return { system: CONFIDENTIALITY[0], code: label };
  return { system: ACT_CODE[0], code: label === 'PART2' ? '42CFRPart2' : label };
}

function period({ start, end }: StatedPeriod): Json {
  return { ...(start === null ? {} : { start }), ...(end === null ? {} : { end }) };
}

function one<T>(value: T | null, toExtension: (value: T) => Json): readonly Json[] {
  return value === null ? [] : [toExtension(value)];
}

function each<T>(name: string, values: readonly T[] | null, toElement: (value: T) => Json): Json {
  return values === null ? {} : { [name]: values.map(toElement) };
}

/** FHIR has no empty lists. */
function without<R extends { readonly extension: unknown }>({ extension: _, ...rest }: R): Json {
  return rest;
}
