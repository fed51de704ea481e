import type { FactsSource, SubjectFacts } from '../src/access/facts.ts';

/**
 * A stored FHIR R4 resource as resolvers see it: the resource's own JSON properties, and beside them what
 * access hangs on. Values are frozen by convention: nobody writes to a record.
 */
export interface StoredRecord {
  readonly resourceType: string;
  /** FHIR logical id. */
  readonly id: string;
  /** Logical id of the patient this row is about; for a Patient its own id. */
  readonly subjectId: string;
  /** PhiCategory codes of the row; empty for none known (which access reads as OTHER). */
  readonly rowCategories: readonly string[];
  /** Security labels (codes) of `meta.security`. */
  readonly labels: readonly string[];
  readonly [element: string]: unknown;
}

/** A resource that belongs to no patient: Practitioner, PractitionerRole, Organization, Location. */
export interface OrganizationalRecord {
  readonly resourceType: string;
  readonly id: string;
  readonly [element: string]: unknown;
}

/** One row and its opaque place in the list, for a cursor. The gateway seals positions before a client sees them. */
export interface Positioned<R> {
  readonly record: R;
  readonly position: string;
}

export interface Page<R> {
  readonly rows: readonly Positioned<R>[];
  readonly hasNextPage: boolean;
}

export interface PageRequest {
  /** 0 to 200. */
  readonly first: number;
  /** A position that an earlier page of the same list gave, or `null`. */
  readonly after: string | null;
}

/** Which rows of one patient, newest first. */
export interface RowQuery extends PageRequest {
  readonly subjectId: string;
  readonly type: string;
  /**
   * Row categories the reader may see (a row without any counts as OTHER); `null`: all. A row is included
   * when every one of its categories is among them, so that no row that must stay hidden is ever counted.
   */
  readonly categories: readonly string[] | null;
  /** Of these rows, only those that have this category, whatever else they have. */
  readonly having?: string | null;
  /**
   * Whether rows with a security label are looked at. They stand in a key range of their own; this MUST depend on
   * the access class alone, so that a reader who may open no label makes the same calls whether there are any.
   */
  readonly labelled: boolean;
  /**
   * Asked for every row that might be included, newest first; what it refuses is left out before the page is
   * counted.
   */
  readonly admit: (row: StoredRecord) => boolean;
}

/** Whose patients a list shows: everybody of the tenant, one's own record, or those tied to the actor's anchors. */
export type PatientScope =
  | { readonly kind: 'TENANT' }
  | { readonly kind: 'TIED' }
  | { readonly kind: 'ONE'; readonly subjectId: string };

export interface PatientSearch {
  readonly family?: string;
  readonly given?: string;
  readonly birthDate?: string;
  readonly mrn?: string;
  readonly phone?: string;
}

/** A patient with the facts for this actor; one batch fetches both. */
export interface PatientWithFacts {
  readonly record: StoredRecord | null;
  readonly facts: SubjectFacts;
}

/**
 * Reading health data for one actor in one request. Bound to the actor's tenant at creation: a read outside
 * of it cannot be expressed. Every method batches through per-request DataLoaders, rejects with
 * UpstreamUnavailableError when the store fails, and makes the same calls whether or not an id exists.
 */
export interface HealthData extends FactsSource {
  patient(id: string): Promise<PatientWithFacts>;
  /** One clinical row by type and logical id, with its patient's facts; `null` record when there is none. */
  row(type: string, id: string): Promise<PatientWithFacts>;
  rows(query: RowQuery): Promise<Page<StoredRecord>>;
  /** Patients in a stable order with their facts; rows whose patient is gone are skipped. `admit` drops rows before the page is counted. */
  patients(
    scope: PatientScope,
    page: PageRequest,
    admit: (facts: SubjectFacts, record: StoredRecord | null) => boolean,
  ): Promise<Page<PatientWithFacts>>;
  /**
   * Patients by exact value through blind indexes, at most `limit`, each with its facts, in the order of
   * their ids. All given values must match. `admit` drops patients before they are counted.
   */
  search(
    search: PatientSearch,
    limit: number,
    admit?: (found: PatientWithFacts) => boolean,
  ): Promise<readonly PatientWithFacts[]>;
  organizational(type: string, id: string): Promise<OrganizationalRecord | null>;
}

/**
 * Outcome of writing one resource. `erased`: refused, since its patient was erased. `tooLarge`: refused, since
 * it does not fit into one item. `invalid`: refused, since its type, id or subject cannot be a key.
 */
export type WriteOutcome = 'stored' | 'unchanged' | 'older' | 'removed' | 'erased' | 'tooLarge' | 'invalid';

/** A resource ready to be written: references resolved to relative form (`Patient/x`). */
export interface ResourceToWrite {
  readonly resourceType: string;
  readonly id: string;
  /** `null` for organizational resources. */
  readonly subjectId: string | null;
  readonly rowCategories: readonly string[];
  readonly labels: readonly string[];
  /** The clinically relevant date by which lists are ordered (FHIR dateTime), or `null`. */
  readonly date: string | null;
  /** `meta.versionId` when it is a number, else `null`. */
  readonly version: number | null;
  /** `meta.lastUpdated`, or `null`. */
  readonly lastUpdated: string | null;
  /** True for `entered-in-error`, deletes and merged-away patients: the row is taken out, its locator stays as a tombstone. */
  readonly removed: boolean;
  readonly ties: readonly import('../src/access/facts.ts').Tie[];
  /** What the actor's side needs: PractitionerRole memberships and the like, see TieMembership. */
  readonly memberships: readonly TieMembership[];
  /** Values to index blindly; Patients only. */
  readonly index: PatientIndexValues | null;
  /** The FHIR resource. */
  readonly resource: Readonly<Record<string, unknown>>;
}

/** `member` holds `anchor`: a Practitioner's role, its locations, a team. Read once per request for the actor. */
export interface TieMembership {
  /** `Practitioner/p1`. */
  readonly member: string;
  /** `PractitionerRole/…`, `Location/…`, `CareTeam/…`, `Organization/…`. */
  readonly anchor: string;
  /** The `PractitionerRole/…` through which `member` holds it: holds only while `member` holds that role. */
  readonly via?: string;
  /** `Organization/…` that a role is held for. Ties nobody, team or hospital: consents alone may mean it. */
  readonly organization?: string;
  /** FHIR reference of the resource that says so. */
  readonly source: string;
  readonly start: string | null;
  readonly end: string | null;
}

/** Normalised by the writer, not by the caller. */
export interface PatientIndexValues {
  readonly mrns: readonly string[];
  readonly phones: readonly string[];
  readonly names: readonly { readonly family: string; readonly given: readonly string[] }[];
  readonly birthDate: string | null;
}

/** Writing side, for imports. One writer per tenant at a time. */
export interface HealthDataWriter {
  /** Writes a batch; outcomes in order. Idempotent: content hashes are compared first. */
  write(batch: readonly ResourceToWrite[]): Promise<readonly WriteOutcome[]>;
  /** Writes ties and memberships gathered so far. Called at intervals and at the end. */
  flush(): Promise<void>;
}
