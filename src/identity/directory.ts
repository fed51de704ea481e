/** What is stored about a user of an issuer. `null` means nothing is stored about that; an empty list means none. */
export interface DirectoryEntry {
  readonly tenant: string;
  /** Role names. */
  readonly roles: readonly string[];
  /** FHIR reference such as `Practitioner/p1`. */
  readonly fhirUser: string | null;
  /** HL7 ActReason codes in order of preference. */
  readonly purposes: readonly string[] | null;
}

/**
 * Users as stored data, keyed by what a token proves: (`iss`, `sub`).
 *
 * `find` MUST match both exactly, MUST give `null` for a user it does not hold, and MUST reject when it
 * cannot know.
 */
export interface Directory {
  find(issuer: string, subject: string): Promise<DirectoryEntry | null>;
}

/** What is stored about an OAuth client. */
export interface ClientEntry {
  /** Purpose of operations whose user brings none. BTG and ETREAT are ignored here. */
  readonly defaultPurpose: string | null;
}

/** Clients as stored data. The same duties as `Directory`. */
export interface Clients {
  find(issuer: string, client: string): Promise<ClientEntry | null>;
}
