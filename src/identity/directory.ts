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

/** By whose leave a third-party client is here. */
export interface ClientAgreement {
  /** How the house finds the paper, such as a number. */
  readonly reference: string;
  /** FHIR R4 `date`: `YYYY`, `YYYY-MM` or `YYYY-MM-DD`. It holds until the end of that day, month or year in UTC. */
  readonly expires: string;
}

/**
 * What is registered of an OAuth client. Everything here only narrows what a token gives; `null` in a list means that
 * the registration says nothing about it, an empty list that nothing is left.
 */
export interface ClientEntry {
  /** For people who read the register. */
  readonly name: string | null;
  /** Whom to call, for people who read the register. */
  readonly contact: string | null;
  /** `machine`: acts for nobody, under role SYSTEM and no other. `user`: acts for people and never as SYSTEM. */
  readonly kind: 'user' | 'machine';
  /** The one tenant it works for. `null`: every tenant that its issuer may speak for; a first-party client's alone. */
  readonly tenant: string | null;
  /** Run by the house itself: it needs no agreement. */
  readonly firstParty: boolean;
  /** A third-party client without one in force is refused. */
  readonly agreement: ClientAgreement | null;
  readonly suspended: boolean;
  /** Roles that may act by way of it. */
  readonly roles: readonly string[] | null;
  /** HL7 ActReason codes that operations may run under. */
  readonly purposes: readonly string[] | null;
  /** Scopes of SMART App Launch 2.2: how far those of its tokens reach at most. */
  readonly allowedScopes: readonly string[] | null;
  /**
   * Purpose of operations whose user brings none, and the only purpose of a client that is a system. BTG and ETREAT
   * are ignored here.
   */
  readonly defaultPurpose: string | null;
  /** `optional`: a token without a scope claim has no ceiling of its own; only of a first-party client, never a system. */
  readonly scopes: 'required' | 'optional';
  /** `dpop`: its tokens MUST be bound to a key and proved with each request (RFC 9449). */
  readonly binding: TokenBinding;
  /** Whether operations that nobody approved may run. `null`: in the embedded profile alone. */
  readonly freeForm: boolean | null;
  /** Requests a minute; `null`: what holds for every client. */
  readonly perMinute: number | null;
  /** Cost a minute; `null`: what holds for every client. */
  readonly costPerMinute: number | null;
}

/** Clients as stored data. The same duties as `Directory`. */
export interface Clients {
  find(issuer: string, client: string): Promise<ClientEntry | null>;
}
