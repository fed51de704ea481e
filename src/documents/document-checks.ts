import type { DocumentNode, GraphQLSchema } from 'graphql';
import type { AccessModel } from '../access/access-model.ts';
import type { TenantPolicy } from '../access/tenant-policy.ts';
import type { DocumentRules } from './check-document.ts';
import { computeFootprint } from './compute-footprint.ts';
import { DOCUMENT_LIMITS } from './document-limits.ts';
import type { Footprint } from './footprint.ts';
import { limitDocument } from './limit-document.ts';

/** Raised when what a footprint tells or what a document is limited to changes, so that all are looked at again. */
const CHECKS = 1;

/** What the documents of one tenant are held to, under the schema and the policy in force. */
export interface DocumentChecks {
  readonly rules: DocumentRules;
  /** Changes with the schema, the tenant's file and these checks: `checkedUnder` of what is computed now. */
  readonly version: string;
  /** As the ledger names it. */
  readonly policyVersion: string;
  /** Under that policy. The document MUST have been validated. @throws PhieldError OPERATION_TOO_COMPLEX */
  readonly footprintOf: (document: DocumentNode) => Footprint;
}

/** `null`: the tenant is not configured, and nothing of it runs. */
export type ChecksOf = (tenant: string) => DocumentChecks | null;

/** The part that no tenant changes. */
export function documentRules(schema: GraphQLSchema): DocumentRules {
  return Object.freeze({ schema, rules: [limitDocument], maxTokens: DOCUMENT_LIMITS.tokens });
}

export function documentChecks(
  schema: GraphQLSchema,
  model: AccessModel,
  policy: TenantPolicy,
): DocumentChecks {
  return Object.freeze({
    rules: documentRules(schema),
    version: `${policy.version}.${CHECKS}`,
    policyVersion: policy.version,
    footprintOf: (document: DocumentNode) => computeFootprint(schema, model, document, policy),
  });
}
