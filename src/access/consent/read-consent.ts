import { isJson } from '../../is-json.ts';
import type { Consent, ConsentStatus, Provision, ProvisionType } from './consent.ts';
import { CONSENT_STATUSES } from './consent.ts';
import { ACT_CODE, CONSENT_SCOPE, isResearchPurpose } from './consent-codes.ts';
import { ConsentReading, textOf } from './consent-reading.ts';
import { readModelUse } from './read-model-use.ts';
import { readProvision } from './read-provision.ts';

type Resource = Readonly<Record<string, unknown>>;

/** http://hl7.org/fhir/R4/valueset-consent-scope.html. The last two are about care, not about privacy. */
const SCOPES = Object.freeze(['patient-privacy', 'research', 'treatment', 'adr'] as const);
type Scope = (typeof SCOPES)[number];

/** Policy rules that say by themselves what holds (ActCode, below ActConsentDirective). */
const DIRECTIVES: ReadonlyMap<string, ProvisionType> = new Map([
  ['OPTIN', 'permit'],
  ['OPTINR', 'permit'],
  ['OPTOUT', 'deny'],
  ['OPTOUTE', 'deny'],
]);

/**
 * Reads a stored FHIR R4 Consent (http://hl7.org/fhir/R4/consent.html). Never throws: one that cannot be read
 * denies everything while it is active, and says why in `findings`.
 */
export function readConsent(resource: Resource): Consent {
  const reading = new ConsentReading();
  const status = readStatus(resource.status, reading);
  const scope = readScope(resource.scope, reading);
  const isAboutCare = resource.resourceType === 'Consent' && (scope === 'treatment' || scope === 'adr');
  const provision = isAboutCare ? null : readRoot(resource, scope, reading);
  const { findings } = reading;
  const readable = isAboutCare || reading.readable;
  return Object.freeze({
    id: textOf(resource.id) ?? '',
    status,
    readable,
    provision: readable ? provision : null,
    modelUse: readable ? readModelUse(resource, status, provision) : null,
    findings,
  });
}

function readStatus(value: unknown, reading: ConsentReading): ConsentStatus {
  const status = CONSENT_STATUSES.find((each) => each === value);
  if (status === undefined) reading.find('STATUS');
  return status ?? 'unknown';
}

function readRoot(resource: Resource, scope: Scope | null, reading: ConsentReading): Provision | null {
  if (resource.resourceType !== 'Consent') reading.find('NOT_A_CONSENT');
  // `decision` is R5's: there the nested rules are exceptions to it, which R4 readers would not see.
  if ('modifierExtension' in resource || 'implicitRules' in resource || 'decision' in resource) {
    reading.find('MODIFIER');
  }
  if (!isJson(resource.patient)) reading.find('NO_PATIENT');
  const directive = readDirective(resource.policyRule, reading);
  if (resource.provision === undefined && directive === null) {
    reading.find('NOTHING_SAID');
    return null;
  }
  const root = readProvision(resource.provision ?? {}, reading, directive);
  return root === null ? null : bounded(root, scope, isUnverified(resource.verification, reading), reading);
}

/** `null` with a finding where it cannot be told. A consent about privacy and something else is about privacy. */
function readScope(value: unknown, reading: ConsentReading): Scope | null {
  const found = (isJson(value) && Array.isArray(value.coding) ? value.coding : []).flatMap(
    (coding: unknown) =>
      isJson(coding) && coding.system === CONSENT_SCOPE
        ? SCOPES.filter((scope) => scope === coding.code)
        : [],
  );
  const scope = SCOPES.find((each) => found.includes(each)) ?? null;
  if (scope === null) reading.find('SCOPE');
  return scope;
}

/** What OPTIN or OPTOUT as policy rule says of the root; `null`: another policy, or none. */
function readDirective(value: unknown, reading: ConsentReading): ProvisionType | null {
  const codings: readonly unknown[] = isJson(value) && Array.isArray(value.coding) ? value.coding : [];
  const said = new Set(
    codings.flatMap((coding) => {
      const { system, code } = isJson(coding) ? coding : {};
      const known = typeof system === 'string' && ACT_CODE.includes(system) && typeof code === 'string';
      return known ? (DIRECTIVES.get(code) ?? []) : [];
    }),
  );
  if (said.size > 1) reading.find('CONTRADICTION');
  return [...said][0] ?? null;
}

/** Absent: nobody was asked to verify. Present: somebody MUST have, for the consent to permit. */
function isUnverified(value: unknown, reading: ConsentReading): boolean {
  if (value === undefined) return false;
  const verified = Array.isArray(value) && value.some((each) => isJson(each) && each.verified === true);
  if (!verified) reading.find('UNVERIFIED');
  return !verified;
}

/** The root within what its scope lets it speak of: consent to research is consent to nothing else. */
function bounded(
  root: Provision,
  scope: Scope | null,
  unverified: boolean,
  reading: ConsentReading,
): Provision {
  const verified = unverified ? { ...root, inPart: true } : root;
  if (scope !== 'research') return Object.freeze(verified);
  if (!root.purposes.every(isResearchPurpose)) reading.find('PURPOSE_OUTSIDE_SCOPE');
  const purposes = root.purposes.length === 0 ? ['HRESCH'] : root.purposes;
  return Object.freeze({ ...verified, purposes: Object.freeze(purposes) });
}
