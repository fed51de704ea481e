import type { Clock } from '../clock.ts';
import type { DocumentChecks } from './document-checks.ts';
import type { DocumentStore } from './document-store.ts';

/** What publishing and reviewing hang on, for one tenant. */
export interface DocumentRegistry extends DocumentChecks {
  readonly store: DocumentStore;
  /** From a verified token, or the operator's. */
  readonly tenant: string;
  readonly clock: Clock;
}
