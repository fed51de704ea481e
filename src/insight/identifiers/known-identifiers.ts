/** What the gateway itself knows of the persons a text may speak of: the patient, contacts and the care team. */
export interface KnownIdentifiers {
  /** Whole names as written, in any order, with or without titles: `Dr. Ana María Vega-Ruiz`. */
  readonly names: readonly string[];
  /** Birth dates, FHIR `date`: `1955-04-22`. */
  readonly dates: readonly string[];
  /** Record and social security numbers, phone numbers, values of any other identifier. */
  readonly numbers: readonly string[];
  readonly emails: readonly string[];
  /** Street lines, cities and postal codes, each by itself. States and countries are none. */
  readonly addresses: readonly string[];
  /** FHIR logical ids. */
  readonly ids: readonly string[];
}

export const NOTHING_KNOWN: KnownIdentifiers = Object.freeze({
  names: Object.freeze([]),
  dates: Object.freeze([]),
  numbers: Object.freeze([]),
  emails: Object.freeze([]),
  addresses: Object.freeze([]),
  ids: Object.freeze([]),
});
