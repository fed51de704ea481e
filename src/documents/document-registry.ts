import type { DocumentNode } from 'graphql';
import type { Clock } from '../clock.ts';
import type { DocumentRules } from './check-document.ts';
import type { DocumentStore } from './document-store.ts';
import type { Footprint } from './footprint.ts';

/** What publishing and reviewing hang on, for one tenant. */
export interface DocumentRegistry {
  readonly store: DocumentStore;
  /** From a verified token, or the operator's. */
  readonly tenant: string;
  readonly rules: DocumentRules;
  /** Version of the policy in force, which changes with schema and tenant file: `checkedUnder` of what is computed now. */
  readonly version: string;
  /** Under that policy. The document MUST have been validated. */
  readonly footprintOf: (document: DocumentNode) => Footprint;
  readonly clock: Clock;
}
