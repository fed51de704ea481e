/** What we write of a FHIR R4 AuditEvent (http://hl7.org/fhir/R4/auditevent.html); frozen once made. */

export interface Coding {
  readonly system: string;
  readonly code: string;
  readonly display?: string;
}

export interface Concept {
  readonly coding?: readonly Coding[];
  readonly text?: string;
}

/** A literal reference where the type is FHIR's and the id fits its grammar, else a logical one. */
export interface Reference {
  readonly reference?: string;
  /** FHIR type, where only an identifier can be given: a pseudonym is no FHIR id. */
  readonly type?: string;
  readonly identifier?: { readonly system?: string; readonly value: string };
  readonly display?: string;
}

export interface Agent {
  readonly type: Concept;
  readonly role?: readonly Concept[];
  readonly who: Reference;
  readonly requestor: boolean;
  readonly policy?: readonly string[];
  /** `type`: 1 machine name, 2 IP address, 5 URI. */
  readonly network?: { readonly address: string; readonly type: '1' | '2' | '5' };
  readonly purposeOfUse?: readonly Concept[];
}

export interface Detail {
  readonly type: string;
  readonly valueString: string;
}

/** MUST NOT have both `name` and `query` (invariant sev-1). */
export interface Entity {
  readonly what?: Reference;
  readonly type: Coding;
  readonly role?: Coding;
  readonly name?: string;
  readonly description?: string;
  /** Base64. */
  readonly query?: string;
  readonly detail?: readonly Detail[];
}

/** 0 success, 4 refused as malformed, 8 refused by policy or an error of ours, 12 an outage. */
export type Outcome = '0' | '4' | '8' | '12';
export type Action = 'C' | 'R' | 'U' | 'D' | 'E';

export interface AuditEvent {
  readonly resourceType: 'AuditEvent';
  /** Id of the first ledger event it stands for, `<record id>.<ordinal>`; with `.consent` for a consent's decision. */
  readonly id: string;
  readonly meta?: { readonly profile: readonly string[] };
  readonly type: Coding;
  readonly subtype?: readonly Coding[];
  readonly action: Action;
  readonly recorded: string;
  readonly outcome: Outcome;
  readonly outcomeDesc?: string;
  readonly purposeOfEvent?: readonly Concept[];
  readonly agent: readonly Agent[];
  readonly source: { readonly site?: string; readonly observer: Reference; readonly type: readonly Coding[] };
  readonly entity?: readonly Entity[];
}
