import type { ImplicitPolicy } from './consent/consent-view.ts';

/** Ages of minors, in completed years, for which a proxy sees less. Both ends included. */
export interface ProxyAges {
  readonly from: number;
  readonly to: number;
}

/** What a tenant sets about who is tied to whom (access-matrix, exceptions 2 and 3), and about consent and emergencies. */
export interface TenantAccessSettings {
  /** Days for which TREATING lasts after an encounter ended. */
  readonly treatingDays: number;
  readonly proxyLimited: ProxyAges;
  /** From this age on a proxy needs the patient's own authorisation. Completed years. */
  readonly adultAge: number;
  /** What holds for a patient whose consents say nothing (IHE PCF, implicit policies). */
  readonly implicitConsent: ImplicitPolicy;
  /** `required`: research reaches only patients who take part in a study that the actor works on. */
  readonly researchStudies: 'required' | 'optional';
  /** Minutes for which an opened glass stays open, at most 240. */
  readonly breakGlassMinutes: number;
  /** Roles that need more than one factor, besides those that always do. */
  readonly multiFactorRoles: readonly string[];
}

export const DEFAULT_ACCESS_SETTINGS: TenantAccessSettings = Object.freeze({
  treatingDays: 30,
  proxyLimited: Object.freeze({ from: 12, to: 17 }),
  adultAge: 18,
  implicitConsent: 'basic-normal',
  researchStudies: 'optional',
  breakGlassMinutes: 60,
  multiFactorRoles: Object.freeze([]),
});
