import type {
  HealthData,
  OrganizationalRecord,
  Page,
  PatientScope,
  StoredRecord,
} from '../datasources/health-data.ts';
import type { SubjectFacts } from '../src/access/facts.ts';
import type { Actor } from '../src/identity/actor.ts';
import type { Insights } from '../src/insight/insights.ts';
import type { TenantLedger } from '../src/ledger/index/tenant-ledger.ts';
import type { AccessReview } from '../src/review/access-review.ts';
import type { Acting } from './acting.ts';

/** What resolvers may ask of access. They never decide: they pass on what narrows a list. */
export interface ResolverAccess {
  /** Milliseconds since the epoch, the same for the whole operation. */
  readonly now: number;
  /** Row categories of a type that exist for the actor and this patient; `null`: all. */
  readableCategories(type: string, subjectId: string): readonly string[] | null;
  /** Whether rows with labels are looked for at all. Depends on the access class alone. */
  readonly mayOpenLabels: boolean;
  /**
   * Whether a row of a patient already met exists for the actor and may be found by these filters
   * (`Type.field(arg:)`). What is not MUST be dropped before rows are counted, and before its values are compared.
   */
  admitsRow(type: string, subjectId: string, record: StoredRecord, filters?: readonly string[]): boolean;
  /**
   * Counts rows of the actor's own that a filter passes over: what one operation makes the store open is bounded.
   * A row that is not there for the actor MUST NOT be counted.
   * @throws PhieldError OPERATION_TOO_COMPLEX
   */
  countRows(count: number): void;
  /** Whose patients a list may show. */
  patientScope(): PatientScope;
  /**
   * Whether a patient, seen as a row of this type, exists for the actor and may be found by these filters
   * (`Input.field`). What is not MUST be dropped before anything is counted.
   */
  admits(
    type: string,
    facts: SubjectFacts,
    record: StoredRecord | null,
    filters?: readonly string[],
  ): boolean;
}

/** What a resolver gets besides its parent and arguments. Built per request, bound to the actor's tenant. */
export interface ResolverContext {
  readonly actor: Actor;
  readonly data: HealthData;
  readonly access: ResolverAccess;
  /** Absent where an operation can only read. */
  readonly acting?: Acting | undefined;
  /** The operation's insights, the same ones each time. Absent where the gateway has no model. */
  readonly insights?: (() => Insights) | undefined;
  /** The ledger of the actor's tenant. Absent where the gateway cannot be asked for it. */
  readonly ledger?: (() => TenantLedger) | undefined;
  /** What is declared for the actor's tenant. Absent where the gateway cannot be asked for it. */
  readonly review?: (() => AccessReview) | undefined;
}

/**
 * What a connection field resolves to. The engine makes edges, cursors and page information of it.
 * `args.first` MUST already be bounded and `args.after` an opened position when a resolver is called.
 */
export type RecordPage = Page<StoredRecord>;

/** What a connection of a `@notPhi` type resolves to; each record bears the type's name as its `__typename`. */
export interface OpenPage {
  readonly rows: readonly { readonly record: { readonly __typename?: string }; readonly position: string }[];
  readonly hasNextPage: boolean;
}

/** What a reference to the directory resolves to. */
export type DirectoryRecord = OrganizationalRecord;

/** Any record that has a FHIR reference. */
export type NodeRecord = StoredRecord | OrganizationalRecord;
