import type { Consent } from '../../../src/access/consent/consent.ts';
import type { ConsentSituation, ImplicitPolicy } from '../../../src/access/consent/consent-view.ts';
import { openConsents } from '../../../src/access/consent/open-consents.ts';
import { readConsent } from '../../../src/access/consent/read-consent.ts';

export type Json = Readonly<Record<string, unknown>>;

export const NOW = Date.UTC(2026, 4, 15, 12);

const THO = 'http://terminology.hl7.org/CodeSystem';

export const purpose = (code: string): Json => ({ system: `${THO}/v3-ActReason`, code });
export const label = (code: string): Json => ({ system: `${THO}/v3-ActCode`, code });
export const level = (code: string): Json => ({ system: `${THO}/v3-Confidentiality`, code });
export const fhirClass = (code: string): Json => ({ system: 'http://hl7.org/fhir/resource-types', code });
export const recipient = (reference: string, role = 'IRCP'): Json => ({
  role: { coding: [{ system: `${THO}/v3-ParticipationType`, code: role }] },
  reference: { reference },
});
export const scope = (code: string): Json => ({ coding: [{ system: `${THO}/consentscope`, code }] });
export const directive = (code: string): Json => ({ coding: [{ system: `${THO}/v3-ActCode`, code }] });

/** An active Consent about privacy, with what is given in place of its own. */
export function consentResource(provision: unknown, over: Json = {}): Json {
  return {
    resourceType: 'Consent',
    id: 'c1',
    status: 'active',
    scope: scope('patient-privacy'),
    category: [{ coding: [{ system: 'http://loinc.org', code: '59284-0' }] }],
    patient: { reference: 'Patient/p1' },
    dateTime: '2026-01-02',
    policy: [{ uri: 'https://clinic.example/privacy' }],
    ...(provision === undefined ? {} : { provision }),
    ...over,
  };
}

export function consent(provision: unknown, over: Json = {}): Consent {
  return readConsent(consentResource(provision, over));
}

export function situation(over: Partial<ConsentSituation> = {}): ConsentSituation {
  return { actors: ['Practitioner/a'], purposes: ['TREAT'], now: NOW, implicit: 'basic-normal', ...over };
}

interface Asked {
  readonly type?: string;
  readonly record?: Json;
  readonly labels?: readonly string[];
  readonly implicit?: ImplicitPolicy;
  readonly actors?: readonly string[];
  readonly purposes?: readonly string[];
  readonly now?: number;
}

/** `permit c1`, `deny c1`, `permit` or `deny` by the implicit policy. */
export function verdict(consents: readonly Consent[], asked: Asked = {}): string {
  const { type = 'Observation', record = { id: 'r1' }, labels = [], ...over } = asked;
  const { permit, consent: id } = openConsents(consents, situation(over)).decide(type, record, labels);
  return `${permit ? 'permit' : 'deny'}${id === null ? '' : ` ${id}`}`;
}
