import type { SignalSettings } from '../../access/signal-block.ts';
import type { SignalFinding } from '../finding.ts';

/** A tenant whose signals are looked for; listed ids stand under every name that the ledger may have them by. */
export interface FollowedTenant {
  readonly tenant: string;
  readonly settings: SignalSettings;
}

/** What going on in the log has brought of one tenant. */
export interface Sightings {
  readonly tenant: string;
  /** New, or with more than was told before. */
  readonly found: readonly SignalFinding[];
  /** Ids of those that were told and turned out to be usual. */
  readonly gone: readonly string[];
}

export interface Advance {
  readonly tenants: readonly Sightings[];
  /** Records seen. */
  readonly seen: number;
  /** There may be more to be seen at once. */
  readonly more: boolean;
}

/** What the thread is asked. */
export type FollowCall =
  | { readonly ask: 'advance'; readonly tenants: readonly FollowedTenant[] }
  /** What was told is kept: it need not be told again. */
  | { readonly ask: 'save' };

export type FollowAnswer =
  | { readonly kind: 'advanced'; readonly advance: Advance }
  | { readonly kind: 'saved' }
  /** Not for now, such as while there is no index yet; a name, never a message. */
  | { readonly kind: 'failed'; readonly code: string };
