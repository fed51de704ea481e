import type { DetectorName, Severity, SignalFinding } from './finding.ts';
import type { FindingChange, FindingState, KeptFinding } from './kept-finding.ts';

/** Which findings of a tenant, newest first; `null` does not narrow. */
export interface FindingQuery {
  readonly state: FindingState | null;
  readonly severity: Severity | null;
  readonly detector: DetectorName | null;
  /** 0 to 200. */
  readonly first: number;
  /** A position that an earlier page of the same list gave, or `null`. */
  readonly after: string | null;
}

export interface FindingPage {
  readonly rows: readonly { readonly record: KeptFinding; readonly position: string }[];
  readonly hasNextPage: boolean;
}

/** Who changes a finding, and when. */
export interface ChangedBy {
  readonly by: string;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/**
 * Where findings lie. `keep`, `takeBack` and `change` MUST be durable when they resolve; whoever calls `change` MUST have
 * put the act on record before. All of it rejects with UpstreamUnavailableError, and DataIntegrityError for what
 * cannot be read.
 */
export interface FindingStore {
  /**
   * Adds what is new, and to what is known its newer evidence; what was closed is open again where something was added.
   * @returns ids of those that are open now and were not before.
   */
  keep(findings: readonly SignalFinding[], now: number): Promise<readonly string[]>;
  /** What a scan no longer finds is closed as expected, unless a person has touched it. */
  takeBack(tenant: string, ids: readonly string[], now: number): Promise<void>;
  find(tenant: string, id: string): Promise<KeptFinding | null>;
  /**
   * A page of them. What it reads MUST NOT grow with how many findings there are.
   * @throws BadUserInputError for what is no page of this list.
   */
  list(tenant: string, query: FindingQuery): Promise<FindingPage>;
  /** @returns `null`: there is none; `conflict`: somebody changed it since `version`. */
  change(
    tenant: string,
    id: string,
    version: number,
    change: FindingChange,
    about: ChangedBy,
  ): Promise<KeptFinding | 'conflict' | null>;
}

/** The findings of one tenant: an actor's own. */
export interface TenantFindings {
  find(id: string): ReturnType<FindingStore['find']>;
  list(query: FindingQuery): ReturnType<FindingStore['list']>;
  /** Whoever calls it MUST have put the act on record before. */
  change(
    id: string,
    version: number,
    change: FindingChange,
    about: ChangedBy,
  ): ReturnType<FindingStore['change']>;
}

/** Binds a store to one tenant, and no other from then on. */
export function findingsOf(store: FindingStore, tenant: string): TenantFindings {
  return Object.freeze({
    find: (id: string) => store.find(tenant, id),
    list: (query: FindingQuery) => store.list(tenant, query),
    change: (id: string, version: number, change: FindingChange, about: ChangedBy) =>
      store.change(tenant, id, version, change, about),
  });
}
