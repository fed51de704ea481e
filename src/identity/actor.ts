/** What is registered of the client that an actor comes by, as far as it bears on which operations run, and how often. */
export interface Registration {
  /** Run by the house itself. */
  readonly firstParty: boolean;
  /** Whether operations that nobody approved may run. */
  readonly freeForm: boolean;
  /** Requests a minute; `null`: what holds for every client. */
  readonly perMinute: number | null;
  /** Cost a minute, in the units of operation cost; `null`: what holds for every client. */
  readonly costPerMinute: number | null;
}

/**
 * Who asks: a verified person or system. Made in one place, `authenticate`, from a verified token and
 * the directory; never from request headers.
 */
export interface Actor {
  /** `iss` of the token. */
  readonly issuer: string;
  /** `sub` of the token, unique within the issuer. Not the patient. */
  readonly id: string;
  readonly tenant: string;
  /** Roles the schema or the tenant knows, sorted, at least one. */
  readonly roles: readonly string[];
  /** OAuth `client_id` (or `azp`). */
  readonly client: string;
  readonly registration: Registration;
  /** The one HL7 ActReason code this operation runs under; member of `purposes`. */
  readonly purpose: string;
  readonly purposes: readonly string[];
  /**
   * Resource scopes of SMART App Launch 2 that can be read, in their one way of writing, sorted: a ceiling. `null`
   * only for a client that is registered as needing none and whose token bears no scope claim.
   */
  readonly scopes: readonly string[] | null;
  /** FHIR reference such as `Practitioner/p1`, `Patient/x`, `RelatedPerson/r`. Relationships hang on it. */
  readonly fhirUser: string | null;
  /** Logical id from the `patient` claim (SMART launch context). */
  readonly patient: string | null;
  /** Authentication methods (RFC 8176 `amr`), sorted; empty when unknown. */
  readonly assurance: readonly string[];
  /** Signed in with more than one factor, by what the issuer's entry says that counts. Never from a missing claim. */
  readonly multiFactor: boolean;
  /** Authentication context class (`acr`), or `null`. */
  readonly acr: string | null;
  /** When the user last signed in (`auth_time`), seconds since the epoch; never after `issuedAt`. `null`: unknown. */
  readonly authTime: number | null;
  /** SHA-256 thumbprint of the key the token is bound to (`cnf.jkt`, RFC 9449 §6.1), or `null`. */
  readonly proofKey: string | null;
  /** `jti`, or `null`. */
  readonly tokenId: string | null;
  /** `sid` or the provider's session claim, or `null`. */
  readonly session: string | null;
  /** Seconds since the epoch. */
  readonly issuedAt: number;
  readonly expiresAt: number;
}
