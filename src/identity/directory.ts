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

export type TokenBinding = 'bearer' | 'dpop';

/** What is stored about an OAuth client. One that is not stored has no purpose, needs scopes and bears its tokens. */
export interface ClientEntry {
  /**
   * Purpose of operations whose user brings none, and the only purpose of a client that is a system. BTG and ETREAT
   * are ignored here.
   */
  readonly defaultPurpose: string | null;
  /** `optional`: a token without a scope claim has no ceiling; for first-party portals only. Never for a system. */
  readonly scopes: 'required' | 'optional';
  /** `dpop`: its tokens MUST be bound to a key and proved with each request (RFC 9449). */
  readonly binding: TokenBinding;
}

/** Clients as stored data. The same duties as `Directory`. */
export interface Clients {
  find(issuer: string, client: string): Promise<ClientEntry | null>;
}
