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
  /** The one HL7 ActReason code this operation runs under; member of `purposes`. */
  readonly purpose: string;
  readonly purposes: readonly string[];
  /** OAuth scopes as granted; `null` when the token bears no scope claim. */
  readonly scopes: readonly string[] | null;
  /** FHIR reference such as `Practitioner/p1`, `Patient/x`, `RelatedPerson/r`. Relationships hang on it. */
  readonly fhirUser: string | null;
  /** Logical id from the `patient` claim (SMART launch context). */
  readonly patient: string | null;
  /** Authentication methods (RFC 8176 `amr`), sorted; empty when unknown. */
  readonly assurance: readonly string[];
  /** `jti`, or `null`. */
  readonly tokenId: string | null;
  /** `sid` or the provider's session claim, or `null`. */
  readonly session: string | null;
  /** Seconds since the epoch. */
  readonly issuedAt: number;
  readonly expiresAt: number;
}
