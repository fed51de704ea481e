/** Ages of minors, in completed years, for which a proxy sees less. Both ends included. */
export interface ProxyAges {
  readonly from: number;
  readonly to: number;
}

/** What a tenant sets about who is tied to whom (access-matrix, exceptions 2 and 3). */
export interface TenantAccessSettings {
  /** Days for which TREATING lasts after an encounter ended. */
  readonly treatingDays: number;
  readonly proxyLimited: ProxyAges;
  /** From this age on a proxy needs the patient's own authorisation. Completed years. */
  readonly adultAge: number;
}

export const DEFAULT_ACCESS_SETTINGS: TenantAccessSettings = Object.freeze({
  treatingDays: 30,
  proxyLimited: Object.freeze({ from: 12, to: 17 }),
  adultAge: 18,
});
